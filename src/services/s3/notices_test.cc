#include "services/s3/notices.h"

#include <gtest/gtest.h>

#include "services/s3/notifications.h"

namespace s3 {
namespace {

Destination destination(std::vector<std::string> events, std::string prefix = "", std::string suffix = "") {
  static int n = 0;
  return {std::to_string(++n), "arn:aws:sqs:us-east-1:123456789012:q", std::move(events), std::move(prefix), std::move(suffix)};
}

std::string refusal(const std::vector<Destination>& all) {
  try {
    check_destinations(all);
    return "";
  } catch (const ApiError& e) {
    return e.message;
  }
}

TEST(Notifications, WhatADestinationWants) {
  auto d = destination({"s3:ObjectCreated:*", "s3:ObjectRemoved:Delete"}, "in/", ".jpg");
  EXPECT_TRUE(d.wants("ObjectCreated:Put", "in/a.jpg"));
  EXPECT_TRUE(d.wants("ObjectRemoved:Delete", "in/a.jpg"));
  EXPECT_FALSE(d.wants("ObjectRemoved:DeleteMarkerCreated", "in/a.jpg"));
  EXPECT_FALSE(d.wants("ObjectCreated:Put", "out/a.jpg"));
  EXPECT_FALSE(d.wants("ObjectCreated:Put", "in/a.png"));
}

TEST(Notifications, RulesDoNotOverlap) {
  EXPECT_EQ(refusal({destination({"s3:ObjectCreated:Put"}), destination({"s3:ObjectRemoved:*"})}), "");
  EXPECT_EQ(refusal({destination({"s3:ObjectCreated:Put"}), destination({"s3:ObjectCreated:*"})}),
            "Configurations overlap. Configurations on the same bucket cannot share a common event type.");
  EXPECT_EQ(refusal({destination({"s3:ObjectCreated:*"}, "a/"), destination({"s3:ObjectCreated:*"}, "b/")}), "");
  EXPECT_NE(refusal({destination({"s3:ObjectCreated:*"}, "a/"), destination({"s3:ObjectCreated:*"}, "a/b")}), "");
  EXPECT_EQ(refusal({destination({"s3:ObjectCreated:*"}, "a/", ".x"), destination({"s3:ObjectCreated:*"}, "a/b", ".y")}), "");
  EXPECT_NE(refusal({destination({"s3:ObjectCreated:*"}, "", "x"), destination({"s3:ObjectCreated:*"}, "", ".x")}), "");
  EXPECT_EQ(refusal({destination({"s3:ObjectCreated:Never"})}), "The event 's3:ObjectCreated:Never' is not supported for notifications");
}

TEST(Notifications, Messages) {
  const Occasion o{.bucket = "b", .account = "123456789012", .region = "eu-west-1", .principal = "AWS:AIDAX", .source_ip = "10.0.0.1",
                   .request_id = "C3D13FE58DE4C810", .time = *base::parse_time("2026-03-02T10:05:11.123Z"), .order = 0x10};
  std::string text = event_message({.event = "ObjectCreated:Put", .key = "a b/\xC3\xA9+", .version = "v1", .size = 3, .etag = "e"}, o, "mine");
  EXPECT_NE(text.find(R"("eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-west-1","eventTime":"2026-03-02T10:05:11.123Z","eventName":"ObjectCreated:Put")"),
            text.npos) << text;
  EXPECT_NE(text.find(R"("object":{"key":"a+b/%C3%A9%2B","size":3,"eTag":"e","versionId":"v1","sequencer":"000000000000000010"})"), text.npos) << text;
  EXPECT_NE(text.find(R"("configurationId":"mine")"), text.npos);
  text = event_message({.event = "LifecycleExpiration:Delete", .key = "k"}, o, "mine");
  EXPECT_NE(text.find(R"("eventVersion":"2.3")"), text.npos);
  auto detail = event_detail({.event = "ObjectRemoved:Delete", .key = "a b", .version = "v1"}, o);
  EXPECT_EQ(detail.type, "Object Deleted");
  EXPECT_NE(detail.json.find(R"("reason":"DeleteObject","deletion-type":"Permanently Deleted")"), text.npos) << detail.json;
  EXPECT_NE(detail.json.find(R"("key":"a b")"), text.npos);
}

}  // namespace
}  // namespace s3
