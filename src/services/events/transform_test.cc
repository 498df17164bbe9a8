#include "services/events/transform.h"

#include <gtest/gtest.h>

namespace events {
namespace {

constexpr std::string_view kEvent =
    R"({"version":"0","id":"i","detail-type":"T","source":"s","account":"111122223333","time":"2026-03-02T10:05:11Z","region":"us-east-1","resources":["arn:a","arn:b"],)"
    R"("detail":{"payload":{"acc_id":"0a787ecb-4015","sf_id":"baz"},"one":["HIGH"],"two":["ACTIVE","INACTIVE"],"valid":true,"n":7,"say":"a \"b\"\n","items":[{"x":1},{"x":2}],"a.b":5}})";

std::string filled(std::string text) {
  Target t;
  t.id = "t";
  t.inputTransformer.emplace();
  t.inputTransformer->inputPathsMap.emplace();
  for (auto [name, path] : {std::pair{"userId", "$.detail.payload.acc_id"}, {"payload", "$.detail.payload"}, {"none", "$.detail.nothing"}, {"one", "$.detail.one"}, {"two", "$.detail.two"},
                            {"valid", "$.detail.valid"}, {"type", "$.detail-type"}, {"say", "$.detail.say"}, {"n", "$.detail.n"}})
    (*t.inputTransformer->inputPathsMap)[name] = std::string(path);
  t.inputTransformer->inputTemplate = std::move(text);
  if (auto fault = input_fault(t)) return "fault: " + *fault;
  return input_of(t, kEvent, {"arn:rule", "rule", base::Time::seconds(1'700'000'000)}).value_or("nothing");
}

// The expected answers are those recorded from AWS.
TEST(Transform, JsonTemplates) {
  EXPECT_EQ(filled(R"({"path": "users/<userId>", "bod": <payload>})"), R"({"path": "users/0a787ecb-4015", "bod": {"acc_id":"0a787ecb-4015","sf_id":"baz"}})");
  EXPECT_EQ(filled(R"({"id" : <userId>})"), R"({"id" : "0a787ecb-4015"})");
  EXPECT_EQ(filled(R"({"id" : "<userId>"})"), R"({"id" : "0a787ecb-4015"})");
  EXPECT_EQ(filled(R"({"bod": [<userId>, "hardcoded"]})"), R"({"bod": ["0a787ecb-4015", "hardcoded"]})");
  EXPECT_EQ(filled(R"({"command": <none>})"), R"({"command": ""})");
  EXPECT_EQ(filled(R"({"item": <one>})"), R"({"item": ["HIGH"]})");
  EXPECT_EQ(filled(R"({"payload": "<payload>"})"), "nothing");
  EXPECT_EQ(filled(R"({"item": "<one>"})"), "nothing");
  EXPECT_EQ(filled(R"({"said": "<say>", "n": <n>, "v": "<valid>"})"), R"({"said": "a \"b\"\n", "n": 7, "v": "true"})");
  EXPECT_EQ(filled(R"({"e": <aws.events.event>})"), R"({"e": {"version":"0","id":"i","detailType":"T","source":"s","account":"111122223333",)"
                                                    R"("time":"2026-03-02T10:05:11Z","region":"us-east-1","resources":["arn:a","arn:b"]}})");
  EXPECT_EQ(filled(R"({"e": <aws.events.event.json>})"), R"({"e": )" + std::string(kEvent) + "}");
}

TEST(Transform, TextTemplates) {
  EXPECT_EQ(filled(R"("Event of <type> type, from <none>")"), R"("Event of T type, from ")");
  EXPECT_EQ(filled(R"("{[/Check <type>")"), R"("{[/Check T")");
  EXPECT_EQ(filled(R"("Payload of <payload> and <userId>")"), R"("Payload of {acc_id:0a787ecb-4015,sf_id:baz} and 0a787ecb-4015")");
  EXPECT_EQ(filled("\"<one> single\"\n\"<two> multiple\""), "\"[HIGH] single\"\n\"[ACTIVE,INACTIVE] multiple\"");
  EXPECT_EQ(filled(R"("Command is <valid>!")"), R"("Command is true!")");
  EXPECT_EQ(filled(R"(<one> single list item)"), "nothing");
  EXPECT_EQ(filled(R"("<aws.events.rule-arn> <aws.events.rule-name> <aws.events.event.ingestion-time>")"), R"("arn:rule rule 2023-11-14T22:13:20Z")");
  EXPECT_EQ(filled(R"("a < b, <userId>, \"<userId>\"")"), R"("a < b, 0a787ecb-4015, \"0a787ecb-4015\"")");
}

TEST(Transform, Faults) {
  EXPECT_EQ(filled(R"("with <notdefinedkey>")"), "fault: InputTemplate for target t contains invalid placeholder notdefinedkey.");
  Target t;
  t.id = "t";
  t.input = "{";
  EXPECT_TRUE(input_fault(t));
  t.input = R"("x")";
  EXPECT_FALSE(input_fault(t));
  t.inputPath = "$.detail";
  EXPECT_EQ(*input_fault(t), "Only one of Input, InputPath, or InputTransformer must be provided for target t.");
  t.input.reset();
  for (auto bad : {"detail", "$detail", "$.", "$..a", "$[", "$[x]", "$.a[?(@.b)]"}) {
    t.inputPath = std::string(bad);
    EXPECT_TRUE(input_fault(t)) << bad;
  }
}

TEST(Transform, NothingLargerThanAnyTargetTakes) {
  Target t;
  t.inputTransformer.emplace();
  t.inputTransformer->inputPathsMap.emplace();
  (*t.inputTransformer->inputPathsMap)["v"] = std::string("$.detail.l[*]");
  std::string text = "[";
  for (int i = 0; i < 500; ++i) text += i ? ",<v>" : "<v>";
  t.inputTransformer->inputTemplate = text + "]";
  std::string event = R"({"detail":{"l":[0)";
  for (int i = 0; i < 20'000; ++i) event += ",1";
  EXPECT_FALSE(input_of(t, event + "]}}", {}));
  t.inputTransformer->inputTemplate = "<v>";
  EXPECT_FALSE(input_of(t, event + "]}}", {}));               // no lines of strings
  t.inputTransformer->inputTemplate = "[<v>]";
  EXPECT_EQ(input_of(t, event + "]}}", {})->size(), 40'005u);
}

TEST(Transform, Paths) {
  EXPECT_EQ(at_path(kEvent, "$"), std::string(kEvent));
  EXPECT_EQ(at_path(kEvent, "$.detail.items[1].x"), "2");
  EXPECT_EQ(at_path(kEvent, "$.detail.items[*].x"), "[1,2]");
  EXPECT_EQ(at_path(kEvent, "$.detail['a.b']"), "5");
  EXPECT_EQ(at_path(kEvent, "$.resources[0]"), "\"arn:a\"");
  EXPECT_EQ(at_path(kEvent, "$.resources[9]"), std::nullopt);
  EXPECT_EQ(at_path(kEvent, "$.detail.one.more"), std::nullopt);
}

}  // namespace
}  // namespace events
