#include "services/secretsmanager/public.h"

#include <gtest/gtest.h>

#include <string>

namespace secretsmanager {
namespace {

constexpr std::string_view kSecret = "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf";

bool open_to_strangers(const std::string& principal, const std::string& condition = "{}", const std::string& more = "", const std::string& effect = "Allow") {
  return is_public(R"({"Version":"2012-10-17","Statement":[{"Effect":")" + effect + R"(","Principal":)" + principal +
                       R"(,"Action":"secretsmanager:*","Resource":"*","Condition":)" + condition + "}" + more + "]}",
                   kSecret);
}

TEST(PublicSecrets, AreThoseAStrangerMayUse) {
  EXPECT_TRUE(open_to_strangers(R"("*")"));
  EXPECT_TRUE(open_to_strangers(R"({"AWS":"*"})"));
  EXPECT_TRUE(open_to_strangers(R"("*")", R"({"StringLike":{"aws:PrincipalOrgID":"*"}})"));
  EXPECT_TRUE(open_to_strangers(R"("*")", R"({"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}})"));
  EXPECT_TRUE(open_to_strangers(R"("*")", R"({"StringNotEquals":{"aws:PrincipalOrgID":"o-0123456789"}})"));
  EXPECT_TRUE(open_to_strangers(R"("*")", R"({"StringEquals":{"secretsmanager:VersionStage":"AWSCURRENT"}})"));
}

TEST(PublicSecrets, AreNotThoseHeldToSomebody) {
  EXPECT_FALSE(open_to_strangers(R"({"AWS":"arn:aws:iam::444455556666:root"})"));
  EXPECT_FALSE(open_to_strangers(R"({"Service":"events.amazonaws.com"})"));
  EXPECT_FALSE(open_to_strangers(R"("*")", R"({"StringEquals":{"aws:PrincipalOrgID":"o-0123456789"}})"));
  EXPECT_FALSE(open_to_strangers(R"("*")", R"({"StringEquals":{"aws:PrincipalAccount":"444455556666"}})"));
  EXPECT_FALSE(open_to_strangers(R"("*")", R"({"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}})"));
  EXPECT_FALSE(open_to_strangers(R"("*")", R"({"StringEquals":{"aws:SourceVpce":"vpce-1"}})"));
  EXPECT_FALSE(open_to_strangers(R"("*")", "{}", "", "Deny"));
  EXPECT_FALSE(open_to_strangers(R"("*")", "{}", R"(,{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"})"));
}

}  // namespace
}  // namespace secretsmanager
