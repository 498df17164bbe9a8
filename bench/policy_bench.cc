// What one authorization costs: ten attached policies, three levels of service control policies, a boundary, twenty
// condition keys; all compiled once. Prints nanoseconds per decision.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "policy/evaluate.h"

namespace {

using policy::Documents;

std::vector<std::shared_ptr<const policy::Document>> owned;

const policy::Document* compiled(const std::string& statements) {
  owned.push_back(policy::compile(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}"));
  if (!owned.back()) std::abort();
  return owned.back().get();
}

// The shape of a usual attached policy: a reader's, a writer's with conditions, a list of denies.
const policy::Document* attached(int i) {
  std::string n = std::to_string(i);
  return compiled(
      R"({"Effect":"Allow","Action":["ec2:Describe*","logs:Get*","logs:Describe*","cloudwatch:List*","cloudwatch:Get*"],)"
      R"("Resource":"*"},)"
      R"({"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:ListBucket"],"Resource":["arn:aws:s3:::team-)" + n +
      R"(","arn:aws:s3:::team-)" + n + R"(/${aws:PrincipalTag/team}/*"],)"
      R"("Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},)"
      R"("Bool":{"aws:SecureTransport":"true"},"IpAddress":{"aws:SourceIp":["10.0.0.0/8","192.168.0.0/16"]}}},)"
      R"({"Effect":"Deny","Action":["iam:*","organizations:*","s3:DeleteBucket*"],"Resource":"*",)"
      R"("Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/Admin"}}})");
}

const policy::Document* guard() {
  return compiled(
      R"({"Effect":"Deny","Action":["cloudtrail:StopLogging","cloudtrail:DeleteTrail","cloudtrail:UpdateTrail"],)"
      R"("Resource":"arn:aws:cloudtrail:*:*:trail/*",)"
      R"("Condition":{"StringNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/BreakGlass"}}},)"
      R"({"Effect":"Deny","NotAction":["iam:*","sts:*","organizations:*","s3:*","kms:*","cloudtrail:*"],"Resource":"*",)"
      R"("Condition":{"StringNotEquals":{"aws:RequestedRegion":["us-east-1","eu-west-1"]}}},)"
      R"({"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"})");
}

void fill(policy::Context& c) {
  const std::pair<const char*, const char*> keys[] = {
      {"aws:PrincipalArn", "arn:aws:iam::111111111111:role/Deploy"}, {"aws:PrincipalAccount", "111111111111"},
      {"aws:PrincipalType", "AssumedRole"}, {"aws:PrincipalOrgID", "o-a1b2c3d4e5"}, {"aws:PrincipalIsAWSService", "false"},
      {"aws:PrincipalTag/team", "payments"}, {"aws:userid", "AROAEXAMPLE:build"}, {"aws:SourceIp", "192.168.10.20"},
      {"aws:SecureTransport", "true"}, {"aws:UserAgent", "aws-cli/2.9.19"}, {"aws:RequestedRegion", "us-east-1"},
      {"aws:CurrentTime", "2026-03-02T10:05:11Z"}, {"aws:EpochTime", "1772445911"}, {"aws:ResourceAccount", "111111111111"},
      {"aws:ResourceOrgID", "o-a1b2c3d4e5"}, {"aws:ViaAWSService", "false"}, {"aws:TokenIssueTime", "2026-03-02T09:00:00Z"},
      {"aws:MultiFactorAuthPresent", "false"}, {"s3:authType", "REST-HEADER"}, {"s3:signatureversion", "AWS4-HMAC-SHA256"}};
  for (auto& [key, value] : keys) c.refer(key, value);
}

template <class Body>
void measure(const char* what, Body body) {
  using Clock = std::chrono::steady_clock;
  constexpr int kRounds = 200'000;
  for (int i = 0; i < kRounds / 10; ++i) body();
  auto start = Clock::now();
  for (int i = 0; i < kRounds; ++i) body();
  auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
  std::printf("%-48s %6lld ns\n", what, static_cast<long long>(ns / kRounds));
}

}  // namespace

int main() {
  auto* full = compiled(R"({"Effect":"Allow","Action":"*","Resource":"*"})");
  policy::Inputs in;
  for (int i = 0; i < 10; ++i) in.identity.push_back(attached(i));
  in.boundary = full;
  in.scps_apply = true;
  for (int i = 0; i < 3; ++i) in.scps.push_back({full, guard()});
  policy::Caller caller{.kind = policy::Caller::Kind::role_session, .account = "111111111111",
                        .arn = "arn:aws:sts::111111111111:assumed-role/Deploy/build",
                        .role_arn = "arn:aws:iam::111111111111:role/Deploy",
                        .id = "AROAEXAMPLE:build"};
  policy::Context context;
  fill(context);
  policy::Request request{"s3:GetObject", "arn:aws:s3:::team-9/payments/reports/2026/q1.csv", context, caller};
  if (!policy::evaluate(request, in).allowed) std::abort();

  measure("decision, ten policies and three SCP levels", [&] { if (!policy::evaluate(request, in).allowed) std::abort(); });
  measure("the same, with inputs copied and context built", [&] {
    policy::Inputs fresh = in;
    policy::Context keys;
    fill(keys);
    policy::Request again{request.action, request.resource, keys, caller};
    if (!policy::evaluate(again, fresh).allowed) std::abort();
  });
}
