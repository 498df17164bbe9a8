#pragma once
#include <string_view>

namespace s3 {

// Whether a bucket policy, which is grammatical, counts as public: some Allow is for everybody, and no condition holds it to
// fixed values of a key that tells who or where the caller is. Pure.
// Source: S3 User Guide, "Blocking public access to your Amazon S3 storage", "The meaning of public".
bool is_public(std::string_view policy_json);

// Whether every Resource of the policy lies in this bucket.
bool resources_within(std::string_view policy_json, std::string_view bucket);

}  // namespace s3
