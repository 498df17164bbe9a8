#include "services/events/acting.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "service/as_account.h"
#include "services/sts/api_role_sessions.h"

namespace events {

using service::House, service::PrincipalPtr;

PrincipalPtr itself(const BusRef& b, std::string_view rule) { return service::service_principal(kHost, rule_arn(b, rule), b.account); }

PrincipalPtr account_itself(const std::string& account) { return service::service_as_account(kHost, account); }

std::string session_name(std::string_view account) { return base::hex(base::sha256("events/" + std::string(account))).substr(0, 32); }

PrincipalPtr under_role(House& house, const BusRef& b, std::string_view rule, const std::string& role_arn) {
  return sts::role_session(house, {kHost, b.account, role_arn, session_name(b.account), {b.account, b.region}}, [&] { return itself(b, rule); });
}

}  // namespace events
