#pragma once
// Filter policies: which messages a subscription takes. Pure but for the caches of compiled ones.
#include "service/pattern.h"
#include "services/sns/state.h"

namespace sns {

inline constexpr std::string_view kOfBody = "MessageBody", kOfAttributes = "MessageAttributes";

// nullptr: the policy is empty and takes everything. Throws std::runtime_error with what is wrong, in SNS's words.
// Source: SNS Developer Guide, "Filter policy constraints": 150 combinations, five keys, 256 KB.
std::shared_ptr<const service::Pattern> compile_filter(std::string_view json, bool of_body);

// Whether a message with this text and these attributes passes. A body that is no JSON object does not.
bool accepts(const service::Pattern&, bool of_body, std::string_view text, const MessageAttributes&);

}  // namespace sns
