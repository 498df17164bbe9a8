#pragma once
// The texts that requests bring or name: templates and stack policies, from our S3 as the caller.
#include "services/cloudformation/names.h"

namespace cloudformation {

struct S3Address { std::string bucket, key, version; };          // version empty: the newest
// https://bucket.s3.Region.amazonaws.com/key, https://s3.Region.amazonaws.com/bucket/key and their older forms; path form of local names.
std::optional<S3Address> parse_s3_address(std::string_view url);
// s3://bucket/key
std::optional<S3Address> parse_s3_uri(std::string_view uri);

// The object's text, read in the caller's name through CloudFormation. Throws ValidationError with S3's reason.
std::string read_object(const std::optional<S3Address>&, std::size_t limit, Call&);

// The template a request brings; nullopt: none. Throws ValidationError. CloudFormation itself brings larger ones as text.
std::optional<std::string> template_text(const std::string* body, const std::string* url, Call&);
std::optional<std::string> policy_text(const std::string* body, const std::string* url, Call&);
template <class T> const std::string* maybe(const std::optional<T>& text) { return text ? static_cast<const std::string*>(&*text) : nullptr; }

}  // namespace cloudformation
