#pragma once
// Trail names and ARNs, and which trail a caller means by one.
#include "service/house.h"
#include "services/cloudtrail/state.h"

namespace cloudtrail {

service::ApiError error(std::string_view code, std::string message);       // all of CloudTrail's own are 400

struct Named { std::string account, region, name; bool by_arn = false; };
// A bare name is expanded with the caller's account and Region. Throws InvalidTrailNameException, CloudTrailARNInvalidException.
Named named(std::string_view name_or_arn, const service::Call&);
void check_trail_name(std::string_view name);

// The ARN that authorization is tried on: as passed, or the caller's own.
std::string resource_arn(std::string_view name_or_arn, const service::Call&);

service::ApiError unknown_trail(const Named&, const service::Call&);

// For reading: the caller's own trail, or its organization's. Throws TrailNotFoundException and ARN faults.
Trail visible_trail(std::string_view name_or_arn, service::Call&);
// For changing: the owner, or a delegated administrator by ARN; in the home Region. Members of the organization are
// told who may: NotOrganizationMasterAccountException. An administrator also needs the management account's
// service-linked role: NoManagementAccountSLRExistsException.
Trail own_trail(std::string_view name_or_arn, service::Call&);
void put_trail(store::Txn&, const Trail&);
void erase_trail(store::Txn&, const Trail&);

std::vector<Trail> trails_of(store::Txn&, std::string_view account);       // owned, every home Region

// Trails that count against the account's five in a Region: its own, and its organization's.
std::vector<Trail> trails_counted(service::Call&, const std::string& account, std::string_view region);

bool may_act_for(const service::OrganizationView&, service::Call&);        // management account or delegated administrator

}  // namespace cloudtrail
