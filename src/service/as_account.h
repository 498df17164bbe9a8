#pragma once
// A service that does in an account what only the account itself may, such as making its own service-linked role. The
// record names the account's root user, invoked by the service; no service control policy stands against it.
#include "service/principal.h"

namespace service {

PrincipalPtr service_as_account(std::string_view host, const std::string& account, std::string_view partition = "aws");
bool is_service_as_account(const Principal&);

}  // namespace service
