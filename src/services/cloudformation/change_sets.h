#pragma once
// Change sets: what an update would do, kept to be looked at and carried out later.
#include "services/cloudformation/api_change_sets.h"
#include "services/cloudformation/changes.h"

namespace cloudformation {

struct FoundChangeSet { StackRecord stack; ChangeSetRecord set; };
FoundChangeSet existing_change_set(std::string_view name_or_arn, const std::optional<std::string>& stack, Call&);     // throws ChangeSetNotFound
Access on_change_set(std::string_view action, std::string_view name_or_arn, const std::optional<std::string>& stack, Call&);

// One of the stack, not kept yet.
ChangeSetRecord new_change_set(const std::string& name, const StackRecord&, Call&);
// Writes it with its changes, and those of nested stacks where it asks for them; a stack that is not there yet comes into
// review. Whether it changes anything. `depth`: how many stacks are around it.
bool keep_change_set(Call&, ChangeSetRecord&, StackRecord&, const Draft&, Comparison, int depth = 0);

std::vector<Access> to_create_change_set(const CreateChangeSet&, Call&);
CreateChangeSetResult create_change_set(const CreateChangeSet&, Call&);
Access to_describe_change_set(const DescribeChangeSet&, Call&);
DescribeChangeSetResult describe_change_set(const DescribeChangeSet&, Call&);
Access to_execute_change_set(const ExecuteChangeSet&, Call&);
ChangeSetDone execute_change_set(const ExecuteChangeSet&, Call&);
Access to_delete_change_set(const DeleteChangeSet&, Call&);
ChangeSetDone delete_change_set(const DeleteChangeSet&, Call&);
Access to_list_change_sets(const ListChangeSets&, Call&);
ListChangeSetsResult list_change_sets(const ListChangeSets&, Call&);

}  // namespace cloudformation
