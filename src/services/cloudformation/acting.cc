#include "services/cloudformation/acting.h"

#include "services/sts/api.h"

namespace cloudformation {
namespace {

// Credentials of roles, kept until they end.
struct RoleSessions {
  struct Kept { std::string access_key, token; };
  std::mutex mutex;
  std::map<std::string, Kept> kept;
};
constexpr std::size_t kMostKept = 10'000;

PrincipalPtr session_of(House& house, const RoleSessions::Kept& kept) {
  store::Txn txn = house.store.read();
  auto answer = house.ports().credential(house, txn, kept.access_key, kept.token);
  if (!answer.credential) return nullptr;
  auto p = std::make_shared<service::Principal>(*answer.credential->principal);
  p->identity.invoked_by = kHost;
  return p;
}

PrincipalPtr under_role(House& house, const Place& place, const StackRecord& stack) {
  auto& sessions = house.cache<RoleSessions>();
  const std::string key = store::joined(stack.arn, stack.role);
  RoleSessions::Kept kept;
  {
    std::lock_guard lock(sessions.mutex);
    if (auto it = sessions.kept.find(key); it != sessions.kept.end()) kept = it->second;
  }
  if (!kept.access_key.empty())
    if (auto p = session_of(house, kept)) return p;
  sts::AssumeRole ask;
  ask.roleArn = stack.role;
  ask.roleSessionName = "AWSCloudFormation";
  try {
    auto answer = house.act(service::service_principal(kHost, stack.arn, place.account), place.scope(), ask);
    kept = {answer.credentials.accessKeyId, answer.credentials.sessionToken};
  } catch (const ApiError& e) {
    if (e.status >= 500) throw;
    throw invalid("Role " + stack.role + " is invalid or cannot be assumed");
  }
  auto p = session_of(house, kept);
  if (!p) throw invalid("Role " + stack.role + " is invalid or cannot be assumed");
  std::lock_guard lock(sessions.mutex);
  if (sessions.kept.size() >= kMostKept) sessions.kept.clear();
  sessions.kept[key] = kept;
  return p;
}

}  // namespace

Hands hands_of(House& house, const Place& place, const StackRecord& stack) {
  if (!stack.role.empty()) return {under_role(house, place, stack), {}};
  auto p = service::principal_of(house, stack.principal);
  // Who is a service's session already stays it.
  return {p, p->identity.invoked_by.empty() ? std::string(kHost) : std::string()};
}

}  // namespace cloudformation
