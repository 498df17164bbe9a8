#include "services/secretsmanager/public.h"

#include "policy/document.h"

namespace secretsmanager {

bool is_public(std::string_view json, std::string_view arn) {
  auto document = policy::compile(json);
  if (!document) return true;
  constexpr std::string_view kAccount = "736574616163", kArn = "arn:aws:iam::736574616163:user/5d1c7e0f9b", kOrganization = "o-5d1c7e0f9b";
  policy::Context context;
  context.refer("aws:PrincipalAccount", kAccount);
  context.refer("aws:PrincipalArn", kArn);
  context.refer("aws:PrincipalType", "User");
  context.refer("aws:PrincipalIsAWSService", "false");
  context.refer("aws:PrincipalOrgID", kOrganization);
  context.set("aws:PrincipalOrgPaths", {"o-5d1c7e0f9b/r-5d1c/"});
  context.refer("aws:userid", "AIDA5D1C7E0F9B5D1C7E0");
  context.refer("aws:SourceAccount", kAccount);
  context.refer("aws:SourceArn", "arn:aws:s3:::5d1c7e0f9b");
  context.refer("aws:SourceIp", "203.0.113.77");
  context.refer("aws:SourceVpc", "vpc-5d1c7e0f9b");
  context.refer("aws:SourceVpce", "vpce-5d1c7e0f9b");
  context.refer("aws:SecureTransport", "true");
  context.refer("secretsmanager:VersionStage", "AWSCURRENT");
  for (std::string_view action : {"secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret",
                                  "secretsmanager:PutResourcePolicy", "secretsmanager:DeleteSecret", "secretsmanager:UpdateSecretVersionStage", "secretsmanager:RotateSecret"}) {
    policy::Request request{action, arn, context, {.kind = policy::Caller::Kind::user, .account = kAccount, .arn = kArn, .role_arn = {}, .id = "AIDA5D1C7E0F9B5D1C7E0", .service = {}}};
    auto verdict = document->judge(policy::Subject(request), true);
    if (!verdict.deny && verdict.allow != policy::Naming::none) return true;
  }
  return false;
}

}  // namespace secretsmanager
