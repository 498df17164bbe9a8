#include "services/cloudformation/resources/common.h"

#include <gtest/gtest.h>

#include "services/cloudformation/resources/inline_code.h"
#include "services/cloudformation/resources/s3_settings.h"
#include "services/kms/api.h"
#include "services/lambda/api.h"

namespace cloudformation::resources {
namespace {

Resource resource(std::string_view properties) {
  return {.logical_id = "It", .type = "AWS::Test::It", .name = "stack-It-ABCDEFGHIJKL", .properties = language::from_json(properties)};
}
std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const ApiError& e) {
    EXPECT_EQ(e.code, kInvalidProperties);
    return e.message;
  }
  return "";
}

TEST(Fill, TakesScalarsAsTheyAreMeant) {
  auto q = request<kms::CreateKey>(resource(R"({"Description": 5, "MultiRegion": "true", "Tags": [], "KeySpec": "RSA_2048", "Unknown": 1})"));
  EXPECT_EQ(q.description, "5");
  EXPECT_EQ(q.multiRegion, true);
  EXPECT_EQ(q.keySpec, "RSA_2048");
  EXPECT_FALSE(q.tags);
  EXPECT_EQ(filled<std::int64_t>(resource(R"({"N": "5"})"), "N"), 5);
  EXPECT_EQ(filled<std::int64_t>(resource(R"({"N": 5.0})"), "N"), 5);
  EXPECT_EQ(filled<double>(resource(R"({"N": "0.5"})"), "N"), 0.5);
  EXPECT_FALSE(filled<std::int64_t>(resource(R"({"N": null})"), "N"));
  EXPECT_EQ(filled<std::vector<std::string>>(resource(R"({"L": "one"})"), "L"), std::vector<std::string>{"one"});
  EXPECT_EQ(text_of(resource(R"({"Policy": {"Statement": [{"Effect": "Allow"}]}})"), "Policy"), R"({"Statement":[{"Effect":"Allow"}]})");
}

TEST(Fill, RefusesWhatIsOfAnotherKind) {
  EXPECT_EQ(refusal([] { filled<std::int64_t>(resource(R"({"N": "five"})"), "N"); }),
            "Properties validation failed for resource It with message:\n#/N: expected type: Integer, found: String");
  EXPECT_NE(refusal([] { filled<std::int64_t>(resource(R"({"N": 1e300})"), "N"); }), "");
  EXPECT_NE(refusal([] { filled<std::int64_t>(resource(R"({"N": "nan"})"), "N"); }), "");
  EXPECT_NE(refusal([] { filled<bool>(resource(R"({"B": "perhaps"})"), "B"); }), "");
  EXPECT_NE(refusal([] { filled<std::vector<std::string>>(resource(R"({"L": {"a": 1}})"), "L"); }), "");
  EXPECT_EQ(refusal([] { filled<lambda::Environment>(resource(R"({"E": {"Variables": {}, "Colour": 1}})"), "E"); }),
            "Properties validation failed for resource It with message:\n#/E: extraneous key [Colour] is not permitted");
}

TEST(Properties, AreNamedOrRefused) {
  static constexpr auto& table = properties<"Name*! Kind~ Tags">;
  const ResourceType type{.name = "AWS::Test::It", .properties = table, .attributes = names<"Arn">,
                          .make = nullptr, .settle = nullptr, .update = nullptr, .remove = nullptr};
  EXPECT_TRUE(table[0].required);
  EXPECT_EQ(table[0].change, Change::replacement);
  EXPECT_EQ(table[1].change, Change::refused);
  EXPECT_EQ(table[2].change, Change::in_place);
  check_properties(type, resource(R"({"Name": "n"})"));
  EXPECT_EQ(refusal([&] { check_properties(type, resource(R"({"Name": "n", "Colour": 1})")); }), "Encountered unsupported property Colour");
  EXPECT_NE(refusal([&] { check_properties(type, resource("{}")); }).find("required key [Name] not found"), std::string::npos);
}

TEST(Names, KeepTheirSuffixWhenCut) {
  Resource r = resource("{}");
  EXPECT_EQ(generated_name(r, 64), "stack-It-ABCDEFGHIJKL");
  EXPECT_EQ(generated_name(r, 16), "sta-ABCDEFGHIJKL");
  EXPECT_EQ(own_name(resource(R"({"Name": "mine"})"), "Name", 64), "mine");
}

TEST(Tags, OfTheStackStandUnderTheResourcesOwn) {
  Resource before = resource(R"({"Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]})"), wanted = resource(R"({"Tags": {"a": "3"}})");
  before.tags = wanted.tags = {{"a", "stack"}, {"team", "blue"}, {"aws:cloudformation:stack-name", "s"}};
  EXPECT_EQ(tags_of(before), (Words{{"a", "1"}, {"b", "2"}, {"team", "blue"}}));
  EXPECT_EQ(tags_of(before, Marks::system).size(), 4u);
  auto change = tag_change(wanted, before);
  EXPECT_EQ(change.put, (Words{{"a", "3"}}));
  EXPECT_EQ(change.removed, std::vector<std::string>{"b"});
}

TEST(Bucket, HasALifecycleInS3sOwnForm) {
  auto rules = lifecycle_of(resource(R"({"LifecycleConfiguration": {"Rules": [
      {"Status": "Enabled", "Prefix": "a/", "TagFilters": [{"Key": "k", "Value": "v"}], "ExpirationInDays": "3",
       "Transition": {"StorageClass": "GLACIER", "TransitionInDays": 1}, "NoncurrentVersionExpirationInDays": 9},
      {"Status": "Enabled", "ExpirationDate": "2030-01-01T00:00:00Z", "ObjectSizeGreaterThan": 10}]}})")).rules;
  ASSERT_EQ(rules.size(), 2u);
  ASSERT_TRUE(rules[0].filter && rules[0].filter->and_);
  EXPECT_EQ(rules[0].filter->and_->prefix, "a/");
  EXPECT_EQ(rules[0].filter->and_->tags->at(0).value, "v");
  EXPECT_EQ(rules[0].expiration->days, 3);
  EXPECT_EQ(rules[0].transitions->at(0).days, 1);
  EXPECT_EQ(rules[0].noncurrentVersionExpiration->noncurrentDays, 9);
  EXPECT_EQ(rules[1].filter->objectSizeGreaterThan, 10);
  EXPECT_EQ(base::iso(*rules[1].expiration->date), "2030-01-01T00:00:00Z");
  EXPECT_EQ(canned_acl("BucketOwnerFullControl"), "bucket-owner-full-control");
}

TEST(InlineCode, IsAnArchiveThatDependsOnTheSourceAlone) {
  auto python = inline_archive("python3.13", "handler = print"), node = inline_archive("nodejs22.x", "exports.handler = 1");
  ASSERT_TRUE(python && node);
  EXPECT_EQ(python, inline_archive("python3.12", "handler = print"));
  EXPECT_TRUE(python->starts_with("PK\x03\x04"));
  for (auto name : {"index.py", "cfnresponse.py", "handler = print"}) EXPECT_NE(python->find(name), std::string::npos);
  for (auto name : {"index.js", "cfn-response.js"}) EXPECT_NE(node->find(name), std::string::npos);
  EXPECT_FALSE(inline_archive("provided.al2023", "x"));
}

}  // namespace
}  // namespace cloudformation::resources
