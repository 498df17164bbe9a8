#include "gateway/sigv4.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/log.h"
#include "gateway/canonical.h"

namespace gateway {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kAsymmetric = "AWS4-ECDSA-P256-SHA256";
constexpr std::string_view kTerminator = "aws4_request";

// A text shared by verify and sign, reused by its thread.
std::string& scratch() {
  thread_local std::string text;
  text.clear();
  return text;
}

bool listed(std::string_view signed_headers, std::string_view name) {
  for (std::string_view rest = signed_headers; !rest.empty();) {
    std::string_view one = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    if (base::iequals(one, name)) return true;
  }
  return false;
}

// Lower-case names, each greater than the one before: AWS's form, which also bounds the canonical request.
bool well_ordered(std::string_view signed_headers) {
  std::string_view before;
  for (char c : signed_headers)
    if (c >= 'A' && c <= 'Z') return false;
  for (std::string_view rest = signed_headers; !rest.empty();) {
    std::string_view one = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    if (one <= before) return false;
    before = one;
  }
  return !signed_headers.ends_with(';');
}

Fault read_credential(Claim& claim) {
  std::string_view rest = claim.credential, part[5];
  if (std::count(rest.begin(), rest.end(), '/') != 4) return Fault::bad_credential;
  for (std::string_view& p : part) {
    p = rest.substr(0, rest.find('/'));
    if (p.empty()) return Fault::bad_credential;
    rest.remove_prefix(std::min(rest.size(), p.size() + 1));
  }
  claim.access_key = part[0];
  claim.date = part[1];
  claim.region = part[2];
  claim.service = part[3];
  claim.scope = claim.credential.substr(part[0].size() + 1);
  return part[4] == kTerminator ? Fault::none : Fault::bad_terminator;
}

bool read_timestamp(std::string_view text, Claim& claim) {
  claim.timestamp = text;
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return false;
  auto t = base::parse_time(text);
  if (t) claim.signed_at = *t;
  return t.has_value();
}

// X-Amz-Date, else Date, which may have the form of RFC 1123.
Fault read_header_date(const Request& request, Claim& claim) {
  if (request.has("X-Amz-Date")) return read_timestamp(request.find("X-Amz-Date"), claim) ? Fault::none : Fault::bad_date;
  std::string_view date = request.find("Date");
  if (date.empty()) return Fault::incomplete;
  if (date.find(',') == date.npos) return read_timestamp(date, claim) ? Fault::none : Fault::bad_date;
  auto t = base::parse_time(date);
  claim.timestamp = date;
  if (!t) return Fault::bad_date;
  claim.signed_at = *t;
  claim.store = base::compact(*t);
  claim.timestamp = claim.store;
  return Fault::none;
}

Fault finish(Claim& claim) {
  if (Fault f = read_credential(claim); f != Fault::none) return f;
  return claim.date == claim.timestamp.substr(0, 8) ? Fault::none : Fault::date_mismatch;
}

// "AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...", in any order, blanks around commas as may be.
Fault read_header(const Request& request, std::string_view rest, Claim& claim) {
  claim.token = request.find("X-Amz-Security-Token");
  claim.payload = request.find("X-Amz-Content-Sha256");
  while (!rest.empty()) {
    std::string_view part = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    part = base::trim(part);
    if (part.empty()) continue;
    std::size_t equals = part.find('=');
    if (equals == part.npos) return Fault::malformed;
    std::string_view name = part.substr(0, equals), value = base::trim(part.substr(equals + 1));
    std::string_view* place = name == "Credential" ? &claim.credential : name == "SignedHeaders" ? &claim.signed_headers
                              : name == "Signature" ? &claim.signature : nullptr;
    if (!place) continue;
    if (!place->empty()) return Fault::malformed;
    *place = value;
  }
  Fault date = read_header_date(request, claim);
  if (claim.credential.empty() || claim.signed_headers.empty() || claim.signature.empty()) return Fault::incomplete;
  return date == Fault::none ? finish(claim) : date;
}

// The decoded form of a query value, in the claim's store (whose capacity the caller has seen to) if it differs.
std::string_view decoded(Claim& claim, std::string_view raw) {
  if (raw.find_first_of("%+") == raw.npos) return raw;
  auto text = base::percent_decode(raw, true);
  if (!text) return raw;
  std::size_t at = claim.store.size();
  claim.store += *text;
  return std::string_view(claim.store).substr(at);
}

bool read_expires(std::string_view text, Claim& claim) {
  claim.expires = text.starts_with('-') ? 0 : -1;      // -1: no number, for the refusal's text
  if (text.empty() || text.size() > 18 || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return false;
  claim.expires = 0;
  for (char c : text) claim.expires = claim.expires * 10 + (c - '0');
  return claim.expires >= 1 && claim.expires <= kMaxExpires;
}

Fault read_query(const Request& request, Claim& claim) {
  claim.presigned = true;
  claim.store.reserve(request.query.size());
  std::string_view algorithm, date, expires;
  bool twice = false;
  auto take = [&](std::string_view& place, std::string_view raw) {
    twice = twice || !place.empty();
    place = decoded(claim, raw);
  };
  each_raw_pair(request.query, [&](std::string_view name, std::string_view value) {
    if (!name.starts_with("X-Amz-")) return;
    name.remove_prefix(6);
    if (name == "Algorithm") take(algorithm, value);
    else if (name == "Credential") take(claim.credential, value);
    else if (name == "Date") take(date, value);
    else if (name == "Expires") take(expires, value);
    else if (name == "SignedHeaders") take(claim.signed_headers, value);
    else if (name == "Signature") take(claim.signature, value);
    else if (name == "Security-Token") take(claim.token, value);
    else if (name == "Content-Sha256") take(claim.payload, value);
  });
  claim.timestamp = date;
  if (twice) return Fault::malformed;
  if (algorithm == kAsymmetric) return Fault::sigv4a;
  if (algorithm.empty() || claim.credential.empty() || date.empty() || claim.signed_headers.empty() || claim.signature.empty())
    return Fault::incomplete;
  if (algorithm != kAlgorithm) return Fault::bad_algorithm;
  if (!read_timestamp(date, claim)) return Fault::bad_date;
  if (!expires.empty() && !read_expires(expires, claim)) return Fault::bad_expires;
  if (claim.payload.empty() && listed(claim.signed_headers, "x-amz-content-sha256"))
    claim.payload = request.find("X-Amz-Content-Sha256");
  if (claim.payload.empty()) claim.payload = kUnsignedPayload;
  return finish(claim);
}

void reset(Claim& claim) {
  claim.access_key = claim.date = claim.region = claim.service = claim.signed_headers = claim.signature = {};
  claim.scope = claim.credential = claim.timestamp = claim.token = claim.payload = {};
  claim.signed_at = {};
  claim.expires = 0;
  claim.presigned = false;
  claim.store.clear();
}

Fault check_time(const Claim& claim, base::Time now, Dialect dialect) {
  std::int64_t age = now.s() - claim.signed_at.s();
  if (!claim.presigned)
    return age > kMaxSkewSeconds ? Fault::skewed_past : age < -kMaxSkewSeconds ? Fault::skewed_future : Fault::none;
  if (age < -kMaxSkewSeconds) return Fault::not_yet;
  // Services other than S3 take a presigned request for 15 minutes at least (EKS's tokens say 60 seconds and live on that).
  std::int64_t valid = dialect == Dialect::s3 ? claim.expires : std::max(claim.expires, kMaxSkewSeconds);
  return age > valid ? Fault::expired : Fault::none;
}

Fault check_payload(const Claim& claim) {
  if (claim.payload.empty()) return Fault::payload_absent;
  return payload_kind(claim.payload) == PayloadKind::malformed ? Fault::payload_malformed : Fault::none;
}

PathRule path_rule(Dialect dialect) { return dialect == Dialect::s3 ? PathRule::s3 : PathRule::standard; }

}  // namespace

PayloadKind payload_kind(std::string_view text) {
  if (text == kUnsignedPayload) return PayloadKind::unsigned_body;
  if (text == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD") return PayloadKind::signed_chunks;
  if (text == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER") return PayloadKind::signed_chunks_trailer;
  if (text == "STREAMING-UNSIGNED-PAYLOAD-TRAILER") return PayloadKind::unsigned_chunks_trailer;
  auto hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == 64 && std::all_of(text.begin(), text.end(), hex) ? PayloadKind::hashed : PayloadKind::malformed;
}

Fault read_claim(const Request& request, Claim& claim) {
  reset(claim);
  std::string_view authorization = request.find("Authorization"), query = request.query;
  bool by_query = false, by_old_query = false;
  if (query.find("X-Amz-") != query.npos || query.find("AWSAccessKeyId") != query.npos)
    each_raw_pair(query, [&](std::string_view name, std::string_view) {
      by_query = by_query || name == "X-Amz-Algorithm" || name == "X-Amz-Signature" || name == "X-Amz-Credential";
      by_old_query = by_old_query || name == "AWSAccessKeyId";
    });
  if (authorization.empty()) return by_query ? read_query(request, claim) : by_old_query ? Fault::sigv2 : Fault::missing;
  auto is_authorization = [](const Header& h) { return base::iequals(h.name, "Authorization"); };
  if (by_query || by_old_query || std::count_if(request.headers.begin(), request.headers.end(), is_authorization) > 1)
    return Fault::ambiguous;
  std::string_view scheme = authorization.substr(0, authorization.find_first_of(" \t"));
  if (scheme == kAlgorithm) return read_header(request, authorization.substr(scheme.size()), claim);
  if (scheme == kAsymmetric) return Fault::sigv4a;
  return scheme == "AWS" ? Fault::sigv2 : Fault::unsupported;
}

Fault check_scope(const Claim& claim, std::string_view region, std::string_view service) {
  if (!region.empty() && claim.region != region) return Fault::wrong_region;
  return !service.empty() && claim.service != service ? Fault::wrong_service : Fault::none;
}

std::string signing_key(std::string_view secret, std::string_view date, std::string_view region, std::string_view service) {
  std::string start = "AWS4";
  start += secret;
  std::string day = base::hmac_sha256(start, date);
  base::wipe(start);
  return base::hmac_sha256(base::hmac_sha256(base::hmac_sha256(day, region), service), kTerminator);
}

std::string unsigned_headers(const Request& request, const Claim& claim, Dialect dialect) {
  std::string names;
  for (const Header& h : request.headers) {
    bool bound = dialect == Dialect::s3 ? base::iequals(h.name.substr(0, 6), "x-amz-") : base::iequals(h.name, "x-amz-target");
    if (!bound || listed(claim.signed_headers, h.name)) continue;
    if (!names.empty()) names += ", ";
    names += base::lower(h.name);
  }
  return names;
}

void append_string_to_sign(std::string& out, const Claim& claim, std::string_view canonical_request) {
  out += kAlgorithm;
  out += '\n';
  out += claim.timestamp;
  out += '\n';
  out += claim.scope;
  out += '\n';
  append_sha256_hex(out, canonical_request);
}

Fault verify(const Request& request, const Claim& claim, std::string_view key, std::string_view body_sha256, base::Time now,
             Dialect dialect) {
  if (dialect == Dialect::s3) {
    if (claim.presigned && claim.expires == 0) return Fault::incomplete;
    if (Fault f = check_payload(claim); f != Fault::none) return f;
  }
  if (Fault f = check_time(claim, now, dialect); f != Fault::none) return f;
  if (!listed(claim.signed_headers, "host")) return Fault::host_unsigned;
  if (!unsigned_headers(request, claim, dialect).empty()) return Fault::headers_unsigned;
  if (!well_ordered(claim.signed_headers)) return Fault::mismatch;
  std::string& text = scratch();
  append_canonical_request(text, request, claim.signed_headers, body_sha256, path_rule(dialect));
  std::size_t canonical = text.size();
  text.reserve(canonical + 256);      // so that appending leaves the canonical request in place
  append_string_to_sign(text, claim, std::string_view(text.data(), canonical));
  std::string computed = base::hmac_sha256(key, std::string_view(text).substr(canonical));
  return base::equal_in_constant_time(base::hex(computed), claim.signature) ? Fault::none : Fault::mismatch;
}

std::string sign(const Request& request, const Credentials& who, std::string_view region, std::string_view service,
                 std::string_view body_sha256, Dialect dialect) {
  std::vector<std::string> names;
  for (const Header& h : request.headers) {
    std::string name = base::lower(h.name);
    if (name == "host" || name == "content-type" || name == "content-md5" || name.starts_with("x-amz-"))
      names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string signed_headers, credential(who.access_key);
  for (const std::string& name : names) signed_headers += (signed_headers.empty() ? "" : ";") + name;
  Claim claim;
  if (!read_timestamp(request.find("X-Amz-Date"), claim)) base::fatal("signing a request without X-Amz-Date");
  for (std::string_view part : {claim.timestamp.substr(0, 8), region, service, kTerminator}) (credential += '/') += part;
  claim.scope = std::string_view(credential).substr(who.access_key.size() + 1);
  std::string canonical, text;
  append_canonical_request(canonical, request, signed_headers, body_sha256, path_rule(dialect));
  append_string_to_sign(text, claim, canonical);
  std::string key = signing_key(who.secret, claim.timestamp.substr(0, 8), region, service);
  std::string out(kAlgorithm);
  ((out += " Credential=") += credential) += ", SignedHeaders=";
  ((out += signed_headers) += ", Signature=") += base::hex(base::hmac_sha256(key, text));
  return out;
}

}  // namespace gateway
