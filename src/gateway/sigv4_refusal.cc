// AWS's answers to faults of signing, in its own words. JSON and Query services share the texts and differ in codes; S3 has
// its own of both ("Error responses", S3 API Reference).
#include <initializer_list>

#include "base/bytes.h"
#include "base/crypto.h"
#include "gateway/canonical.h"
#include "gateway/sigv4.h"

namespace gateway {
namespace {

constexpr std::size_t kMaxEcho = 256;      // bytes of the caller's own text in an answer

std::string join(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (std::string_view p : parts) out += p;
  return out;
}

std::string echo(std::string_view text) { return base::utf8_lossy(text.substr(0, kMaxEcho)); }

std::string hashed(std::string_view text) { return base::base64(base::sha256(text)); }

struct Context {
  Fault fault;
  const Request& request;
  const Claim& claim;
  base::Time now;
  std::string_view body_sha256;
  const Expected& expected;
};

std::string skew_text(const Context& c) {
  bool past = c.fault == Fault::skewed_past || c.fault == Fault::expired;
  std::int64_t shift = past ? -kMaxSkewSeconds : kMaxSkewSeconds;
  return join({past ? "Signature expired: " : "Signature not yet current: ", c.claim.timestamp,
               past ? " is now earlier than " : " is still later than ", base::compact(c.now.plus_seconds(shift)), " (",
               base::compact(c.now), past ? " - 15 min.)" : " + 15 min.)"});
}

std::string incomplete_text(const Context& c) {
  bool query = c.claim.presigned;
  std::string out;
  auto need = [&](std::string_view name, bool absent) {
    if (!absent) return;
    if (query) out += join({"AWS query-string parameters must include 'X-Amz-", name, "'. "});
    else out += join({"Authorization header requires '", name, "' parameter. "});
  };
  need("Credential", c.claim.credential.empty());
  need("Signature", c.claim.signature.empty());
  need("SignedHeaders", c.claim.signed_headers.empty());
  if (query) {
    need("Date", c.claim.timestamp.empty());
    need("Algorithm", out.empty());
    return out + "Re-examine the query-string parameters.";
  }
  if (c.claim.timestamp.empty()) out += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  return join({out, "(Hashed with SHA-256 and encoded with Base64) Authorization=", hashed(c.request.find("Authorization"))});
}

std::string expires_text(const Claim& claim) {
  if (claim.expires < 0) return "X-Amz-Expires should be a number";
  if (claim.expires == 0) return "X-Amz-Expires must be non-negative";
  return "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds";
}

std::string terminator(const Claim& claim) { return echo(claim.scope.substr(claim.scope.rfind('/') + 1)); }

std::string standard_text(const Context& c) {
  const Claim& claim = c.claim;
  switch (c.fault) {
    case Fault::sigv2:
      return "The request signature does not conform to AWS standards: Signature Version 2 is not supported. Please use "
             "AWS4-HMAC-SHA256.";
    case Fault::sigv4a: return "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.";
    case Fault::bad_algorithm: return "Unsupported AWS 'algorithm' in X-Amz-Algorithm. Re-examine the query-string parameters.";
    case Fault::ambiguous:
      return "Only one of the Authorization header and the X-Amz-Algorithm query parameter may be given, and only once.";
    case Fault::malformed:
      if (claim.presigned) return "AWS query-string parameters may be given only once. Re-examine the query-string parameters.";
      return join(
          {"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '",
           hashed(c.request.find("Authorization")), "'."});
    case Fault::bad_credential:
      return join({"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '",
                   echo(claim.credential), "'."});
    case Fault::bad_terminator:
      return join({"Credential should be scoped with a valid terminator: 'aws4_request', not '", terminator(claim), "'."});
    case Fault::bad_date:
      return join({"Date must be in ISO-8601 'basic format'. Got '", echo(claim.timestamp),
                   "'. See http://en.wikipedia.org/wiki/ISO_8601."});
    case Fault::bad_expires: return expires_text(claim);
    case Fault::date_mismatch:
      return join({"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '",
                   echo(claim.date), "' != '", claim.timestamp.substr(0, 8), "', from '", claim.timestamp, "'."});
    case Fault::wrong_region: return "Credential should be scoped to a valid region.";
    case Fault::wrong_service: return join({"Credential should be scoped to correct service: '", c.expected.service, "'."});
    case Fault::host_unsigned: return "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
    case Fault::headers_unsigned: return "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.";
    case Fault::skewed_past: case Fault::skewed_future: case Fault::expired: case Fault::not_yet: return skew_text(c);
    case Fault::mismatch: case Fault::payload_absent: case Fault::payload_malformed:
      return "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and "
             "signing method. Consult the service documentation for details.";
    case Fault::none: case Fault::missing: case Fault::unsupported: case Fault::incomplete: break;
  }
  return incomplete_text(c);
}

Refusal standard(const Context& c, bool query) {
  switch (c.fault) {
    case Fault::missing:
      return query ? Refusal{403, "MissingAuthenticationToken", "Request is missing Authentication Token", {}}
                   : Refusal{400, "MissingAuthenticationTokenException", "Missing Authentication Token", {}};
    case Fault::unsupported: case Fault::sigv2: case Fault::sigv4a: case Fault::bad_algorithm: case Fault::ambiguous:
    case Fault::incomplete: case Fault::malformed: case Fault::bad_credential: case Fault::bad_date: case Fault::bad_expires:
      return {400, query ? "IncompleteSignature" : "IncompleteSignatureException", standard_text(c), {}};
    default: return {query ? 403 : 400, query ? "SignatureDoesNotMatch" : "InvalidSignatureException", standard_text(c), {}};
  }
}

Refusal s3_malformed(const Context& c, std::string_view text) {
  if (c.claim.presigned)
    return {400, "AuthorizationQueryParametersError", join({"Error parsing the X-Amz-Credential parameter; ", text}), {}};
  return {400, "AuthorizationHeaderMalformed", join({"The authorization header is malformed; ", text}), {}};
}

Refusal s3_query(std::string_view text) { return {400, "AuthorizationQueryParametersError", std::string(text), {}}; }

Refusal s3_incomplete(const Context& c) {
  if (c.claim.presigned)
    return s3_query(
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, "
        "X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
  if (!c.claim.credential.empty() && !c.claim.signed_headers.empty() && !c.claim.signature.empty())
    return {403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", {}};
  return s3_malformed(c, "the authorization header requires three components: Credential, SignedHeaders, and Signature.");
}

Refusal s3_mismatch(const Context& c) {
  Refusal r{403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
            {}};
  std::string canonical, to_sign;
  append_canonical_request(canonical, c.request, c.claim.signed_headers.substr(0, 1024), c.body_sha256, PathRule::s3);
  append_string_to_sign(to_sign, c.claim, canonical);
  r.details = {{"AWSAccessKeyId", echo(c.claim.access_key)}, {"StringToSign", base::utf8_lossy(to_sign.substr(0, 1024))},
               {"SignatureProvided", echo(c.claim.signature)}, {"CanonicalRequest", base::utf8_lossy(canonical.substr(0, 8192))}};
  return r;
}

Refusal s3_scope(const Context& c) {
  const Claim& claim = c.claim;
  if (c.fault == Fault::bad_terminator)
    return s3_malformed(c, join({"incorrect terminal \"", terminator(claim), "\". This endpoint uses \"aws4_request\"."}));
  if (c.fault == Fault::date_mismatch)
    return s3_malformed(c, join({"Invalid credential date \"", echo(claim.date),
                                 "\". This date is not the same as X-Amz-Date: \"", claim.timestamp.substr(0, 8), "\"."}));
  if (c.fault == Fault::wrong_service)
    return s3_malformed(
        c, join({"incorrect service \"", echo(claim.service), "\". This endpoint belongs to \"", c.expected.service, "\"."}));
  if (c.fault == Fault::wrong_region) {
    Refusal r = s3_malformed(c, join({"the region '", echo(claim.region), "' is wrong; expecting '", c.expected.region, "'"}));
    r.details = {{"Region", std::string(c.expected.region)}};
    return r;
  }
  return s3_malformed(c, "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
}

Refusal s3_time(const Context& c) {
  const Claim& claim = c.claim;
  if (c.fault == Fault::expired)
    return {403,
            "AccessDenied",
            "Request has expired",
            {{"X-Amz-Expires", std::to_string(claim.expires)},
             {"Expires", base::iso(claim.signed_at.plus_seconds(claim.expires))},
             {"ServerTime", base::iso(c.now)}}};
  if (c.fault == Fault::not_yet) return {403, "AccessDenied", "Request is not yet valid", {{"ServerTime", base::iso(c.now)}}};
  return {403,
          "RequestTimeTooSkewed",
          "The difference between the request time and the current time is too large.",
          {{"RequestTime", std::string(claim.timestamp)},
           {"ServerTime", base::iso(c.now)},
           {"MaxAllowedSkewMilliseconds", std::to_string(kMaxSkewSeconds * 1000)}}};
}

Refusal s3_headers(const Context& c) {
  Refusal r{403, "AccessDenied", "There were headers present in the request which were not signed", {}};
  r.details = {
      {"HeadersNotSigned", c.fault == Fault::host_unsigned ? "host" : echo(unsigned_headers(c.request, c.claim, Dialect::s3))}};
  return r;
}

Refusal s3(const Context& c) {
  switch (c.fault) {
    case Fault::none: case Fault::missing: break;
    case Fault::unsupported: return {400, "InvalidArgument", "Unsupported Authorization Type", {{"ArgumentName", "Authorization"}}};
    case Fault::sigv2: case Fault::sigv4a:
      return {400,
              "InvalidRequest",
              "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
              {}};
    case Fault::bad_algorithm: return s3_query("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
    case Fault::ambiguous:
      return {
          400,
          "InvalidArgument",
          "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the "
          "Authorization header should be specified",
          {{"ArgumentName", "Authorization"}}};
    case Fault::incomplete: return s3_incomplete(c);
    case Fault::malformed:
      if (c.claim.presigned) return s3_incomplete(c);
      return s3_malformed(c, "the authorization header requires three components: Credential, SignedHeaders, and Signature.");
    case Fault::bad_date:
      if (c.claim.presigned) return s3_query("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
      return {403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", {}};
    case Fault::bad_expires: return s3_query(expires_text(c.claim));
    case Fault::bad_credential:
    case Fault::bad_terminator:
    case Fault::date_mismatch:
    case Fault::wrong_region:
    case Fault::wrong_service: return s3_scope(c);
    case Fault::host_unsigned: case Fault::headers_unsigned: return s3_headers(c);
    case Fault::payload_absent:
      return {400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256", {}};
    case Fault::payload_malformed:
      return {400,
              "InvalidArgument",
              "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
              "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
              "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
              {{"ArgumentName", "x-amz-content-sha256"}, {"ArgumentValue", echo(c.claim.payload)}}};
    case Fault::skewed_past: case Fault::skewed_future: case Fault::expired: case Fault::not_yet: return s3_time(c);
    case Fault::mismatch: return s3_mismatch(c);
  }
  return {403, "AccessDenied", "Access Denied", {}};
}

}  // namespace

Refusal refuse(Fault fault, Dialect dialect, const Request& request, const Claim& claim, base::Time now,
               std::string_view body_sha256, const Expected& expected) {
  Context c{fault, request, claim, now, body_sha256, expected};
  return dialect == Dialect::s3 ? s3(c) : standard(c, dialect == Dialect::query);
}

}  // namespace gateway
