#pragma once
// The way from consolidated billing to all features: every invited account approves, then the management account
// finalizes. Source: AWS Organizations User Guide, "Enabling all features in your organization".
#include "service/operation.h"
#include "services/organizations/api.h"
#include "services/organizations/state.h"

namespace organizations {

HandshakeResult enable_all_features(const EnableAllFeatures&, service::Call&);

bool all_features_pending(const OrganizationRow&, const service::Call&);
// Whether nobody's approval of this request is outstanding: who has left is asked no more.
bool is_approved(const HandshakeRow& request, const service::Call&);
void cancel_approvals(const HandshakeRow& request, service::Call&);
// From this very call on policies can be put in force; every root, unit and account begins with what allows everything.
void turn_on_all_features(OrganizationRow, service::Call&);
service::ApiError invitations_disabled();

}  // namespace organizations
