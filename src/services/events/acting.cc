#include "services/events/acting.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "service/as_account.h"
#include "services/sts/api.h"

namespace events {

using service::House, service::PrincipalPtr;

namespace {

// Credentials of roles, kept until they end.
struct RoleSessions {
  struct Kept { std::string access_key, token; };
  std::mutex mutex;
  std::map<std::string, Kept> kept;
};
constexpr std::size_t kMostKept = 10'000;

PrincipalPtr marked(const PrincipalPtr& session) {
  auto p = std::make_shared<service::Principal>(*session);
  p->identity.invoked_by = kHost;
  return p;
}

PrincipalPtr principal_of(House& house, const RoleSessions::Kept& kept) {
  store::Txn txn = house.store.read();
  auto answer = house.ports().credential(house, txn, kept.access_key, kept.token);
  return answer.credential ? marked(answer.credential->principal) : nullptr;
}

}  // namespace

PrincipalPtr itself(const BusRef& b, std::string_view rule) { return service::service_principal(kHost, rule_arn(b, rule), b.account); }

PrincipalPtr account_itself(const std::string& account) { return service::service_as_account(kHost, account); }

std::string session_name(std::string_view account) { return base::hex(base::sha256("events/" + std::string(account))).substr(0, 32); }

PrincipalPtr under_role(House& house, const BusRef& b, std::string_view rule, const std::string& role_arn) {
  auto& sessions = house.cache<RoleSessions>();
  const std::string key = store::joined(b.account, role_arn);
  RoleSessions::Kept kept;
  {
    std::lock_guard lock(sessions.mutex);
    if (auto it = sessions.kept.find(key); it != sessions.kept.end()) kept = it->second;
  }
  if (!kept.access_key.empty())
    if (auto p = principal_of(house, kept)) return p;
  sts::AssumeRole ask;
  ask.roleArn = role_arn;
  ask.roleSessionName = session_name(b.account);
  auto answer = house.act(itself(b, rule), {b.account, b.region}, ask);
  kept = {answer.credentials.accessKeyId, answer.credentials.sessionToken};
  auto p = principal_of(house, kept);
  if (!p) throw service::ApiError{"AccessDenied", 403, "The role " + role_arn + " cannot be used."};
  std::lock_guard lock(sessions.mutex);
  if (sessions.kept.size() >= kMostKept) sessions.kept.clear();
  sessions.kept[key] = kept;
  return p;
}

}  // namespace events
