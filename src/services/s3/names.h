#pragma once
// Names and identifiers of S3. Pure.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace s3 {

// S3 User Guide, "General purpose bucket naming rules".
bool is_bucket_name(std::string_view);

// The 64 hex digits that stand for an account in ACLs and listings.
std::string canonical_id(std::string_view account);

// Version ids are opaque to clients; ours begin with the ordinal, so that a version is found without a search.
std::string version_id(std::uint64_t ordinal);
std::optional<std::uint64_t> ordinal_of(std::string_view version_id);

std::string request_id();                                        // 16 of A-Z0-9
std::string host_id(std::string_view request_id);                // x-amz-id-2: follows from the request id

inline std::string in_quotes(std::string_view etag) { return '"' + std::string(etag) + '"'; }
// Whether a list of entity tags ("a", W/"b", or bare, or *) holds this one.
bool etag_listed(std::string_view list, std::string_view etag);

// Keys in listings with encoding-type=url.
std::string list_encoded(std::string_view text, bool encode);

}  // namespace s3
