#pragma once
// A message as it was sent, checked: SQS API Reference, SendMessage and MessageAttributeValue.
#include "services/sqs/errors.h"
#include "services/sqs/state.h"

namespace sqs {

inline constexpr std::int64_t kMostBytes = 1'048'576;

// Throws MissingParameter, InvalidMessageContents, InvalidParameterValue.
Letter checked(std::string_view body, const std::optional<Attributes>& attributes, const std::optional<Attributes>& system);
// What counts against the queue's maximum: the body, and names, types and values of the attributes.
std::int64_t size_of(const Letter&);
// Group, deduplication and attempt ids: 1 to 128 letters, digits and punctuation.
void check_id(const std::string& value, std::string_view parameter);
std::string trace_md5(const Letter&);            // of its system attributes; empty: it has none

}  // namespace sqs
