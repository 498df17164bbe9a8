#pragma once
// AWS Signature Version 4: reading a request's claim, verifying it against the claimed key's signing key, and signing.
// Source: "AWS Signature Version 4 for API requests" (IAM User Guide), "Authenticating Requests" (S3 API Reference).
//
// The road of a request: read_claim -> the caller looks up the secret of claim.access_key (and checks claim.token) and keeps
// signing_key(...) -> verify. A Fault other than none is answered with refuse(...).
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "gateway/http.h"

namespace gateway {

// How a service signs and words its errors. `json` serves AWS JSON and REST-JSON, `query` AWS Query and REST-XML but S3.
enum class Dialect : std::uint8_t { json, query, s3 };

enum class Fault : std::uint8_t {
  none,
  missing,            // no signature at all: an anonymous request (S3 may still serve it)
  unsupported,        // an Authorization header of another kind (Basic, Bearer ...)
  sigv2, sigv4a,      // refused by type: only AWS4-HMAC-SHA256 is spoken
  bad_algorithm,      // X-Amz-Algorithm is none of AWS's
  ambiguous,          // signed by header and by query at once, or two Authorization headers
  incomplete,         // Credential, SignedHeaders, Signature, date or another required part is absent
  malformed,          // a part of the Authorization header is no key=value pair, or comes twice
  bad_credential,     // not keyid/date/region/service/aws4_request
  bad_terminator,     // the scope's last element
  bad_date,           // the time of signing is not ISO 8601 basic (or, in Date, RFC 1123)
  bad_expires,        // X-Amz-Expires is not 1..604800
  date_mismatch,      // the scope's date is not the day of signing
  wrong_region, wrong_service,      // from check_scope
  host_unsigned, headers_unsigned,
  payload_absent, payload_malformed,  // S3: x-amz-content-sha256
  skewed_past, skewed_future,       // header: signed more than 15 minutes from now
  expired, not_yet,                 // presigned: over, or from more than 15 minutes ahead
  mismatch,
};

// What a request says of its signer. Views point into the request or into the claim's own store, so a claim stays where it
// is; read_claim may fill it again and again without allocating.
struct Claim {
  Claim() = default;
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;

  std::string_view access_key, date /*yyyymmdd*/, region, service, signed_headers, signature;
  std::string_view scope;          // date/region/service/aws4_request
  std::string_view credential;     // access_key/scope as sent
  std::string_view timestamp;      // the time of signing, yyyymmddThhmmssZ
  base::Time signed_at;
  std::int64_t expires = 0;        // presigned: seconds from signed_at; 0 if the URL does not say (S3 demands it)
  std::string_view token;          // X-Amz-Security-Token, unverified
  bool presigned = false;
  std::string_view payload;        // x-amz-content-sha256 as sent; UNSIGNED-PAYLOAD for a presigned URL without it
  std::string store;               // decoded parts
};

// The values of x-amz-content-sha256.
enum class PayloadKind : std::uint8_t {
  hashed,                    // the body's SHA-256 in lower-case hex
  unsigned_body,             // UNSIGNED-PAYLOAD
  signed_chunks,             // STREAMING-AWS4-HMAC-SHA256-PAYLOAD
  signed_chunks_trailer,     // STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER
  unsigned_chunks_trailer,   // STREAMING-UNSIGNED-PAYLOAD-TRAILER
  malformed,                 // anything else, the forms of SigV4A included
};
PayloadKind payload_kind(std::string_view);

constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
constexpr std::int64_t kMaxSkewSeconds = 15 * 60;
constexpr std::int64_t kMaxExpires = 604800;

// Reads the Authorization header or the X-Amz-* query. On a fault the claim holds what could be read.
Fault read_claim(const Request&, Claim&);

// Whether the scope names what this endpoint serves; an empty expectation accepts any.
Fault check_scope(const Claim&, std::string_view region, std::string_view service);

// 32 bytes, good for all requests of that day, region and service; the caller may keep it, as a secret.
std::string signing_key(std::string_view secret, std::string_view date, std::string_view region, std::string_view service);

// Checks time, signed headers and signature. `body_sha256`: 64 hex digits as computed; for S3 claim.payload as declared
// (the body is then checked against it as it streams, see payload.h).
Fault verify(const Request&, const Claim&, std::string_view signing_key, std::string_view body_sha256, base::Time now, Dialect);

// The value of an Authorization header for a request that already has Host, X-Amz-Date and, with a session, its token.
// Signs Host, Content-Type, Content-MD5 and every x-amz-*. `body_sha256` as in verify.
struct Credentials {
  std::string_view access_key, secret;
};
std::string sign(const Request&, const Credentials&, std::string_view region, std::string_view service,
                 std::string_view body_sha256, Dialect);

// AWS's own answer to a fault. `body_sha256` as given to verify; region and service as given to check_scope.
struct Expected {
  std::string_view region, service;
};
Refusal refuse(Fault, Dialect, const Request&, const Claim&, base::Time now, std::string_view body_sha256 = {},
               const Expected& = {});

// "AWS4-HMAC-SHA256", timestamp, scope and the canonical request's hash, one a line.
void append_string_to_sign(std::string& out, const Claim&, std::string_view canonical_request);

// Names of the headers, joined by ", ", that a signature of this dialect must cover and this one does not: every x-amz-* for
// S3; elsewhere X-Amz-Target, which names the operation.
std::string unsigned_headers(const Request&, const Claim&, Dialect);

}  // namespace gateway
