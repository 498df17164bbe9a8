#pragma once
// What is kept of stack sets: docs/formats/cloudformation.md. They stand in the Region and account they were made in;
// their instances are stacks of other accounts and Regions.
#include "services/cloudformation/state.h"

namespace cloudformation {

// Where a service-managed set follows its organization: a unit's accounts in these Regions, but for accounts that a request
// left out, as long as they stay in the unit.
struct UnitTarget {
  std::string unit;
  std::vector<std::string> regions, left_out;
};
BOOST_DESCRIBE_STRUCT(UnitTarget, (), (unit, regions, left_out))
struct SetRecord {
  std::string id, name, arn, status = "ACTIVE", description;       // id: name:uuid
  std::string account, region;
  base::Time created;
  std::string template_body;
  Words parameters;                              // each value sealed
  Words tags;
  std::vector<std::string> capabilities;
  std::string administration_role, execution_role;                 // ARN; name
  bool service_managed = false, managed_execution = false;
  bool auto_deployment = false, retain_on_removal = false;
  std::vector<std::string> units, regions;       // service-managed: where it is deployed to
  std::string organization;                      // of a service-managed set
  service::KeptPrincipal principal;              // who asked last
  std::vector<UnitTarget> targets{};
  std::vector<std::string> depends_on{};         // ARNs of sets whose automatic deployments come first
  std::string token{};                           // of the request that made it
};
BOOST_DESCRIBE_STRUCT(SetRecord, (), (id, name, arn, status, description, account, region, created, template_body, parameters, tags, capabilities, administration_role,
                                      execution_role, service_managed, managed_execution, auto_deployment, retain_on_removal, units, regions, organization, principal, targets, depends_on, token))
inline constexpr Table<SetRecord> kSets{"cloudformation.sets", Reach::regional};                     // id
inline constexpr Table<NameRecord> kSetNames{"cloudformation.set_names", Reach::regional};           // name, of active sets

struct InstanceRecord {
  std::string account, region, unit, stack /* ARN; empty: none yet */;
  std::string status = "OUTDATED", detail = "PENDING", reason, operation;
  Words overrides;                               // each value sealed
};
BOOST_DESCRIBE_STRUCT(InstanceRecord, (), (account, region, unit, stack, status, detail, reason, operation, overrides))
inline constexpr Table<InstanceRecord> kInstances{"cloudformation.instances", Reach::regional};      // set, account, Region

struct SetOperationRecord {
  std::string id, action, status = "RUNNING", reason;              // action: CREATE, UPDATE, DELETE
  base::Time created, ended;
  bool retain_stacks = false, parallel_regions = false, soft_tolerance = false;
  std::vector<std::string> accounts, units, regions, region_order; // as asked
  std::string filter;
  std::int64_t tolerance_count = -1, tolerance_percentage = -1, concurrent_count = -1, concurrent_percentage = -1;      // -1: not said
  std::int64_t failed = 0;
  std::int64_t serial = 0;                       // older ones first
};
BOOST_DESCRIBE_STRUCT(SetOperationRecord, (), (id, action, status, reason, created, ended, retain_stacks, parallel_regions, soft_tolerance, accounts, units, regions,
                                               region_order, filter, tolerance_count, tolerance_percentage, concurrent_count, concurrent_percentage, failed, serial))
inline constexpr Table<SetOperationRecord> kSetOperations{"cloudformation.set_operations", Reach::regional};       // set, operation id

// What an operation does in one account and Region.
struct ItemRecord {
  std::string account, region, unit, status = "PENDING", reason;
  bool clearing = false;                         // a stack whose creation failed is removed first
};
BOOST_DESCRIBE_STRUCT(ItemRecord, (), (account, region, unit, status, reason, clearing))
inline constexpr Table<ItemRecord> kItems{"cloudformation.set_items", Reach::regional};              // set, operation, Region, account

// Operations that are not through. Their worker goes by these rows.
struct UnderWay { std::string account, region, set, operation; };
BOOST_DESCRIBE_STRUCT(UnderWay, (), (account, region, set, operation))
inline constexpr Table<UnderWay> kUnderWay{"cloudformation.sets_under_way", Reach::everywhere};      // account, Region, set, serial

// Sets that follow their organization.
struct Follower { std::string account, region, set; };
BOOST_DESCRIBE_STRUCT(Follower, (), (account, region, set))
inline constexpr Table<Follower> kFollowers{"cloudformation.set_followers", Reach::everywhere};      // account, Region, set

}  // namespace cloudformation
