#include "services/sts/api.h"
#include "services/sts/api_role_sessions.h"

namespace sts {
namespace {

using service::House, service::PrincipalPtr;

struct RoleSessions {
  struct Kept { std::string access_key, token; };
  std::mutex mutex;
  std::map<std::string, Kept> kept;
};
constexpr std::size_t kMostKept = 10'000;

PrincipalPtr principal_of(House& house, const RoleSessions::Kept& kept, std::string_view service) {
  store::Txn txn = house.store.read();
  auto answer = house.ports().credential(house, txn, kept.access_key, kept.token);
  if (!answer.credential) return nullptr;
  auto p = std::make_shared<service::Principal>(*answer.credential->principal);
  p->identity.invoked_by = service;
  return p;
}

}  // namespace

PrincipalPtr role_session(House& house, const RoleSession& s, const std::function<PrincipalPtr()>& who) {
  auto& sessions = house.cache<RoleSessions>();
  const std::string key = store::joined(s.service, s.owner, s.role);
  RoleSessions::Kept kept;
  {
    std::lock_guard lock(sessions.mutex);
    if (auto it = sessions.kept.find(key); it != sessions.kept.end()) kept = it->second;
  }
  if (!kept.access_key.empty())
    if (auto p = principal_of(house, kept, s.service)) return p;
  AssumeRole ask;
  ask.roleArn = s.role;
  ask.roleSessionName = s.name;
  auto answer = house.act(who(), s.scope, ask);
  kept = {answer.credentials.accessKeyId, answer.credentials.sessionToken};
  auto p = principal_of(house, kept, s.service);
  if (!p) throw service::ApiError{"AccessDenied", 403, "The session of " + s.role + " cannot be used."};
  std::lock_guard lock(sessions.mutex);
  if (sessions.kept.size() >= kMostKept) sessions.kept.clear();
  sessions.kept[key] = kept;
  return p;
}

}  // namespace sts
