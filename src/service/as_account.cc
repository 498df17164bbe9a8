#include "service/as_account.h"

namespace service {

PrincipalPtr service_as_account(std::string_view host, const std::string& account, std::string_view partition) {
  auto p = std::make_shared<Principal>();
  p->who = Who::root;
  p->entity_id = account;
  p->identity = {.type = "Root", .principal_id = account, .arn = "arn:" + std::string(partition) + ":iam::" + account + ":root", .account = account,
                 .invoked_by = std::string(host)};
  return p;
}

bool is_service_as_account(const Principal& p) { return p.who == Who::root && !p.identity.invoked_by.empty(); }

}  // namespace service
