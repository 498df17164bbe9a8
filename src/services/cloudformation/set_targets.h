#pragma once
// Which accounts an operation of a stack set is for.
#include "services/cloudformation/sets.h"

namespace cloudformation {

inline constexpr std::size_t kMostInstances = 100'000;   // of a set

struct Target {
  std::string account, unit;                     // unit: of a service-managed set, the one asked for that holds the account
};

// As DeploymentTargets says it: `accounts` alone, or units with a filter over accounts. Throws ValidationError. The management
// account is never a target of a service-managed set, nor is an account that is closed.
struct Asking { std::vector<std::string> accounts, units; std::string filter /* "": not said */; };
Asking asking_of(const std::optional<std::vector<AccountId>>& accounts, const std::optional<DeploymentTargets>&, Call&);
std::vector<Target> targets_of(House&, store::Txn&, const SetRecord&, const Asking&);
// New instances of a service-managed set are asked for by unit, and with a filter where accounts are named too. Throws ValidationError.
void check_new_targets(const SetRecord&, const Asking&);

// What the set follows from now on: after instances were asked for, and after some were given up.
void add_targets(House&, store::Txn&, SetRecord&, const Asking&, const std::vector<Target>&, const std::vector<std::string>& regions);
void drop_targets(SetRecord&, const Asking&, const std::vector<Target>&, const std::vector<std::string>& regions);

template <class T> void add_new(std::vector<std::string>& list, const T& items) {
  for (auto& item : items)
    if (std::find(list.begin(), list.end(), item) == list.end()) list.emplace_back(item);
}

// The regions asked for that are enabled here. Throws ValidationError.
std::vector<std::string> enabled_regions(const House&, const std::vector<RegionName>&);

}  // namespace cloudformation
