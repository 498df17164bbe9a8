#include "services/sts/web_token.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <cmath>
#include <memory>

#include "base/bytes.h"
#include "base/json.h"

namespace sts {
namespace {

using Object = simdjson::dom::object;
using base::JsonValue;

constexpr std::size_t kToken = 20'000, kKeys = 100, kKeySet = 1u << 20;
constexpr std::string_view kTags = "https://aws.amazon.com/tags", kSourceIdentity = "https://aws.amazon.com/source_identity";

template <auto Free> struct Freed { template <class T> void operator()(T* p) const { Free(p); } };
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

// Each answers false where the member is there, but is of another type.
bool text(const Object& o, std::string_view name, std::string& out) {
  JsonValue value;
  std::string_view read;
  if (o.at_key(name).get(value)) return true;
  if (value.get(read)) return false;
  out = read;
  return true;
}

bool texts(const Object& o, std::string_view name, std::vector<std::string>& out) {
  JsonValue value;
  std::string_view one;
  simdjson::dom::array many;
  if (o.at_key(name).get(value)) return true;
  if (!value.get(one)) { out.emplace_back(one); return true; }
  if (value.get(many)) return false;
  for (auto item : many) {
    if (item.get(one)) return false;
    out.emplace_back(one);
  }
  return true;
}

bool time(const Object& o, std::string_view name, std::optional<std::int64_t>& out) {
  JsonValue value;
  double real;
  std::int64_t whole;
  if (o.at_key(name).get(value)) return true;
  if (!value.get(whole)) {
    if (whole < 0 || whole > 253'402'300'799) return false;      // the year 9999
    out = whole;
    return true;
  }
  if (value.get(real) || !std::isfinite(real) || real < 0 || real > 253'402'300'799.0) return false;
  out = std::int64_t(real);
  return true;
}

// {"principal_tags": {"team": ["red"]}, "transitive_tag_keys": ["team"]}
bool session_tags(const Object& claims, WebToken& out) {
  for (auto [name, value] : claims) if (name.starts_with(kTags) && name != kTags) return false;
  JsonValue value;
  Object tags, principal;
  if (claims.at_key(kTags).get(value)) return true;
  if (value.get(tags)) return false;
  if (!tags.at_key("principal_tags").get(principal))
    for (auto [key, unused] : principal) {
      std::vector<std::string> values;
      if (!texts(principal, key, values) || values.size() != 1) return false;
      out.tags[std::string(key)] = values[0];
    }
  return texts(tags, "transitive_tag_keys", out.transitive_tags);
}

bool read_header(std::string_view json, WebToken& out) {
  auto parsed = base::parse_json(json);
  Object header;
  JsonValue critical;
  if (!parsed || parsed->get(header) || !header.at_key("crit").get(critical)) return false;
  return text(header, "alg", out.algorithm) && text(header, "kid", out.key_id);
}

bool read_claims(std::string_view json, WebToken& out) {
  auto parsed = base::parse_json(json);
  Object claims;
  if (!parsed || parsed->get(claims)) return false;
  return text(claims, "iss", out.issuer) && text(claims, "sub", out.subject) && text(claims, "azp", out.authorized_party) &&
         texts(claims, "aud", out.audience) && texts(claims, "amr", out.methods) && time(claims, "exp", out.expires) && time(claims, "iat", out.issued) &&
         time(claims, "nbf", out.not_before) && text(claims, kSourceIdentity, out.source_identity) && session_tags(claims, out);
}

Number number(std::string_view bytes) {
  return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), int(bytes.size()), nullptr));
}

Key made(const char* type, OSSL_PARAM_BLD* builder) {
  Params params(OSSL_PARAM_BLD_to_param(builder));
  KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) return {};
  return Key(key);
}

Key rsa_key(const WebKey& k) {
  if (k.first.size() < 256 || k.first.size() > 1025 || k.second.empty() || k.second.size() > 8) return {};
  Number n = number(k.first), e = number(k.second);
  if (BN_num_bits(n.get()) < 2048 || BN_num_bits(n.get()) > 8192) return {};
  Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  return made("RSA", builder.get());
}

