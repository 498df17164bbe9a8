#pragma once
// Operations of stack sets: begun by requests, carried out in the background, told of here.
#include "services/cloudformation/set_targets.h"

namespace cloudformation {

std::string item_key(const SetRecord&, std::string_view operation, const ItemRecord&);
std::string under_way_key(const SetRecord&, const SetOperationRecord&);              // older ones first

bool under_way(store::Txn&, const SetRecord&);               // whether an operation of the set is not through

struct SetStart {
  std::string action;                            // CREATE, UPDATE, DELETE
  std::vector<Target> targets;
  std::vector<std::string> regions;
  const StackSetOperationPreferences* preferences = nullptr;
  std::optional<std::string> operation_id{};
  bool retain_stacks = false;
  Asking asked{};
};
// Writes the operation with an item for each account and Region; its id. Throws OperationInProgressException,
// OperationIdAlreadyExistsException.
std::string start(House&, store::Txn&, const SetRecord&, const SetStart&, base::Time now);
// Likewise for pairs of which not all combinations are meant.
std::string start(House&, store::Txn&, const SetRecord&, SetStart, const std::vector<ItemRecord>& items, base::Time now);

Access to_describe_operation(const DescribeStackSetOperation&, Call&);
DescribeStackSetOperationResult describe_operation(const DescribeStackSetOperation&, Call&);
Access to_list_operations(const ListStackSetOperations&, Call&);
ListStackSetOperationsResult list_operations(const ListStackSetOperations&, Call&);
Access to_list_operation_results(const ListStackSetOperationResults&, Call&);
ListStackSetOperationResultsResult list_operation_results(const ListStackSetOperationResults&, Call&);
Access to_stop_operation(const StopStackSetOperation&, Call&);
StopStackSetOperationResult stop_operation(const StopStackSetOperation&, Call&);

}  // namespace cloudformation
