#pragma once
// Which accounts an operation of a stack set is for.
#include "services/cloudformation/sets.h"

namespace cloudformation {

struct Target {
  std::string account, unit;                     // unit: of a service-managed set, the one asked for that holds the account
};

// As DeploymentTargets says it: `accounts` alone, or units with a filter over accounts. Throws ValidationError. The management
// account is never a target of a service-managed set, nor is an account that is closed.
struct Asking { std::vector<std::string> accounts, units; std::string filter /* "": not said */; };
Asking asking_of(const std::optional<std::vector<AccountId>>& accounts, const std::optional<DeploymentTargets>&);
std::vector<Target> targets_of(House&, store::Txn&, const SetRecord&, const Asking&);

// The regions asked for that are enabled here. Throws ValidationError.
std::vector<std::string> enabled_regions(const House&, const std::vector<RegionName>&);

}  // namespace cloudformation
