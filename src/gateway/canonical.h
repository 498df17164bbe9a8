#pragma once
// The canonical request of Signature Version 4, shared by verifying and signing.
// Source: "Create a signed AWS API request" in the IAM User Guide and "Authenticating Requests" in the S3 API Reference.
#include <string>
#include <string_view>

#include "gateway/http.h"

namespace gateway {

// S3 encodes the path once and takes it as it is; every other service removes empty, "." and ".." segments and encodes the
// encoded path again.
enum class PathRule : std::uint8_t { s3, standard };

// Appends the canonical request. `signed_headers` is the list as signed ("host;x-amz-date"); X-Amz-Signature is left out of
// the query. Memory: at most three times the request's head.
void append_canonical_request(std::string& out, const Request&, std::string_view signed_headers, std::string_view payload_hash,
                              PathRule);

// Appends the value of one canonical header: every header of that name in order, joined by ',', runs of blanks made one.
void append_canonical_value(std::string& out, const Request&, std::string_view name);

// Appends 64 hex digits of the SHA-256.
void append_sha256_hex(std::string& out, std::string_view text);

}  // namespace gateway
