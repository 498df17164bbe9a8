#include "record/history.h"

#include <gtest/gtest.h>

#include <set>

namespace record {
namespace {

std::set<std::string> keys(std::string_view json) {
  journal::RecordView r;
  r.json = json;
  std::set<std::string> out;
  history_keys(r, [&out](std::string_view key) { out.emplace(key); });
  return out;
}

using Keys = std::set<std::string>;

TEST(History, FindsWhatARecordIsLookedUpBy) {
  const std::string json = R"({"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDA","arn":"arn:aws:iam::111122223333:user/ann",)"
                           R"("accessKeyId":"AKIA1","userName":"ann"},"eventSource":"iam.amazonaws.com","eventName":"AttachRolePolicy",)"
                           R"("requestParameters":{"roleName":"r","policyArn":"arn:p"},"responseElements":null,"eventID":"id-1","readOnly":false,)"
                           R"("resources":[{"accountId":"1","type":"AWS::IAM::Role","ARN":"r"},{"type":"AWS::S3::Object","ARNPrefix":"x"},{"ARN":"y"},7]})";
  EXPECT_EQ(keys(json), (Keys{"iid-1", "nAttachRolePolicy", "rfalse", "uann", "siam.amazonaws.com", "kAKIA1", "vr", "varn:p", "tAWS::IAM::Role", "tAWS::IAM::Policy"}));
  auto e = history_event(json);
  ASSERT_TRUE(e);
  EXPECT_EQ(e->event_id + e->name + e->user_name + e->access_key + e->source, "id-1AttachRolePolicyannAKIA1iam.amazonaws.com");
  ASSERT_EQ(e->resources.size(), 2u);                  // the role is named twice
  EXPECT_EQ(e->resources[0].type + e->resources[0].name, "AWS::IAM::Roler");
  EXPECT_EQ(e->resources[1].type + e->resources[1].name, "AWS::IAM::Policyarn:p");
  for (auto [attribute, value] : {std::pair{"EventId", "id-1"}, {"EventName", "AttachRolePolicy"}, {"ReadOnly", "false"}, {"Username", "ann"},
                                  {"ResourceType", "AWS::IAM::Role"}, {"ResourceName", "arn:p"}, {"EventSource", "iam.amazonaws.com"}, {"AccessKeyId", "AKIA1"}})
    EXPECT_TRUE(keys(json).contains(history_key(attribute, value))) << attribute;
}

// Members in any order, with any white space, and spelled with escapes say the same.
TEST(History, SpellingIsNoMatter) {
  EXPECT_EQ(keys("{ \"readOnly\" : true ,\n\"requestParameters\":{\"bucketName\":\"b\\u0061d\\\"\\\\\"},\"eventN\\u0061me\":\"Get\\/\\n\\ud83d\\ude00\",\"eventSource\":\"s3.amazonaws\\u002ecom\"}"),
            (Keys{"nGet/\n\xf0\x9f\x98\x80", "rtrue", "ss3.amazonaws.com", "vbad\"\\", "tAWS::S3::Bucket"}));
}

TEST(History, PeopleHaveTheNamesTheyAreLookedUpBy) {
  auto name = [](const std::string& identity) { return history_event("{\"userIdentity\":" + identity + "}").value().user_name; };
  EXPECT_EQ(name(R"({"type":"Root","userName":"account alias"})"), "root");
  EXPECT_EQ(name(R"({"userName":"u","type":"IAMUser","principalId":"AIDA:x"})"), "u");
  EXPECT_EQ(name(R"({"type":"AssumedRole","principalId":"AROA:session:1","userName":"u"})"), "session:1");
  EXPECT_EQ(name(R"({"principalId":"111122223333:fed","type":"FederatedUser"})"), "fed");
  EXPECT_EQ(name(R"({"type":"AssumedRole","principalId":"AROA"})"), "");
  EXPECT_EQ(name(R"({"type":"AssumedRole"})"), "");
  EXPECT_EQ(name(R"({"type":7,"userName":["u"]})"), "");
  for (std::string other : {"null", "7", "[]", "\"Root\"", "{}"}) EXPECT_EQ(name(other), "") << other;
}

TEST(History, InsightsAreApart) {
  const std::string json = R"({"eventID":"i","readOnly":true,"insightSource":"trail","insightDetails":{"eventSource":"s3.amazonaws.com","eventName":"GetObject"}})";
  EXPECT_EQ(keys(json), (Keys{insight_key("trail", "", ""), insight_key("trail", "EventId", "i"), insight_key("trail", "EventName", "GetObject"),
                              insight_key("trail", "EventSource", "s3.amazonaws.com")}));
}

TEST(History, WhatIsNoRecordHasNoKeys) {
  for (std::string text : {"", "{", "[]", "7", "\"x\"", "{\"eventName\":\"a\"", "{\"eventName\":\"a\\x\"}", "{\"eventName\":\"\xff\"}", "{\"eventName\":\"a\"}}"}) {
    EXPECT_EQ(keys(text), Keys{}) << text;
    EXPECT_FALSE(history_event(text)) << text;
  }
  EXPECT_EQ(keys("{\"eventName\":7,\"eventSource\":null,\"resources\":{},\"requestParameters\":[1],\"readOnly\":\"true\"}"), Keys{"rfalse"});
  std::string deep(100'000, '[');
  EXPECT_EQ(keys("{\"requestParameters\":" + deep), Keys{});
}

}  // namespace
}  // namespace record
