#pragma once
// What CloudTrail asks of SNS outside of any caller's rights: under which KMS key a topic seals its messages.
#include "service/call.h"

namespace sns {

// The key as an ARN; nothing where there is no such topic, or where it has no key.
std::optional<std::string> topic_key(const service::Call&, std::string_view topic_arn);

}  // namespace sns
