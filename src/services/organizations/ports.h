#pragma once
// What the rest of the house is wired to: the guardrails every call is judged under, and what delivery must know of
// organizations. Reading only, save where an account is registered and delegates are.
#include "service/house.h"
#include "services/organizations/membership.h"
#include "services/organizations/trust.h"

namespace organizations {

// An account that comes from outside: the first one, which will manage. Nothing happens when it is known already.
void register_account(store::Txn&, std::string_view id, std::string_view name, std::string_view email, base::Time now);

std::optional<service::OrganizationView> organization_of(store::Txn&, std::string_view account);

// Status: ACTIVE, PENDING_CLOSURE, SUSPENDED; PENDING_ACTIVATION while the account is made.
std::optional<service::AccountView> account_of(store::Txn&, std::string_view id);
std::vector<service::AccountView> accounts_of(store::Txn&, std::string_view organization);    // its members, by id
std::vector<std::string> all_accounts(store::Txn&);

// was_member and had_service_access: membership.h.
bool has_service_access(store::Txn&, std::string_view organization, std::string_view service);     // now
bool is_delegated_administrator(store::Txn&, std::string_view organization, std::string_view account, std::string_view service);

// RegisterOrganizationDelegatedAdmin and its opposite, for services that have their own. The management account's affair, which
// the caller sees to; the refusals are those of RegisterDelegatedAdministrator.
void add_delegated_administrator(store::Txn&, std::string_view organization, const std::string& account, const std::string& service, base::Time now);
void remove_delegated_administrator(store::Txn&, std::string_view organization, const std::string& account, const std::string& service);

// service::Ports::guardrails
service::Guardrails guardrails(service::House&, store::Txn&, std::string_view account);

}  // namespace organizations
