#include "services/cloudformation/set_hands.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "service/as_account.h"
#include "services/iam/api.h"
#include "services/sts/api_role_sessions.h"

namespace cloudformation {
namespace {

constexpr std::string_view kAdminHost = "stacksets.cloudformation.amazonaws.com", kMemberHost = "member.org.stacksets.cloudformation.amazonaws.com";
constexpr std::string_view kAdminRole = "AWSServiceRoleForCloudFormationStackSetsOrgAdmin";

PrincipalPtr session(House& house, const SetRecord& set, const std::string& role, const std::function<PrincipalPtr()>& who) {
  return sts::role_session(house, {kHost, set.arn, role, "StackSet-" + base::hex(base::sha256(set.id)).substr(0, 32), {set.account, set.region}}, who);
}

std::string role_arn(const House& house, const std::string& account, std::string_view path_and_name) {
  return "arn:" + house.settings.partition + ":iam::" + account + ":role/" + std::string(path_and_name);
}

PrincipalPtr self_managed(House& house, const SetRecord& set, const std::string& account) try {
  const std::string execution = role_arn(house, account, set.execution_role);
  return session(house, set, execution, [&] {
    return session(house, set, set.administration_role, [&] { return service::service_principal(kHost, set.arn, set.account); });
  });
} catch (const ApiError& e) {
  if (e.status >= 500) throw;
  throw ApiError{"ValidationError", 400, "Account " + account + " should have '" + set.execution_role + "' role with trust relationship to Role '" +
                                             set.administration_role.substr(set.administration_role.rfind('/') + 1) + "'."};
}

template <class Q> void unless_there(House& house, const PrincipalPtr& who, const std::string& account, const Q& request) {
  try {
    house.act(who, {account, "us-east-1"}, request);
  } catch (const ApiError& e) {
    if (e.code != "EntityAlreadyExists" && e.code != "InvalidInput") throw;
  }
}

iam::CreateServiceLinkedRole linked(std::string_view host) { return {.aWSServiceName = iam::NameText<128>(std::string(host))}; }

// The role that StackSets deploys through in a member, made at the first time.
std::string member_role(House& house, const SetRecord& set, const std::string& account) {
  const std::string name = "stacksets-exec-" + base::hex(base::sha256(set.organization)).substr(0, 32), arn = role_arn(house, account, name);
  auto of_member = service::service_as_account(kMemberHost, account);
  try {
    iam::GetRole look;
    look.roleName = iam::RoleName(name);
    house.act(of_member, {account, "us-east-1"}, look);
    return arn;
  } catch (const ApiError& e) {
    if (e.code != "NoSuchEntity") throw;
  }
  unless_there(house, of_member, account, linked(kMemberHost));
  iam::CreateRole make;
  make.roleName = iam::RoleName(name);
  make.assumeRolePolicyDocument = iam::Document(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":")" +
      role_arn(house, set.account, "aws-service-role/" + std::string(kAdminHost) + "/" + std::string(kAdminRole)) + R"("},"Action":"sts:AssumeRole"}]})");
  make.description = "Role created by AWSCloudFormation Stacksets";
  unless_there(house, of_member, account, make);
  iam::AttachRolePolicy attach;
  attach.roleName = iam::RoleName(name);
  attach.policyArn = iam::Arn("arn:" + house.settings.partition + ":iam::aws:policy/AdministratorAccess");
  house.act(of_member, {account, "us-east-1"}, attach);
  return arn;
}

PrincipalPtr service_managed(House& house, const SetRecord& set, const std::string& account) {
  const std::string admin = role_arn(house, set.account, "aws-service-role/" + std::string(kAdminHost) + "/" + std::string(kAdminRole));
  unless_there(house, service::service_as_account(kAdminHost, set.account), set.account, linked(kAdminHost));
  const std::string role = member_role(house, set, account);
  return session(house, set, role, [&] {
    return session(house, set, admin, [&] { return service::service_principal(kAdminHost, set.arn, set.account); });
  });
}

}  // namespace

PrincipalPtr hands_in(House& house, const SetRecord& set, const std::string& account) {
  return set.service_managed ? service_managed(house, set, account) : self_managed(house, set, account);
}

}  // namespace cloudformation
