#include "services/cloudformation/set_hands.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "service/as_account.h"
#include "services/iam/api.h"
#include "services/sts/api.h"

namespace cloudformation {
namespace {

constexpr std::string_view kAdminHost = "stacksets.cloudformation.amazonaws.com", kMemberHost = "member.org.stacksets.cloudformation.amazonaws.com";
constexpr std::string_view kAdminRole = "AWSServiceRoleForCloudFormationStackSetsOrgAdmin";

// Credentials of sessions, kept until they end.
struct SetSessions {
  struct Kept { std::string access_key, token; };
  std::mutex mutex;
  std::map<std::string, Kept> kept;
};
constexpr std::size_t kMostKept = 10'000;

PrincipalPtr session_of(House& house, const SetSessions::Kept& kept) {
  store::Txn txn = house.store.read();
  auto answer = house.ports().credential(house, txn, kept.access_key, kept.token);
  if (!answer.credential) return nullptr;
  auto p = std::make_shared<service::Principal>(*answer.credential->principal);
  p->identity.invoked_by = kHost;
  return p;
}

// A session of `role`, assumed by `who` once and used while it lasts.
template <class Who> PrincipalPtr session(House& house, const SetRecord& set, const std::string& role, Who who) {
  auto& sessions = house.cache<SetSessions>();
  const std::string key = store::joined(set.arn, role);
  SetSessions::Kept kept;
  {
    std::lock_guard lock(sessions.mutex);
    if (auto it = sessions.kept.find(key); it != sessions.kept.end()) kept = it->second;
  }
  if (!kept.access_key.empty())
    if (auto p = session_of(house, kept)) return p;
  sts::AssumeRole ask;
  ask.roleArn = role;
  ask.roleSessionName = "StackSet-" + base::hex(base::sha256(set.id)).substr(0, 32);
  auto answer = house.act(who(), {set.account, set.region}, ask);
  kept = {answer.credentials.accessKeyId, answer.credentials.sessionToken};
  auto p = session_of(house, kept);
  if (!p) throw ApiError{"AccessDenied", 403, "The session of " + role + " cannot be used."};
  std::lock_guard lock(sessions.mutex);
  if (sessions.kept.size() >= kMostKept) sessions.kept.clear();
  sessions.kept[key] = kept;
  return p;
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
