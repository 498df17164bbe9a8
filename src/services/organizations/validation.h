#pragma once
// Telling the management account when an effective policy becomes invalid, and valid again: EffectivePolicyValidation,
// a service event. Source: AWS Organizations User Guide, "Logging AWS Organizations API calls with AWS CloudTrail".
#include "service/outbox.h"
#include "services/organizations/state.h"

namespace organizations {

inline constexpr std::string_view kValidatePolicies = "organizations.validate_policies";      // payload: organization
void validate_policies(service::House&, const std::string& organization);

// Asks for it, when the change may matter: after one of policies of the type, or of who inherits them (no type).
void policies_changed(store::Txn&, const OrganizationRow&, std::string_view type, base::Time now);

}  // namespace organizations
