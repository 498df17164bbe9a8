#pragma once
// JSON web tokens as OpenID Connect issuers sign them (RFC 7519, in the compact form of RFC 7515), and the issuers' public
// keys (RFC 7517). Read before they are verified: any bytes get an answer, and nothing in a token is trusted by reading it.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sts {

struct WebToken {
  std::string algorithm, key_id;               // key_id empty: not named
  std::string issuer, subject, authorized_party;
  std::vector<std::string> audience, methods;  // aud; amr
  std::optional<std::int64_t> expires, issued, not_before;      // seconds since 1970
  std::map<std::string, std::string> tags;     // https://aws.amazon.com/tags
  std::vector<std::string> transitive_tags;
  std::string source_identity;                 // https://aws.amazon.com/source_identity
  std::string signed_text, signature;          // what is signed, as it was sent; the signature's bytes
};
// Nothing for what is no signed token: encrypted or unsigned ones, critical extensions, claims of other types than theirs.
std::optional<WebToken> read_web_token(std::string_view);

struct WebKey {
  std::string id, type;                        // "RSA", "EC"
  std::string curve;                           // EC: "P-256" …
  std::string first, second;                   // RSA: modulus and exponent; EC: x and y; big-endian
};
// Of a key set those that may verify signatures, one hundred at most; nothing where it is no key set.
std::optional<std::vector<WebKey>> read_web_keys(std::string_view json);

// RS256, RS384, RS512, ES256, ES384, ES512. RSA keys of less than 2,048 bits verify nothing.
bool verifies(const WebKey&, const WebToken&);

}  // namespace sts