struct Curve { std::string_view name; const char* group; std::size_t bytes; };
constexpr Curve kCurves[] = {{"P-256", "prime256v1", 32}, {"P-384", "secp384r1", 48}, {"P-521", "secp521r1", 66}};

Key ec_key(const WebKey& k, const Curve& curve) {
  if (k.first.size() != curve.bytes || k.second.size() != curve.bytes) return {};
  std::string point = '\x04' + k.first + k.second;
  Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.group, 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return made("EC", builder.get());
}

// The two numbers of an ECDSA signature, as OpenSSL takes them; empty for one of another length.
std::string der(std::string_view raw, std::size_t bytes) {
  if (raw.size() != 2 * bytes) return {};
  EcSignature sig(ECDSA_SIG_new());
  if (ECDSA_SIG_set0(sig.get(), number(raw.substr(0, bytes)).release(), number(raw.substr(bytes)).release()) != 1) return {};
  unsigned char* out = nullptr;
  const int size = i2d_ECDSA_SIG(sig.get(), &out);
  if (size <= 0) return {};
  std::string text(reinterpret_cast<char*>(out), std::size_t(size));
  OPENSSL_free(out);
  return text;
}

bool signed_by(EVP_PKEY* key, const EVP_MD* digest, std::string_view text, std::string_view signature) {
  Context context(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

}  // namespace

std::optional<WebToken> read_web_token(std::string_view sent) {
  if (sent.size() > kToken) return {};
  const auto first = sent.find('.'), second = first == sent.npos ? sent.npos : sent.find('.', first + 1);
  if (second == sent.npos || sent.find('.', second + 1) != sent.npos) return {};
  auto header = base::unbase64url(sent.substr(0, first)), claims = base::unbase64url(sent.substr(first + 1, second - first - 1));
  auto signature = base::unbase64url(sent.substr(second + 1));
  WebToken out;
  if (!header || !claims || !signature || !read_header(*header, out) || !read_claims(*claims, out)) return {};
  out.signed_text = sent.substr(0, second);
  out.signature = std::move(*signature);
  return out;
}

std::optional<std::vector<WebKey>> read_web_keys(std::string_view json) {
  if (json.size() > kKeySet) return {};
  auto parsed = base::parse_json(json);
  Object set, one;
  simdjson::dom::array keys;
  if (!parsed || parsed->get(set) || set.at_key("keys").get(keys)) return {};
  std::vector<WebKey> out;
  for (auto item : keys) {
    WebKey key;
    std::string use, first, second;
    if (out.size() == kKeys) break;
    if (item.get(one) || !text(one, "kid", key.id) || !text(one, "kty", key.type) || !text(one, "crv", key.curve) || !text(one, "use", use)) continue;
    const bool rsa = key.type == "RSA";
    if ((!rsa && key.type != "EC") || (!use.empty() && use != "sig")) continue;
    if (!text(one, rsa ? "n" : "x", first) || !text(one, rsa ? "e" : "y", second)) continue;
    auto a = base::unbase64url(first), b = base::unbase64url(second);
    if (!a || !b || a->empty() || b->empty()) continue;
    key.first = std::move(*a);
    key.second = std::move(*b);
    out.push_back(std::move(key));
  }
  return out;
}

bool verifies(const WebKey& key, const WebToken& token) {
  if (token.algorithm.size() != 5) return false;
  const std::string_view family = std::string_view(token.algorithm).substr(0, 2), size = std::string_view(token.algorithm).substr(2);
  const int strength = size == "256" ? 0 : size == "384" ? 1 : size == "512" ? 2 : -1;
  if (strength < 0) return false;
  const EVP_MD* digest = strength == 0 ? EVP_sha256() : strength == 1 ? EVP_sha384() : EVP_sha512();
  if (family == "RS" && key.type == "RSA") {
    Key rsa = rsa_key(key);
    return rsa && signed_by(rsa.get(), digest, token.signed_text, token.signature);
  }
  const Curve& curve = kCurves[strength];
  if (family != "ES" || key.type != "EC" || key.curve != curve.name) return false;
  Key ec = ec_key(key, curve);
  std::string signature = der(token.signature, curve.bytes);
  return ec && !signature.empty() && signed_by(ec.get(), digest, token.signed_text, signature);
}

}  // namespace sts
