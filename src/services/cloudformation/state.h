#pragma once
// What CloudFormation keeps: docs/formats/cloudformation.md. A stack's rows lie under its own unique id; its name leads
// there while it is not deleted.
#include "service/kept_principal.h"
#include "store/table.h"

namespace cloudformation {

using store::Reach, store::Table;
using Words = std::map<std::string, std::string>;

// What a stack is to be: a template and what it is given. Kept as one row, never changed; stacks, operations and change
// sets name it.
struct PlanParameter {
  std::string key, text;                         // sealed where it is not to be shown
  bool no_echo = false;
  std::string stored_type, stored;               // of SSM types: what was found when the plan was made
};
BOOST_DESCRIBE_STRUCT(PlanParameter, (), (key, text, no_echo, stored_type, stored))
struct Trigger {
  std::string arn, type;
  bool operator==(const Trigger&) const = default;
};
BOOST_DESCRIBE_STRUCT(Trigger, (), (arn, type))
struct Plan {
  std::string template_body;
  std::vector<PlanParameter> parameters;
  Words tags;
  std::vector<std::string> capabilities, notification_arns;
  std::string role_arn;
  std::int64_t monitoring_minutes = -1;          // -1: not said
  std::vector<Trigger> triggers;                 // of a rollback
};
BOOST_DESCRIBE_STRUCT(Plan, (), (template_body, parameters, tags, capabilities, notification_arns, role_arn, monitoring_minutes, triggers))
inline constexpr Table<Plan> kPlans{"cloudformation.plans", Reach::regional};           // stack, plan id

struct StackRecord {
  std::string id, name, arn, status, reason, description;
  base::Time created, updated, deleted;          // ms 0: not yet
  std::string plan;                              // its id; empty: a stack in review
  std::string policy;                            // the stack policy
  bool disable_rollback = false, protected_ = false, retain_except_on_create = false;
  std::string on_failure;
  std::int64_t timeout_minutes = 0;
  std::string parent, root, change_set;          // ARNs
  std::string outputs;                           // JSON, sealed
  service::KeptPrincipal principal;              // who asked last: in whose name its resources are called where it has no role
  std::string token;                             // of the last request
  std::string deletion_mode;
  std::string instance_of;                       // ARN of the stack set it is an instance of
  std::string role;                              // ARN: in whose name its resources are called
  Words tags;                                    // of its plan, at hand
  std::vector<std::string> topics;               // its plan's notification ARNs, at hand
  std::string former_plan, former_outputs, former_change_set;        // what a rollback of the last update goes back to, while it can
};
BOOST_DESCRIBE_STRUCT(StackRecord, (), (id, name, arn, status, reason, description, created, updated, deleted, plan, policy, disable_rollback, protected_,
                                        retain_except_on_create, on_failure, timeout_minutes, parent, root, change_set, outputs, principal, token, deletion_mode,
                                        instance_of, role, tags, topics, former_plan, former_outputs, former_change_set))
inline constexpr Table<StackRecord> kStacks{"cloudformation.stacks", Reach::regional};

struct NameRecord { std::string id; };
BOOST_DESCRIBE_STRUCT(NameRecord, (), (id))
inline constexpr Table<NameRecord> kNames{"cloudformation.names", Reach::regional};

// A resource of a stack. Its properties are kept three times where they differ: as shown (NoEcho stars, dynamic references as
// they were written), as compared, and as handed to its type; the latter two sealed.
struct ResourceRecord {
  std::string logical, type, physical, name, status, reason;
  base::Time updated;
  std::string token;                             // of the change under way or the last one
  base::Time begun;
  std::string action, stage;                     // see stages.h
  std::string shown, compared, used;             // JSON; compared and used are empty where they are no other than the one before
  std::string attributes;                        // JSON, sealed
  Words tags;                                    // the stack's, as applied
  std::string deletion_policy, replace_policy, metadata, creation_policy;
  std::vector<std::string> dependencies;         // logical ids
  std::int64_t signals = 0, signal_seconds = 0;  // CreationPolicy: how many successes within what time
};
BOOST_DESCRIBE_STRUCT(ResourceRecord, (), (logical, type, physical, name, status, reason, updated, token, begun, action, stage, shown, compared, used, attributes, tags,
                                           deletion_policy, replace_policy, metadata, creation_policy, dependencies, signals, signal_seconds))
inline constexpr Table<ResourceRecord> kResources{"cloudformation.resources", Reach::regional};      // stack, logical id
inline constexpr Table<ResourceRecord> kFormer{"cloudformation.former", Reach::regional};            // stack, logical id: before the update under way
inline constexpr Table<ResourceRecord> kLeftovers{"cloudformation.leftovers", Reach::regional};      // stack, serial: to be removed in cleanup

struct EventRecord {
  std::string id, logical, physical, type, status, reason, properties, token;
  base::Time time;
};
BOOST_DESCRIBE_STRUCT(EventRecord, (), (id, logical, physical, type, status, reason, properties, token, time))
inline constexpr Table<EventRecord> kEvents{"cloudformation.events", Reach::regional};               // stack, serial counted down: the newest first

// What a stack is being taken through. There while it is; its worker goes by these rows.
struct OperationRecord {
  std::string id, account, region, stack;
  std::string kind;                              // create, update, delete
  std::string phase;                             // see stages.h
  std::string token;                             // the client's
  base::Time begun, deadline;                    // ms 0: none
  std::string reason;                            // why it is rolled back
  bool nested = false;                           // its parent says when it is cleaned up or rolled back
  bool preserve = false;                         // no rollback
  bool cancelled = false, force = false, retain_except_on_create = false;
  std::string on_failure{};
  std::vector<std::string> retained{}, skipped{};
  std::string policy{};                          // the stack policy during this update
  base::Time deployed{};                         // ms 0: not yet; then it is monitored
};
BOOST_DESCRIBE_STRUCT(OperationRecord, (), (id, account, region, stack, kind, phase, token, begun, deadline, reason, nested, preserve, cancelled, force, retain_except_on_create, on_failure, retained, skipped, policy, deployed))
inline constexpr Table<OperationRecord> kOperations{"cloudformation.operations", Reach::everywhere}; // account, Region, stack

struct ChangeSetRecord {
  std::string id, name, arn, stack, type;        // type: CREATE, UPDATE
  std::string description, status, reason, execution;
  base::Time created;
  std::string plan, changes;                     // changes: JSON, sealed
  std::string on_failure, token;
  bool nested = false;                           // asked to include nested stacks
  service::KeptPrincipal principal;
  std::string parent, root, logical;             // of a nested stack's: ARNs of the outer one's and the outermost; its logical id there
};
BOOST_DESCRIBE_STRUCT(ChangeSetRecord, (), (id, name, arn, stack, type, description, status, reason, execution, created, plan, changes, on_failure, token, nested, principal, parent, root,
                                         logical))
inline constexpr Table<ChangeSetRecord> kChangeSets{"cloudformation.change_sets", Reach::regional};  // stack, name

struct ExportRecord { std::string stack, stack_name, arn, value; };      // value: sealed
BOOST_DESCRIBE_STRUCT(ExportRecord, (), (stack, stack_name, arn, value))
inline constexpr Table<ExportRecord> kExports{"cloudformation.exports", Reach::regional};            // export name
struct ImportRecord { std::string stack_name; };
BOOST_DESCRIBE_STRUCT(ImportRecord, (), (stack_name))
inline constexpr Table<ImportRecord> kImports{"cloudformation.imports", Reach::regional};            // export name, stack

// What came for a resource from outside: a custom resource's answer (name: its token), signals (name: their unique ids).
struct SignalRecord { std::string status, reason, physical, data; bool no_echo = false; base::Time time; };     // data: JSON, sealed
BOOST_DESCRIBE_STRUCT(SignalRecord, (), (status, reason, physical, data, no_echo, time))
inline constexpr Table<SignalRecord> kSignals{"cloudformation.signals", Reach::regional};            // stack, logical id, name

struct PrunedRecord { std::string account, region, stack; };
BOOST_DESCRIBE_STRUCT(PrunedRecord, (), (account, region, stack))
inline constexpr Table<PrunedRecord> kPruned{"cloudformation.pruned", Reach::everywhere};            // when a deleted stack is forgotten, stack

}  // namespace cloudformation
