#include "services/sts/web_token.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

using namespace sts;

namespace {

// RFC 7515, appendices A.2 and A.3: one payload, two signatures.
const std::string kPayload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const std::string kRsaToken =
    "eyJhbGciOiJSUzI1NiJ9." + kPayload +
    ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBAr"
    "LIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const std::string kEcToken =
    "eyJhbGciOiJFUzI1NiJ9." + kPayload + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
constexpr std::string_view kKeys = R"({"keys":[
  {"kty":"RSA","kid":"r","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"},
  {"kty":"oct","k":"AAAA"},
  {"kty":"RSA","kid":"other use","use":"enc","n":"AQAB","e":"AQAB"},
  {"kty":"EC","kid":"e","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";

std::string token(std::string_view header, std::string_view claims) {
  return base::base64url(header) + "." + base::base64url(claims) + "." + base::base64url("signature");
}

}  // namespace

TEST(WebToken, ExamplesOfTheRfc) {
  auto keys = read_web_keys(kKeys);
  ASSERT_TRUE(keys);
  ASSERT_EQ(keys->size(), 2u);
  const WebKey &rsa = (*keys)[0], &ec = (*keys)[1];
  auto one = read_web_token(kRsaToken), other = read_web_token(kEcToken);
  ASSERT_TRUE(one && other);
  EXPECT_EQ(one->issuer, "joe");
  EXPECT_EQ(one->expires, 1300819380);
  EXPECT_TRUE(verifies(rsa, *one));
  EXPECT_TRUE(verifies(ec, *other));
  EXPECT_FALSE(verifies(ec, *one));
  EXPECT_FALSE(verifies(rsa, *other));
  for (auto* t : {&*one, &*other}) {
    auto bent = *t;
    bent.signature.back() = char(bent.signature.back() ^ 1);
    EXPECT_FALSE(verifies(rsa, bent) || verifies(ec, bent));
    bent = *t;
    bent.signed_text.back() = char(bent.signed_text.back() ^ 1);
    EXPECT_FALSE(verifies(rsa, bent) || verifies(ec, bent));
    bent = *t;
    bent.signature.clear();
    EXPECT_FALSE(verifies(rsa, bent) || verifies(ec, bent));
    for (const char* algorithm : {"none", "HS256", "RS384", "ES384", "ES512", "PS256", "", "RS257"}) {
      bent = *t;
      bent.algorithm = algorithm;
      EXPECT_FALSE(verifies(rsa, bent) || verifies(ec, bent)) << algorithm;
    }
  }
}

TEST(WebToken, KeysThatVerifyNothing) {
  auto keys = read_web_keys(kKeys);
  auto one = read_web_token(kRsaToken), other = read_web_token(kEcToken);
  WebKey rsa = (*keys)[0], ec = (*keys)[1];
  rsa.first.resize(128);
  EXPECT_FALSE(verifies(rsa, *one));
  rsa = (*keys)[0];
  rsa.second.assign(9, '\xFF');
  EXPECT_FALSE(verifies(rsa, *one));
  ec.second.assign(32, '\0');                          // not on the curve
  EXPECT_FALSE(verifies(ec, *other));
  ec.second.clear();
  EXPECT_FALSE(verifies(ec, *other));
  for (std::string_view text : {"", "[]", "{}", R"({"keys":{}})", "{\"keys\":["}) EXPECT_FALSE(read_web_keys(text)) << text;
  EXPECT_TRUE(read_web_keys(R"({"keys":[1,{},{"kty":"RSA"},{"kty":"RSA","n":"!","e":"AQAB"},{"kty":5}]})")->empty());
}

TEST(WebToken, ReadsClaims) {
  auto read = read_web_token(token(R"({"alg":"RS256","kid":"k"})",
                                   R"({"iss":"https://i","sub":"s","aud":["a","b"],"azp":"a","exp":12.9,"nbf":1,"iat":2,"amr":["mfa"],
                                       "https://aws.amazon.com/tags":{"principal_tags":{"team":["red"],"x":"y"},"transitive_tag_keys":["team"]},
                                       "https://aws.amazon.com/source_identity":"ann"})"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->key_id, "k");
  EXPECT_EQ(read->audience, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(read->expires, 12);
  EXPECT_EQ(read->tags, (std::map<std::string, std::string>{{"team", "red"}, {"x", "y"}}));
  EXPECT_EQ(read->transitive_tags, std::vector<std::string>{"team"});
  EXPECT_EQ(read->source_identity, "ann");
}

TEST(WebToken, RefusesWhatIsNone) {
  const std::string header = R"({"alg":"RS256"})";
  EXPECT_TRUE(read_web_token(token(header, "{}")));
  for (const char* claims : {"", "[]", "null", R"({"sub":5})", R"({"aud":{}})", R"({"aud":[1]})", R"({"exp":"1"})", R"({"exp":-1})", R"({"exp":1e300})",
                             R"({"https://aws.amazon.com/tags":5})", R"({"https://aws.amazon.com/tags/principal_tags/a":"b"})", R"({"https://aws.amazon.com/tags":{"principal_tags":{"a":["1","2"]}}})"})
    EXPECT_FALSE(read_web_token(token(header, claims))) << claims;
  for (const char* bad : {"", "x", "[]", R"({"alg":1})", R"({"alg":"RS256","crit":["x"]})", R"({"alg":"RS256","kid":7})"}) EXPECT_FALSE(read_web_token(token(bad, "{}"))) << bad;
  for (const char* text : {"", ".", "..", "a.b", "a.b.c", "....", "e30=.e30.e30"}) EXPECT_FALSE(read_web_token(text)) << text;
  EXPECT_FALSE(read_web_token(token(header, "{\"sub\":\"" + std::string(20'000, 'x') + "\"}")));
}
