#include <gtest/gtest.h>

#include "policy/document.h"

namespace policy {
namespace {

std::string wrap(std::string_view statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + std::string(statements) + "]}";
}

// What may be stored can be compiled.
std::string said(std::string_view json, Kind kind) {
  auto text = fault(json, kind);
  EXPECT_TRUE(text || compile(json)) << json;
  return text.value_or("fine");
}

constexpr auto kSyntax = "Syntax errors in policy.";
constexpr auto kGood = R"({"Sid":"A1","Effect":"Allow","Action":["s3:Get*","*"],"Resource":"arn:aws:s3:::b/*"})";

TEST(Grammar, IdentityPolicies) {
  const std::pair<std::string, std::string> cases[] = {
      {wrap(kGood), "fine"},
      {R"({"Statement":{"Effect":"Deny","NotAction":"iam:*","NotResource":"*"}})", "fine"},
      {R"({"Version":"2008-10-17","Id":"x","Statement":{"Effect":"Deny","Action":"*:*","Resource":"*"}})", "fine"},
      {"", kSyntax},
      {"[]", kSyntax},
      {"{", kSyntax},
      {"{}", kSyntax},
      {R"({"Version":"2012-10-17","Statement":[]})", kSyntax},
      {R"({"Version":"2012-10-17","Statement":"x"})", kSyntax},
      {R"({"Version":"2020-01-01","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})", kSyntax},
      {R"({"Version":"2012-10-17","Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})", kSyntax},
      {R"({"Version":"2012-10-17","Foo":1,"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})", kSyntax},
      {wrap(R"({"Effect":"permit","Action":"*","Resource":"*"})"), kSyntax},
      {wrap(R"({"Effect":"allow","Action":"*","Resource":"*"})"), "The policy failed legacy parsing"},
      {wrap(R"({"Action":"*","Resource":"*"})"), kSyntax},
      {wrap(R"({"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"})"), kSyntax},
      {wrap(R"({"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"})"), kSyntax},
      {wrap(R"({"Effect":"Allow","Action":"*","Resource":"*","NotResource":"*"})"), kSyntax},
      {wrap(R"({"Effect":"Allow","Action":{"a":1},"Resource":"*"})"), kSyntax},
      {wrap(R"({"Effect":"Allow","Action":[["*"]],"Resource":"*"})"), kSyntax},
      {wrap(R"({"Effect":"Allow","Action":"*","Resource":"*","Extra":"x"})"), kSyntax},
      {wrap(R"({"Sid":7,"Effect":"Allow","Action":"*","Resource":"*"})"), kSyntax},
      {wrap(R"({"Effect":"Allow","Resource":"*"})"), "Policy statement must contain actions."},
      {wrap(R"({"Effect":"Allow","Action":[],"Resource":"*"})"), "Policy statement must contain actions."},
      {wrap(R"({"Effect":"Allow","Action":"*"})"), "Policy statement must contain resources."},
      {wrap(R"({"Effect":"Allow","Action":"*","Resource":[]})"), "Policy statement must contain resources."},
      {wrap(R"({"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"})"),
       "Policy document should not specify a principal."},
      {wrap(R"({"Effect":"Allow","Action":"GetObject","Resource":"*"})"),
       "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
      {wrap(R"({"Effect":"Allow","Action":"s3:a:b","Resource":"*"})"), "Actions/Condition can contain only one colon."},
      {wrap(R"({"Effect":"Allow","Action":"s 3:a","Resource":"*"})"), "Vendor s 3 is not valid"},
      {wrap(R"({"Effect":"Allow","Action":"s3:","Resource":"*"})"), "The policy failed legacy parsing"},
      {wrap(R"({"Effect":"Allow","Action":"*","Resource":"bucket"})"), "Resource bucket must be in ARN format or \"*\"."},
      {wrap(R"({"Effect":"Allow","Action":"*","Resource":"arn:aws:s3"})"), "The policy failed legacy parsing"},
      {wrap(R"({"Effect":"Allow","Action":"*","Resource":"arn:red:s3:::b"})"),
       "Partition \"red\" is not valid for resource \"arn:red:s3:::b\"."},
      {wrap(R"({"Sid":"a-b","Effect":"Allow","Action":"*","Resource":"*"})"),
       "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"},
      {wrap(std::string(kGood) + "," + kGood), "Statement IDs (SID) in a single policy must be unique."},
  };
  for (auto& [json, text] : cases) EXPECT_EQ(said(json, Kind::identity), text) << json;
  for (Kind kind : {Kind::session, Kind::boundary, Kind::scp, Kind::managed}) EXPECT_EQ(said(wrap(kGood), kind), "fine");
}

TEST(Grammar, ManagedPoliciesNeedTheVersion) {
  for (Kind kind : {Kind::managed, Kind::boundary, Kind::scp})
    for (const char* json : {R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
                             R"({"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})"})
      EXPECT_EQ(said(json, kind), "Policy document must be version 2012-10-17 or greater.");
}

TEST(Grammar, Conditions) {
  auto with = [](std::string condition) {
    return said(wrap(R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":)" + condition + "}"), Kind::identity);
  };
  EXPECT_EQ(with("{}"), "fine");
  EXPECT_EQ(with(R"({"StringEquals":{"aws:x":["a",1,true]},"Bool":{"aws:y":false},"Null":{"aws:z":"true"}})"), "fine");
  EXPECT_EQ(with(R"({"IpAddress":{"aws:SourceIp":["10.0.0.0/8","2001:db8::/32"]}})"), "fine");
  EXPECT_EQ(with(R"({"DateLessThan":{"aws:CurrentTime":"2026-01-01"},"NumericEquals":{"s3:max-keys":10}})"), "fine");
  EXPECT_EQ(with(R"({"Bool":{"aws:y":"${aws:PrincipalTag/x}"}})"), "fine");
  for (const char* bad : {"[]", "\"x\"", R"({"StringEquals":"x"})", R"({"StringEquals":{"aws:x":null}})",
                          R"({"Bogus":{"aws:x":"y"}})", R"({"StringEquals":{"aws:x":{"y":"z"}}})",
                          R"({"StringEquals":{"aws:x":[["y"]]}})", R"({"StringEquals":{"aws:x":"a","aws:x":"b"}})",
                          R"({"Null":{},"Null":{}})", R"({"NullIfExists":{"aws:x":"true"}})"})
    EXPECT_EQ(with(bad), kSyntax) << bad;
  EXPECT_EQ(with(R"({"StringEquals":{"username":"x"}})"),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  for (const char* bad : {R"({"DateLessThan":{"aws:CurrentTime":"2026-13-01"}})", R"({"Null":{"aws:x":"maybe"}})",
                          R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/99"}})", R"({"Bool":{"aws:x":"yes"}})",
                          R"({"NumericEquals":{"s3:max-keys":"ten"}})"})
    EXPECT_EQ(with(bad), "The policy failed legacy parsing") << bad;
}

TEST(Grammar, ResourcesOfServicesWithoutRegions) {
  auto identity = [](const std::string& resource) {
    return said(wrap(R"({"Effect":"Allow","Action":"iam:*","Resource":")" + resource + "\"}"), Kind::identity);
  };
  for (const char* good : {"arn:aws:iam::111111111111:role/a", "arn:aws:iam::*:*", "arn:aws:iam::111111111111:r*", "arn:aws:iam::111111111111:root",
                           "arn:aws:iam::111111111111:${aws:PrincipalTag/kind}", "arn:aws:iam:*:111111111111:user/a", "arn:aws:s3:::b/*",
                           "arn:aws:s3:eu-west-1:111111111111:accesspoint/a", "arn:aws:s3:*:*:*"})
    EXPECT_EQ(identity(good), "fine") << good;
  EXPECT_TRUE(identity("arn:aws:iam::111111111111:roles/a").starts_with("IAM resource path must either be \"*\" or start with user/, "));
  EXPECT_EQ(identity("arn:aws:iam:us-east-1:111111111111:role/a"),
            "IAM resource arn:aws:iam:us-east-1:111111111111:role/a cannot contain region information.");
  EXPECT_EQ(identity("arn:aws:s3:us-east-1::b"), "Resource arn:aws:s3:us-east-1::b can not contain region information.");
  EXPECT_EQ(identity("arn:aws::::b"), "The policy failed legacy parsing");
}

TEST(Grammar, TrustPolicies) {
  auto trust = [](const std::string& rest) { return said(wrap(R"({"Effect":"Allow",)" + rest + "}"), Kind::trust); };
  EXPECT_EQ(trust(R"("Action":"sts:AssumeRole","Principal":{"Service":"cloudtrail.amazonaws.com"})"), "fine");
  EXPECT_EQ(trust(R"("Action":["sts:AssumeRole","sts:TagSession"],
                     "Principal":{"AWS":["111111111111","arn:aws:iam::222222222222:root"]})"), "fine");
  EXPECT_EQ(trust(R"("Action":"sts:AssumeRole")"), "Missing required field Principal");
  EXPECT_EQ(trust(R"("Action":"sts:AssumeRole","Principal":{})"), "Missing required field Principal cannot be empty!");
  EXPECT_EQ(trust(R"("Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::111111111111:user/*"})"),
            R"(Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:user/*")");
  EXPECT_EQ(trust(R"("Action":"sts:AssumeRole","Principal":{"Service":"lambda"})"), R"(Invalid principal in policy: "SERVICE":"lambda")");
  for (const char* good : {"accounts.google.com", "arn:aws:iam::111111111111:saml-provider/idp", "arn:aws:iam::111111111111:oidc-provider/a.example.com/x"})
    EXPECT_EQ(trust(R"("Action":"sts:AssumeRole","Principal":{"Federated":")" + std::string(good) + "\"}"), "fine") << good;
  for (const char* bad : {"idp", "arn:aws:iam::111111111111:role/a"})
    EXPECT_EQ(trust(R"("Action":"sts:AssumeRole","Principal":{"Federated":")" + std::string(bad) + "\"}"),
              "Federated principals must be valid domain names or SAML metadata ARNs") << bad;
  EXPECT_EQ(trust(R"("Action":"sts:AssumeRole","NotPrincipal":{"AWS":"111111111111"})"),
            "AssumeRole policy must not contain NotPrincipal field.");
  for (const char* actions : {R"("s3:GetObject")", R"("*")", R"(["sts:AssumeRole","sts:GetSessionToken"])"})
    EXPECT_EQ(trust(R"("Principal":{"AWS":"*"},"Action":)" + std::string(actions)),
              "AssumeRole policy may only specify STS AssumeRole actions.");
  EXPECT_EQ(trust(R"("Action":"sts:AssumeRole","Principal":"*","Resource":"*")"), "Has prohibited field Resource");
  EXPECT_EQ(trust(R"("Principal":"*")"), "Missing required field Action");
  EXPECT_EQ(said("{", Kind::trust), "This policy contains invalid Json");
  EXPECT_EQ(said(R"({"Version":"2012-10-17","Statement":[]})", Kind::trust), "Could not parse the policy: Statement is empty!");
}

TEST(Grammar, ResourcePolicies) {
  auto resource = [](const std::string& json) { return said(wrap(json), Kind::resource); };
  EXPECT_EQ(resource(R"({"Sid":"Enable IAM User Permissions","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},
                         "Action":"kms:*","Resource":"*"})"), "fine");
  EXPECT_EQ(resource(R"({"Effect":"Deny","NotPrincipal":{"AWS":"111111111111","CanonicalUser":"abc"},
                         "Action":"s3:*","Resource":"*"})"), "fine");
  EXPECT_EQ(resource(R"({"Effect":"Allow","NotPrincipal":{"AWS":"111111111111"},"Action":"s3:*","Resource":"*"})"),
            "Allow with NotPrincipal is not allowed.");
  EXPECT_EQ(resource(R"({"Effect":"Allow","Action":"s3:*","Resource":"*"})"), "Missing required field Principal");
  for (const char* bad : {R"({"Who":"x"})", R"("111111111111")", R"({"AWS":"alice"})", R"({"AWS":[]})", "[]"})
    EXPECT_EQ(resource(R"({"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":)" + std::string(bad) + "}"),
              "Invalid principal in policy") << bad;
  EXPECT_EQ(resource(R"({"Effect":"Allow","Principal":"*","Action":"s3:*"})"), "Missing required field Resource");
  EXPECT_EQ(resource(R"({"Effect":"Allow","Principal":"*","Action":"GetObject","Resource":"*"})"), "Policy has invalid action");
  EXPECT_EQ(resource(R"({"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"b"})"), "Policy has invalid resource");
  EXPECT_EQ(resource(R"({"Effect":"Maybe","Principal":"*","Action":"s3:*","Resource":"*"})"), "Invalid effect: Maybe");
  EXPECT_EQ(resource(R"({"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Foo":1})"), "Unknown field Foo");
  EXPECT_EQ(resource(R"({"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Like":{"aws:x":"y"}}})"),
            "Invalid Condition type : Like");
}

TEST(Grammar, ResourceControlPolicies) {
  auto rcp = [](std::string_view json) { return said(wrap(json), Kind::rcp); };
  EXPECT_EQ(rcp(R"({"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"})"), "fine");
  EXPECT_EQ(rcp(R"({"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"})"), "Invalid effect: Allow");
  EXPECT_EQ(rcp(R"({"Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:*","Resource":"*"})"), "Invalid principal in policy");
  EXPECT_EQ(rcp(R"({"Effect":"Deny","NotPrincipal":"*","Action":"s3:*","Resource":"*"})"), "Has prohibited field NotPrincipal");
  EXPECT_EQ(rcp(R"({"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"})"), "Has prohibited field NotAction");
  EXPECT_EQ(rcp(R"({"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"})"), "Policy has invalid action");
}

TEST(Grammar, HostileDocuments) {
  std::string deep(1000, '['), keys = "{", padded = wrap(kGood);
  for (int i = 0; i < 100'000; ++i) keys += "\"k" + std::to_string(i) + "\":1,";
  padded.insert(1, 4 << 20, ' ');
  EXPECT_EQ(said(deep, Kind::identity), kSyntax);
  EXPECT_EQ(said(keys + "\"z\":1}", Kind::identity), kSyntax);
  EXPECT_EQ(said(padded, Kind::identity), "fine");
  EXPECT_EQ(said("{\"Statement\xFF\":1}", Kind::identity), kSyntax);
  std::string open(200'000, '$');
  for (std::size_t i = 1; i < open.size(); i += 2) open[i] = '{';
  EXPECT_TRUE(compile(wrap(R"({"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::)" + open + "\"}")));
}

TEST(Compile, ReadsWhatIsStored) {
  EXPECT_TRUE(compile(wrap(kGood)));
  EXPECT_TRUE(compile(R"({"Statement":[],"Unknown":{}})"));
  EXPECT_TRUE(compile(wrap(R"({"Effect":"Deny","Action":"*","Condition":{"NumericLessThan":{"s3:max-keys":10}}})")));
  for (const char* bad : {"", "7", "{}", R"({"Statement":1})", R"({"Statement":{"Effect":"Allow"}})",
                          R"({"Statement":{"Effect":"Deny","Action":"*","Resource":{"a":1}}})",
                          R"({"Statement":{"Effect":"Deny","Action":"*","NotAction":"*","Resource":"*"}})",
                          R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*","Principal":{"Who":"x"}}})",
                          R"({"Statement":{"Effect":"Deny","Action":"*","Condition":{"Bogus":{"aws:x":"y"}}}})"})
    EXPECT_FALSE(compile(bad)) << bad;
}

}  // namespace
}  // namespace policy
