#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace s3 {

// What is wrong with the actions of a grammatical bucket policy, in S3's words: one that S3 does not have, or one that none of its
// statement's resources knows: s3:ListBucket of "bucket/*", s3:GetObject of "bucket". Pure.
// Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".
std::optional<std::string> action_fault(std::string_view policy_json, std::string_view bucket);

}  // namespace s3
