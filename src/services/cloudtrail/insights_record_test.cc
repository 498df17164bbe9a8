#include "services/cloudtrail/insights_record.h"

#include <gtest/gtest.h>

#include "service/trace.h"

namespace cloudtrail {
namespace {

TEST(InsightRecord, IsTheWorkedExample) {
  Finding f{.start = true, .minute = 1772464200 / 60, .duration = 1};
  f.insight.series = {"", "ssm.amazonaws.com", "UpdateInstanceInformation", ""};
  f.insight.sharedId = "c1c1c1c1-0005-4a4a-8b8b-000000000005";
  f.insight.sum = {85, {{"arn:aws:sts::444444444444:assumed-role/Developer", 85}}, {{"ssm.amazonaws.com", 85}}, {{"null", 85}}};
  f.insight.baseline = {5040, {{"arn:aws:sts::444444444444:assumed-role/Developer", 5040}}, {{"ssm.amazonaws.com", 5040}}, {{"null", 5040}}};
  f.insight.baselineMinutes = 10080;
  std::string json;
  write_insight(f, "444444444444", "us-east-1", "", "a0026aac-1a2b-4c3d-8e4f-5000001ff5f4", json);
  EXPECT_EQ(json, R"({"eventVersion":"1.08","eventTime":"2026-03-02T15:10:00Z","awsRegion":"us-east-1","eventID":"a0026aac-1a2b-4c3d-8e4f-5000001ff5f4",)"
                  R"("eventType":"AwsCloudTrailInsight","recipientAccountId":"444444444444","sharedEventID":"c1c1c1c1-0005-4a4a-8b8b-000000000005",)"
                  R"("insightDetails":{"state":"Start","eventSource":"ssm.amazonaws.com","eventName":"UpdateInstanceInformation","insightType":"ApiCallRateInsight",)"
                  R"("insightContext":{"statistics":{"baseline":{"average":0.5},"insight":{"average":85},"insightDuration":1,"baselineDuration":10080},"attributions":[)"
                  R"({"attribute":"userIdentityArn","insight":[{"value":"arn:aws:sts::444444444444:assumed-role/Developer","average":85}],)"
                  R"("baseline":[{"value":"arn:aws:sts::444444444444:assumed-role/Developer","average":0.5}]},)"
                  R"({"attribute":"userAgent","insight":[{"value":"ssm.amazonaws.com","average":85}],"baseline":[{"value":"ssm.amazonaws.com","average":0.5}]},)"
                  R"({"attribute":"errorCode","insight":[{"value":"null","average":85}],"baseline":[{"value":"null","average":0.5}]}]}},"eventCategory":"Insight"})");
}

Contribution of(std::string_view json, std::uint8_t flags) {
  journal::RecordView r;
  r.json = json;
  r.flags = flags;
  return contribution(r);
}

TEST(InsightRecord, WhatACallAdds) {
  constexpr std::string_view call = R"({"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::4:assumed-role/Dev/bob"},"eventSource":"ec2.amazonaws.com",)"
                                    R"("eventName":"RunInstances","userAgent":"cli","errorCode":"AccessDenied","eventType":"AwsApiCall"})";
  auto c = of(call, service::kHistory);
  EXPECT_TRUE(c.call && c.error);
  EXPECT_EQ(c.identity, "arn:aws:sts::4:assumed-role/Dev");
  EXPECT_EQ(c.code, "AccessDenied");
  EXPECT_FALSE(of(call, service::kHistory | service::kReadOnly).call);
  EXPECT_TRUE(of(call, service::kHistory | service::kReadOnly).error);
  EXPECT_TRUE(of(call, service::kData | service::kReadOnly).call);
  constexpr std::string_view by_service = R"({"userIdentity":{"type":"AWSService","invokedBy":"s3.amazonaws.com"},"eventSource":"kms.amazonaws.com",)"
                                          R"("eventName":"Sign","eventType":"AwsApiCall"})";
  EXPECT_EQ(of(by_service, service::kHistory).identity, "s3.amazonaws.com");
  EXPECT_EQ(of(by_service, service::kHistory).code, "null");
  EXPECT_FALSE(of(by_service, service::kHistory).error);
  for (std::string_view other : {R"({"eventSource":"kms.amazonaws.com","eventName":"RotateKey","eventType":"AwsServiceEvent"})",
                                 R"({"eventSource":"kms.amazonaws.com","eventName":"a b\u0000c","eventType":"AwsApiCall"})", R"([])", ""}) {
    auto none = of(other, service::kHistory);
    EXPECT_FALSE(none.call || none.error) << other;
  }
}

}  // namespace
}  // namespace cloudtrail
