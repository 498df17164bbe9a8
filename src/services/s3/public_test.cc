#include "services/s3/public.h"

#include <gtest/gtest.h>

#include <string>

namespace s3 {
namespace {

bool with(std::string principal, std::string condition = "", std::string effect = "Allow") {
  std::string json = R"({"Version":"2012-10-17","Statement":[{"Effect":")" + effect + R"(","Principal":)" + principal +
                     R"(,"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*")" +
                     (condition.empty() ? "" : R"(,"Condition":)" + condition) + "}]}";
  return is_public(json);
}

TEST(Public, IsWhatAllowsEverybody) {
  EXPECT_TRUE(with(R"("*")"));
  EXPECT_TRUE(with(R"({"AWS":"*"})"));
  EXPECT_TRUE(with(R"({"AWS":["111111111111","*"]})"));
  EXPECT_FALSE(with(R"("*")", "", "Deny"));
  EXPECT_FALSE(with(R"({"AWS":"111111111111"})"));
  EXPECT_FALSE(with(R"({"Service":"cloudtrail.amazonaws.com"})"));
}

TEST(Public, FixedConditionsHoldItBack) {
  EXPECT_FALSE(with(R"("*")", R"({"StringEquals":{"aws:PrincipalOrgID":"o-ab12cd34ef"}})"));
  EXPECT_FALSE(with(R"("*")", R"({"StringEquals":{"AWS:sourcevpce":["vpce-1","vpce-2"]}})"));
  EXPECT_FALSE(with(R"("*")", R"({"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}})"));
  EXPECT_TRUE(with(R"("*")", R"({"IpAddress":{"aws:SourceIp":"0.0.0.0/1"}})"));
  EXPECT_TRUE(with(R"("*")", R"({"IpAddress":{"aws:SourceIp":["203.0.113.0/24","0.0.0.0/0"]}})"));
  EXPECT_TRUE(with(R"("*")", R"({"StringLike":{"aws:PrincipalOrgID":"o-*"}})"));
  EXPECT_TRUE(with(R"("*")", R"({"StringNotEquals":{"aws:PrincipalOrgID":"o-ab12cd34ef"}})"));
  EXPECT_TRUE(with(R"("*")", R"({"StringEquals":{"aws:UserAgent":"x"}})"));
  EXPECT_TRUE(with(R"("*")", R"({"StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"}})"));
}

TEST(Public, ResourcesLieInTheBucket) {
  auto within = [](std::string resource) {
    return resources_within(R"({"Statement":{"Effect":"Allow","Resource":)" + resource + "}}", "logs");
  };
  EXPECT_TRUE(within(R"("arn:aws:s3:::logs")"));
  EXPECT_TRUE(within(R"(["arn:aws:s3:::logs","arn:aws:s3:::logs/*","arn:aws:s3:::log?/x"])"));
  EXPECT_FALSE(within(R"("arn:aws:s3:::logs2/*")"));
  EXPECT_FALSE(within(R"(["arn:aws:s3:::logs","arn:aws:s3:::other"])"));
  EXPECT_FALSE(within(R"("arn:aws:kms:::logs")"));
  EXPECT_FALSE(within(R"("logs/*")"));
  EXPECT_FALSE(resources_within(R"({"Statement":[{"Effect":"Allow"}]})", "logs"));
}

TEST(Public, a_denial_of_all_but_an_organization_closes_the_whole) {
  const std::string allow = R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*",
      "Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/reader"}}})";
  auto with = [&](const std::string& deny) { return is_public(R"({"Version":"2012-10-17","Statement":[)" + allow + "," + deny + "]}"); };
  auto deny = [](std::string_view action, std::string_view resource, std::string_view condition) {
    return R"({"Effect":"Deny","Principal":"*","Action":")" + std::string(action) + R"(","Resource":)" + std::string(resource) + R"(,"Condition":)" + std::string(condition) + "}";
  };
  const std::string whole = R"(["arn:aws:s3:::b","arn:aws:s3:::b/*"])", organization = R"({"StringNotEquals":{"aws:PrincipalOrgID":"o-1234567890"}})";
  EXPECT_FALSE(with(deny("s3:*", whole, organization)));
  EXPECT_TRUE(with(deny("s3:PutObject", whole, organization)));
  EXPECT_TRUE(with(deny("s3:*", R"("arn:aws:s3:::b/*")", organization))) << "the bucket itself is left open";
  EXPECT_TRUE(with(deny("s3:*", R"(["arn:aws:s3:::b","arn:aws:s3:::b/part/*"])", organization)));
  EXPECT_TRUE(with(deny("s3:*", whole, R"({"StringNotEquals":{"aws:PrincipalOrgID":"o-*"}})")));
  EXPECT_TRUE(with(deny("s3:*", whole, R"({"StringNotEquals":{"aws:PrincipalOrgID":"o-1234567890","aws:UserAgent":"x"}})"))) << "a second condition narrows the denial";
  EXPECT_TRUE(with(deny("s3:*", whole, R"({"Bool":{"aws:SecureTransport":"false"}})")));
}

}  // namespace
}  // namespace s3
