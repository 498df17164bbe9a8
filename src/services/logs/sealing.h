#pragma once
// Events at rest: sealed under a key of the house, or under a data key that KMS made for Logs under the group's key
// (encryption context aws:logs:arn, the group's ARN). A data key's plain form is kept in memory for five minutes: a key
// that is disabled or whose policy changes stops reading and writing within that time.
#include "services/logs/door.h"

namespace logs {

// `group` learns the number of a data key made on the way; the caller stores it.
std::string seal(Call&, const Scope&, Group& group, std::string_view plain, std::string_view bound);
// Throws AccessDeniedException where KMS refuses, and ServiceUnavailableException where the bytes are damaged.
std::string open(Call&, const Scope&, const Group& group, std::int64_t data_key, std::string_view sealed, std::string_view bound);

// Whether Logs may use the key, asked of KMS by making a data key; stores it as the group's next one, and the key's ARN.
void take_key(Call&, Group& group, const std::string& key);

}  // namespace logs
