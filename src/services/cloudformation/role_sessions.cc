#include "services/cloudformation/role_sessions.h"

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

}  // namespace

PrincipalPtr role_session(House& house, const std::string& arn, const std::string& role, const std::string& session_name, const Scope& scope,
                          const std::function<PrincipalPtr()>& who) {
  auto& sessions = house.cache<RoleSessions>();
  const std::string key = store::joined(arn, role);
  RoleSessions::Kept kept;
  {
    std::lock_guard lock(sessions.mutex);
    if (auto it = sessions.kept.find(key); it != sessions.kept.end()) kept = it->second;
  }
  if (!kept.access_key.empty())
    if (auto p = session_of(house, kept)) return p;
  sts::AssumeRole ask;
  ask.roleArn = role;
  ask.roleSessionName = session_name;
  auto answer = house.act(who(), scope, ask);
  kept = {answer.credentials.accessKeyId, answer.credentials.sessionToken};
  auto p = session_of(house, kept);
  if (!p) throw ApiError{"AccessDenied", 403, "The session of " + role + " cannot be used."};
  std::lock_guard lock(sessions.mutex);
  if (sessions.kept.size() >= kMostKept) sessions.kept.clear();
  sessions.kept[key] = kept;
  return p;
}

}  // namespace cloudformation
