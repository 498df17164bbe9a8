#pragma once
// What Organizations does after it has answered: accounts made and closed, service-linked roles.
#include "service/outbox.h"

namespace organizations {

inline constexpr std::string_view kMakeAccount = "organizations.make_account";                    // payload: organization NUL request id
inline constexpr std::string_view kFinishClosure = "organizations.finish_closure";                // payload: account
inline constexpr std::string_view kMakeServiceLinkedRole = "organizations.service_linked_role";   // payload: account

std::vector<service::OutboxHandler> outbox_handlers();

}  // namespace organizations
