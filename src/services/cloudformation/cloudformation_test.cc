#include <gtest/gtest.h>

#include "services/cloudformation/source.h"
#include "services/cloudformation/stack_policy.h"
#include "services/cloudformation/values.h"

namespace cloudformation {
namespace {

TEST(StackPolicy, refusals) {
  constexpr std::string_view policy = R"({"Statement":[
      {"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*"},
      {"Effect":"Deny","Action":["Update:Replace","Update:Delete"],"Principal":"*","Resource":"LogicalResourceId/Data*"},
      {"Effect":"Deny","Action":"Update:*","Principal":"*","Resource":"*","Condition":{"StringLike":{"ResourceType":["AWS::KMS::*"]}}}]})";
  EXPECT_EQ(policy_fault(policy), "");
  EXPECT_EQ(refused_by("", "Update:Delete", "X", "AWS::SNS::Topic"), "");
  EXPECT_EQ(refused_by(policy, "Update:Modify", "DataBucket", "AWS::S3::Bucket"), "");
  EXPECT_EQ(refused_by(policy, "Update:Replace", "DataBucket", "AWS::S3::Bucket"),
            "Action denied by stack policy: Statement [#2] does not allow [Update:Replace] for resource [LogicalResourceId/DataBucket]");
  EXPECT_NE(refused_by(policy, "Update:Modify", "Key", "AWS::KMS::Key"), "");
  constexpr std::string_view narrow = R"({"Statement":{"Effect":"Allow","NotAction":"Update:Delete","Principal":"*","NotResource":"LogicalResourceId/A"}})";
  EXPECT_EQ(refused_by(narrow, "Update:Modify", "B", ""), "");
  EXPECT_NE(refused_by(narrow, "Update:Delete", "B", ""), "");
  EXPECT_NE(refused_by(narrow, "Update:Modify", "A", ""), "");
}

TEST(StackPolicy, faults) {
  for (std::string_view bad : {"", "{", "[]", "{}", R"({"Statement":[5]})", R"({"Statement":[{"Effect":"Perhaps"}]})", R"({"Statement":{"Effect":"Allow","Action":"*"}})",
                               R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"me"}})",
                               R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{}}}})"})
    EXPECT_NE(policy_fault(bad), "") << bad;
}

TEST(Source, addresses) {
  auto is = [](std::string_view url) {
    auto a = parse_s3_address(url);
    return a ? a->bucket + " " + a->key + " " + a->version : "none";
  };
  EXPECT_EQ(is("https://b.s3.eu-west-1.amazonaws.com/a/k.yaml"), "b a/k.yaml ");
  EXPECT_EQ(is("https://b.s3.amazonaws.com/k%20k?versionId=v1"), "b k k v1");
  EXPECT_EQ(is("https://b.with.dots.s3.us-east-1.amazonaws.com/k"), "b.with.dots k ");
  EXPECT_EQ(is("https://s3.us-east-1.amazonaws.com/b/k/l"), "b k/l ");
  EXPECT_EQ(is("https://s3-eu-west-1.amazonaws.com/b/k"), "b k ");
  EXPECT_EQ(is("https://s3.dualstack.us-east-1.amazonaws.com/b/k"), "b k ");
  EXPECT_EQ(is("http://127.0.0.1:4566/b/k"), "b k ");
  for (std::string_view bad : {"", "s3://b/k", "https://example.com/b/k", "https://amazonaws.com/b/k", "https://b.s3.amazonaws.com/", "https://s3.amazonaws.com/b", "https://sns.us-east-1.amazonaws.com/b/k"})
    EXPECT_EQ(is(bad), "none") << bad;
  EXPECT_EQ(parse_s3_uri("s3://b/a/k.csv").value().key, "a/k.csv");
  for (std::string_view bad : {"", "s3://", "s3://b", "s3://b/", "s3:///k", "https://b/k"}) EXPECT_FALSE(parse_s3_uri(bad)) << bad;
}

TEST(Values, attributes) {
  auto all = language::from_json(R"({"Arn":"a","Outputs.One":"1","Endpoint":{"Port":{"Number":5}}})");
  EXPECT_EQ(find_attribute(all, "Arn")->text, "a");
  EXPECT_EQ(find_attribute(all, "Outputs.One")->text, "1");
  EXPECT_EQ(find_attribute(all, "Endpoint.Port.Number")->text, "5");
  EXPECT_EQ(find_attribute(all, "Endpoint.Host"), nullptr);
  EXPECT_EQ(find_attribute(all, ""), nullptr);
}

}  // namespace
}  // namespace cloudformation
