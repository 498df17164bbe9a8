#include "gateway/sigv4.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/bytes.h"
#include "base/crypto.h"
#include "gateway/canonical.h"

namespace gateway {
namespace {

constexpr std::string_view kEmptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

Request request(std::string_view method, std::string_view target, std::vector<Header> headers) {
  Request r;
  r.method = method;
  r.target = target;
  r.path = target.substr(0, target.find('?'));
  if (r.path.size() < target.size()) r.query = target.substr(r.path.size() + 1);
  r.headers = std::move(headers);
  return r;
}

base::Time at(std::string_view text) { return *base::parse_time(text); }

std::string hash(std::string_view text) { return base::hex(base::sha256(text)); }

std::string canonical(const Request& r, std::string_view signed_headers, std::string_view payload,
                      PathRule rule = PathRule::standard) {
  std::string out;
  append_canonical_request(out, r, signed_headers, payload, rule);
  return out;
}

// --- The worked example of "Create a signed AWS API request": IAM ListUsers.
constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
constexpr std::string_view kListUsersSignature = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";

Request list_users(std::string_view authorization) {
  return request("GET", "/?Action=ListUsers&Version=2010-05-08",
                 {{"Host", "iam.amazonaws.com"},
                  {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
                  {"X-Amz-Date", "20150830T123600Z"},
                  {"Authorization", authorization}});
}

TEST(SigV4, documented_example) {
  EXPECT_EQ(base::hex(signing_key(kSecret, "20150830", "us-east-1", "iam")),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
  for (const char* comma : {", ", ",", " ,  "}) {
    std::string authorization = std::string("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request") +
                                comma + "SignedHeaders=content-type;host;x-amz-date" + comma +
                                "Signature=" + std::string(kListUsersSignature);
    Request r = list_users(authorization);
    Claim claim;
    ASSERT_EQ(read_claim(r, claim), Fault::none);
    EXPECT_EQ(claim.access_key, "AKIDEXAMPLE");
    EXPECT_EQ(claim.date, "20150830");
    EXPECT_EQ(claim.region, "us-east-1");
    EXPECT_EQ(claim.service, "iam");
    EXPECT_EQ(claim.scope, "20150830/us-east-1/iam/aws4_request");
    EXPECT_FALSE(claim.presigned);
    EXPECT_EQ(hash(canonical(r, claim.signed_headers, kEmptySha256)),
              "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
    std::string key = signing_key(kSecret, claim.date, claim.region, claim.service);
    EXPECT_EQ(verify(r, claim, key, kEmptySha256, at("20150830T123700Z"), Dialect::query), Fault::none);
    EXPECT_EQ(verify(r, claim, key, hash("x"), at("20150830T123700Z"), Dialect::query), Fault::mismatch);
    EXPECT_EQ(verify(r, claim, signing_key("other", claim.date, claim.region, claim.service), kEmptySha256,
                     at("20150830T123700Z"), Dialect::query),
              Fault::mismatch);
  }
  Request plain = list_users("");
  plain.headers.pop_back();
  EXPECT_TRUE(
      sign(plain, {"AKIDEXAMPLE", kSecret}, "us-east-1", "iam", kEmptySha256, Dialect::query).ends_with(kListUsersSignature));
}

// --- The published test suite's requests (service "service", AKIDEXAMPLE, 20150830T123600Z), by their signatures.
struct Vector {
  const char* name;
  const char* method;
  const char* target;
  std::vector<Header> headers;      // besides Host and X-Amz-Date
  const char* body;
  const char* signature;
};

TEST(SigV4, published_suite) {
  const Vector vectors[] = {
      {"get-vanilla", "GET", "/", {}, "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"get-vanilla-query-order-key-case",
       "GET",
       "/?Param2=value2&Param1=value1",
       {},
       "",
       "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
      {"get-vanilla-query-order-key",
       "GET",
       "/?Param1=value2&Param1=Value1",
       {},
       "",
       "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1"},
      {"get-vanilla-query-order-value",
       "GET",
       "/?Param1=value2&Param1=value1",
       {},
       "",
       "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694"},
      {"get-header-key-duplicate",
       "GET",
       "/",
       {{"My-Header1", "value2"}, {"My-Header1", "value2"}, {"My-Header1", "value1"}},
       "",
       "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"},
      {"get-header-value-trim",
       "GET",
       "/",
       {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}},
       "",
       "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
      {"get-utf8", "GET", "/\xE1\x88\xB4", {}, "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
      {"get-slash-dot-slash", "GET", "/./", {}, "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"get-slashes", "GET", "//example//", {}, "", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"},
      {"get-relative-relative",
       "GET",
       "/example1/example2/../..",
       {},
       "",
       "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"post-x-www-form-urlencoded",
       "POST",
       "/",
       {{"Content-Type", "application/x-www-form-urlencoded"}},
       "Param1=value1",
       "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
  };
  for (const Vector& v : vectors) {
    std::vector<Header> headers = v.headers;
    headers.push_back({"Host", "example.amazonaws.com"});
    headers.push_back({"X-Amz-Date", "20150830T123600Z"});
    std::vector<std::string> names;
    for (const Header& h : headers) names.push_back(base::lower(h.name));
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::string list;
    for (const std::string& n : names) list += (list.empty() ? "" : ";") + n;
    std::string authorization =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=" + list +
        ", Signature=" + v.signature;
    headers.push_back({"Authorization", authorization});
    Request r = request(v.method, v.target, headers);
    Claim claim;
    ASSERT_EQ(read_claim(r, claim), Fault::none) << v.name;
    std::string key = signing_key(kSecret, claim.date, claim.region, claim.service);
    EXPECT_EQ(verify(r, claim, key, hash(v.body), at("20150830T123600Z"), Dialect::json), Fault::none)
        << v.name << "\n"
        << canonical(r, list, hash(v.body));
  }
}

// --- The examples of "Authenticating Requests" in the S3 API Reference.
constexpr std::string_view kS3Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const std::string& s3_key() {
  static const std::string key = signing_key(kS3Secret, "20130524", "us-east-1", "s3");
  return key;
}

Fault verify_s3(const Request& r, std::string_view now = "20130524T000000Z") {
  Claim claim;
  if (Fault f = read_claim(r, claim); f != Fault::none) return f;
  return verify(r, claim, s3_key(), claim.payload, at(now), Dialect::s3);
}

std::string s3_authorization(std::string_view signed_headers, std::string_view signature) {
  return "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=" +
         std::string(signed_headers) + ",Signature=" + std::string(signature);
}

TEST(SigV4, s3_documented_examples) {
  std::string get = s3_authorization("host;range;x-amz-content-sha256;x-amz-date",
                                     "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  EXPECT_EQ(verify_s3(request("GET", "/test.txt",
                              {{"Host", "examplebucket.s3.amazonaws.com"},
                               {"Authorization", get},
                               {"Range", "bytes=0-9"},
                               {"x-amz-content-sha256", kEmptySha256},
                               {"x-amz-date", "20130524T000000Z"}})),
            Fault::none);
  std::string put = s3_authorization("date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                                     "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  std::string put_hash = hash("Welcome to Amazon S3.");
  EXPECT_EQ(verify_s3(request("PUT", "/test%24file.text",
                              {{"Host", "examplebucket.s3.amazonaws.com"},
                               {"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                               {"Authorization", put},
                               {"x-amz-date", "20130524T000000Z"},
                               {"x-amz-storage-class", "REDUCED_REDUNDANCY"},
                               {"x-amz-content-sha256", put_hash}})),
            Fault::none);
  for (auto [target, signature] :
       {std::pair{"/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
        std::pair{"/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"}}) {
    std::string authorization = s3_authorization("host;x-amz-content-sha256;x-amz-date", signature);
    EXPECT_EQ(verify_s3(request("GET", target,
                                {{"Host", "examplebucket.s3.amazonaws.com"},
                                 {"Authorization", authorization},
                                 {"x-amz-content-sha256", kEmptySha256},
                                 {"x-amz-date", "20130524T000000Z"}})),
              Fault::none)
        << target;
  }
}

constexpr std::string_view kPresigned =
    "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&"
    "X-Amz-Date=20130524T000000Z"
    "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

TEST(SigV4, s3_presigned_example) {
  Request r = request("GET", kPresigned, {{"Host", "examplebucket.s3.amazonaws.com"}});
  Claim claim;
  ASSERT_EQ(read_claim(r, claim), Fault::none);
  EXPECT_TRUE(claim.presigned);
  EXPECT_EQ(claim.access_key, "AKIAIOSFODNN7EXAMPLE");
  EXPECT_EQ(claim.expires, 86400);
  EXPECT_EQ(claim.payload, kUnsignedPayload);
  EXPECT_EQ(verify_s3(r), Fault::none);
  EXPECT_EQ(verify_s3(r, "20130525T000000Z"), Fault::none);
  EXPECT_EQ(verify_s3(r, "20130525T000001Z"), Fault::expired);
  EXPECT_EQ(verify_s3(r, "20130523T234500Z"), Fault::none);
  EXPECT_EQ(verify_s3(r, "20130523T234459Z"), Fault::not_yet);
  Request with_header = r;
  with_header.headers.push_back({"x-amz-acl", "public-read"});
  EXPECT_EQ(verify_s3(with_header), Fault::headers_unsigned);
  Refusal refusal = refuse(Fault::expired, Dialect::s3, r, claim, at("20130525T000001Z"));
  EXPECT_EQ(refusal.status, 403);
  EXPECT_EQ(refusal.code, "AccessDenied");
  EXPECT_EQ(refusal.message, "Request has expired");
  EXPECT_EQ(refusal.details[1].second, "2013-05-25T00:00:00Z");
}

TEST(SigV4, presigned_faults) {
  auto fault = [](std::string_view from, std::string_view to) {
    std::string target(kPresigned);
    target.replace(target.find(from), from.size(), to);
    return verify_s3(request("GET", target, {{"Host", "examplebucket.s3.amazonaws.com"}}));
  };
  EXPECT_EQ(fault("X-Amz-Expires=86400", "X-Amz-Expires=604801"), Fault::bad_expires);
  EXPECT_EQ(fault("X-Amz-Expires=86400", "X-Amz-Expires=0"), Fault::bad_expires);
  EXPECT_EQ(fault("X-Amz-Expires=86400", "X-Amz-Expires=-5"), Fault::bad_expires);
  EXPECT_EQ(fault("X-Amz-Expires=86400", "X-Amz-Expires=day"), Fault::bad_expires);
  EXPECT_EQ(fault("&X-Amz-Expires=86400", ""), Fault::incomplete);
  EXPECT_EQ(fault("&X-Amz-SignedHeaders=host", ""), Fault::incomplete);
  EXPECT_EQ(fault("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"), Fault::sigv4a);
  EXPECT_EQ(fault("AWS4-HMAC-SHA256", "AWS4-HMAC-MD5"), Fault::bad_algorithm);
  EXPECT_EQ(fault("X-Amz-Date=20130524T000000Z", "X-Amz-Date=2013-05-24"), Fault::bad_date);
  EXPECT_EQ(fault("X-Amz-Date=20130524T000000Z", "X-Amz-Date=20130525T000000Z"), Fault::date_mismatch);
  EXPECT_EQ(fault("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=host&X-Amz-SignedHeaders=host"), Fault::malformed);
  EXPECT_EQ(fault("X-Amz-Expires=86400", "X-Amz-Expires=86401"), Fault::mismatch);
  EXPECT_EQ(fault("test.txt", "test.txT"), Fault::mismatch);
  EXPECT_EQ(fault("aeeed9", "beeed9"), Fault::mismatch);
  EXPECT_EQ(fault("%2Faws4_request", "%2Faws5_request"), Fault::bad_terminator);
  EXPECT_EQ(fault("%2Fs3%2F", "%2F"), Fault::bad_credential);
}

// --- Faults of header signing.
Fault read_with(std::vector<Header> headers, std::string_view target = "/") {
  Claim claim;
  Request r = request("POST", target, std::move(headers));
  return read_claim(r, claim);
}

TEST(SigV4, what_is_no_signature) {
  EXPECT_EQ(read_with({}), Fault::missing);
  EXPECT_EQ(read_with({{"Authorization", "Basic abc"}}), Fault::unsupported);
  EXPECT_EQ(read_with({{"Authorization", "AWS AKID:c2ln"}}), Fault::sigv2);
  EXPECT_EQ(read_with({}, "/?AWSAccessKeyId=AKID&Signature=x&Expires=1"), Fault::sigv2);
  EXPECT_EQ(read_with({{"Authorization", "AWS4-ECDSA-P256-SHA256 Credential=a"}}), Fault::sigv4a);
  EXPECT_EQ(read_with({{"Authorization", "AWS4-HMAC-SHA256"}}), Fault::incomplete);
  EXPECT_EQ(read_with({{"Authorization", "AWS4-HMAC-SHA256 Credential"}}), Fault::malformed);
  EXPECT_EQ(read_with({{"Authorization", "AWS4-HMAC-SHA256 Signature=a, Signature=b"}}), Fault::malformed);
  EXPECT_EQ(read_with({{"Authorization", "AWS4-HMAC-SHA256 x=y"}, {"authorization", "b"}}), Fault::ambiguous);
  EXPECT_EQ(read_with({{"Authorization", "AWS4-HMAC-SHA256 x=y"}}, kPresigned), Fault::ambiguous);
  constexpr std::string_view good = "AWS4-HMAC-SHA256 Credential=A/20130524/r/s/aws4_request, SignedHeaders=host, Signature=0";
  EXPECT_EQ(read_with({{"Authorization", good}}), Fault::incomplete);      // no date
  EXPECT_EQ(read_with({{"Authorization", good}, {"X-Amz-Date", "yesterday"}}), Fault::bad_date);
  EXPECT_EQ(read_with({{"Authorization", good}, {"X-Amz-Date", "20130524T000000Z"}}), Fault::none);
  EXPECT_EQ(read_with({{"Authorization", good}, {"Date", "Fri, 24 May 2013 00:00:00 GMT"}}), Fault::none);
  EXPECT_EQ(read_with({{"Authorization", good}, {"Date", "20130524T000000Z"}}), Fault::none);
  EXPECT_EQ(read_with({{"Authorization", good}, {"X-Amz-Date", "20130525T000000Z"}}), Fault::date_mismatch);
}

// Signs with sign(), lets `spoil` change the request, and verifies at `now`.
template <class Spoil>
Fault round_trip(Dialect dialect, std::string_view now, Spoil&& spoil) {
  std::string_view body = dialect == Dialect::s3 ? kUnsignedPayload : kEmptySha256;
  Request r = request("POST", "/p%20q//x/../y?b=2&a=%2f",
                      {{"Host", "h"}, {"X-Amz-Date", "20260302T100000Z"}, {"X-Amz-Target", "T.Op"}, {"Content-Type", "t"}});
  if (dialect == Dialect::s3) r.headers.push_back({"X-Amz-Content-Sha256", body});
  std::string authorization = sign(r, {"AKID", "secret"}, "eu-west-1", "svc", body, dialect);
  r.headers.push_back({"Authorization", authorization});
  spoil(r);
  Claim claim;
  if (Fault f = read_claim(r, claim); f != Fault::none) return f;
  return verify(r, claim, signing_key("secret", claim.date, claim.region, claim.service),
                dialect == Dialect::s3 ? claim.payload : body, at(now), dialect);
}

TEST(SigV4, signing_and_verifying_agree) {
  auto same = [](Request&) {};
  for (Dialect d : {Dialect::json, Dialect::query, Dialect::s3}) {
    EXPECT_EQ(round_trip(d, "20260302T100000Z", same), Fault::none);
    EXPECT_EQ(round_trip(d, "20260302T101500Z", same), Fault::none);
    EXPECT_EQ(round_trip(d, "20260302T101501Z", same), Fault::skewed_past);
    EXPECT_EQ(round_trip(d, "20260302T094500Z", same), Fault::none);
    EXPECT_EQ(round_trip(d, "20260302T094459Z", same), Fault::skewed_future);
    EXPECT_EQ(round_trip(d, "20260302T100000Z", [](Request& r) { r.headers[0].value = "other"; }), Fault::mismatch);
    EXPECT_EQ(round_trip(d, "20260302T100000Z", [](Request& r) { r.method = "PUT"; }), Fault::mismatch);
    EXPECT_EQ(round_trip(d, "20260302T100000Z", [](Request& r) { r.query = "a=%2f&b=2"; }), Fault::none);
    EXPECT_EQ(round_trip(d, "20260302T100000Z", [](Request& r) { r.query = "b=2&a=%2F"; }), Fault::none);
    EXPECT_EQ(round_trip(d, "20260302T100000Z", [](Request& r) { r.headers.push_back({"User-Agent", "x"}); }), Fault::none);
    EXPECT_EQ(round_trip(d, "20260302T100000Z",
                         [](Request& r) {
                           r.headers.push_back({"Content-Type", "again"});
                         }),
              Fault::mismatch);
  }
  auto shorter = [](Request& r) { r.path = "/p%20q/y"; };
  EXPECT_EQ(round_trip(Dialect::json, "20260302T100000Z", shorter), Fault::none);
  EXPECT_EQ(round_trip(Dialect::s3, "20260302T100000Z", shorter), Fault::mismatch);
  auto token = [](Request& r) { r.headers.push_back({"x-amz-security-token", "t"}); };
  EXPECT_EQ(round_trip(Dialect::s3, "20260302T100000Z", token), Fault::headers_unsigned);
  EXPECT_EQ(round_trip(Dialect::s3, "20260302T100000Z", [](Request& r) { r.headers[4].value = "abc"; }), Fault::payload_malformed);
}

TEST(SigV4, signed_headers_must_cover_the_request) {
  auto relist = [](std::string_view list, Dialect d) {
    std::string text;
    return round_trip(d, "20260302T100000Z", [&](Request& r) {
      text = std::string(r.find("Authorization"));
      std::size_t from = text.find("SignedHeaders=") + 14;
      text.replace(from, text.find(',', from) - from, list);
      r.headers.back().value = text;
    });
  };
  EXPECT_EQ(relist("content-type;x-amz-date;x-amz-target", Dialect::json), Fault::host_unsigned);
  EXPECT_EQ(relist("content-type;host;x-amz-date", Dialect::json), Fault::headers_unsigned);
  EXPECT_EQ(relist("content-type;host;x-amz-content-sha256;x-amz-date", Dialect::s3), Fault::headers_unsigned);
  EXPECT_EQ(relist("host;content-type;x-amz-date;x-amz-target", Dialect::json), Fault::mismatch);      // out of order
  EXPECT_EQ(relist("host;host;x-amz-date;x-amz-target", Dialect::json), Fault::mismatch);
  EXPECT_EQ(relist(";host;x-amz-target", Dialect::json), Fault::mismatch);
}

TEST(SigV4, services_other_than_s3_hold_presigned_requests_for_15_minutes) {
  Request r =
      request("GET",
              "/?Action=GetCallerIdentity&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F20260302%2Fr%2Fsts%2Faws4_request"
              "&X-Amz-Date=20260302T100000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0",
              {{"Host", "h"}});
  Claim claim;
  ASSERT_EQ(read_claim(r, claim), Fault::none);
  auto fault = [&](std::string_view now) { return verify(r, claim, std::string(32, 'k'), kEmptySha256, at(now), Dialect::query); };
  EXPECT_EQ(fault("20260302T101500Z"), Fault::mismatch);
  EXPECT_EQ(fault("20260302T101501Z"), Fault::expired);
  EXPECT_EQ(fault("20260302T094459Z"), Fault::not_yet);
}

TEST(SigV4, canonical_forms) {
  auto path = [](std::string_view p, PathRule rule) {
    std::string text = canonical(request("GET", p, {}), "", "", rule);
    return text.substr(4, text.find('\n', 4) - 4);
  };
  EXPECT_EQ(path("/a%20b/%E1%88%B4/~(x)", PathRule::standard), "/a%2520b/%25E1%2588%25B4/~%28x%29");
  EXPECT_EQ(path("/a/./b/../../c//", PathRule::standard), "/c/");
  EXPECT_EQ(path("/../..", PathRule::standard), "/");
  EXPECT_EQ(path("", PathRule::standard), "/");
  EXPECT_EQ(path("/a//./../b+c(%7e%41%2f%2F)", PathRule::s3), "/a//./../b%2Bc%28~A%2F%2F%29");
  EXPECT_EQ(path("/%zz%4", PathRule::s3), "/%25zz%254");
  auto query = [](std::string_view q) {
    std::string target = "/?" + std::string(q), text = canonical(request("GET", target, {}), "", "");
    return text.substr(6, text.find('\n', 6) - 6);
  };
  EXPECT_EQ(query("b=1&a=2&a=1&a&a-=0&A=3"), "A=3&a=&a=1&a=2&a-=0&b=1");
  EXPECT_EQ(query("x=a+b%20c%2f/&&=&y=="), "=&x=a%20b%20c%2F%2F&y=%3D");
  EXPECT_EQ(query("a=1&X-Amz-Signature=z"), "a=1");
}

TEST(SigV4, answers) {
  Request r =
      list_users("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0");
  Claim claim;
  ASSERT_EQ(read_claim(r, claim), Fault::none);
  base::Time now = at("20150830T125200Z");
  auto answer = [&](Fault f, Dialect d) {
    Refusal x = refuse(f, d, r, claim, now, kEmptySha256, {"eu-west-1", "sts"});
    return std::to_string(x.status) + " " + x.code + ": " + x.message;
  };
  EXPECT_EQ(answer(Fault::skewed_past, Dialect::json),
            "400 InvalidSignatureException: Signature expired: 20150830T123600Z is now earlier than 20150830T123700Z "
            "(20150830T125200Z - 15 min.)");
  EXPECT_EQ(answer(Fault::skewed_future, Dialect::query),
            "403 SignatureDoesNotMatch: Signature not yet current: 20150830T123600Z is still later than 20150830T130700Z "
            "(20150830T125200Z + 15 min.)");
  EXPECT_EQ(answer(Fault::skewed_past, Dialect::s3),
            "403 RequestTimeTooSkewed: The difference between the request time and the current time is too large.");
  EXPECT_EQ(answer(Fault::mismatch, Dialect::json),
            "400 InvalidSignatureException: The request signature we calculated does not match the signature you provided. Check "
            "your AWS Secret Access Key and "
            "signing method. Consult the service documentation for details.");
  EXPECT_EQ(answer(Fault::missing, Dialect::json), "400 MissingAuthenticationTokenException: Missing Authentication Token");
  EXPECT_EQ(answer(Fault::missing, Dialect::query), "403 MissingAuthenticationToken: Request is missing Authentication Token");
  EXPECT_EQ(answer(Fault::wrong_region, Dialect::query),
            "403 SignatureDoesNotMatch: Credential should be scoped to a valid region.");
  EXPECT_EQ(answer(Fault::wrong_service, Dialect::json),
            "400 InvalidSignatureException: Credential should be scoped to correct service: 'sts'.");
  EXPECT_EQ(answer(Fault::wrong_region, Dialect::s3),
            "400 AuthorizationHeaderMalformed: The authorization header is malformed; the region 'us-east-1' is wrong; expecting "
            "'eu-west-1'");
  Refusal mismatch = refuse(Fault::mismatch, Dialect::s3, r, claim, now, kEmptySha256);
  EXPECT_EQ(mismatch.code, "SignatureDoesNotMatch");
  EXPECT_EQ(mismatch.details[0], (std::pair<std::string, std::string>("AWSAccessKeyId", "AKIDEXAMPLE")));
  EXPECT_TRUE(mismatch.details[1].second.starts_with("AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"));
  Request poor = list_users("AWS4-HMAC-SHA256 Signature=0");
  ASSERT_EQ(read_claim(poor, claim), Fault::incomplete);
  EXPECT_TRUE(refuse(Fault::incomplete, Dialect::query, poor, claim, now)
                  .message.starts_with("Authorization header requires 'Credential' parameter. Authorization header requires "
                                       "'SignedHeaders' parameter. (Hashed with"));
  // Every fault has a code, a text and an error status in every dialect.
  for (int f = int(Fault::missing); f <= int(Fault::mismatch); ++f)
    for (Dialect d : {Dialect::json, Dialect::query, Dialect::s3}) {
      Refusal x = refuse(Fault(f), d, poor, claim, now);
      EXPECT_TRUE(x.status == 400 || x.status == 403) << f;
      EXPECT_FALSE(x.code.empty() || x.message.empty()) << f;
    }
}

TEST(SigV4, scope) {
  Request r = list_users("AWS4-HMAC-SHA256 Credential=A/20150830/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0");
  Claim claim;
  ASSERT_EQ(read_claim(r, claim), Fault::none);
  EXPECT_EQ(check_scope(claim, "", ""), Fault::none);
  EXPECT_EQ(check_scope(claim, "us-east-1", "iam"), Fault::none);
  EXPECT_EQ(check_scope(claim, "eu-west-1", "iam"), Fault::wrong_region);
  EXPECT_EQ(check_scope(claim, "us-east-1", "sts"), Fault::wrong_service);
}

}  // namespace
}  // namespace gateway
