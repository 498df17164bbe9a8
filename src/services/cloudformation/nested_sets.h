#pragma once
// Change sets of nested stacks: what the change set of a root stack does to the stacks within, each told by a change set of
// its own. They are executed and deleted with the root's; a nested stack is then made from the template that was seen.
#include "services/cloudformation/change_sets.h"
#include "services/cloudformation/changes.h"

namespace cloudformation {

// Writes a change set for each nested stack among `changes`, which learn its ARN; where it would change nothing, its stack is
// no longer among them. A nested stack that is not there yet comes into review. Throws ValidationError.
void include_nested_stacks(Call&, const ChangeSetRecord& of, const StackRecord& parent, const Plan&, Comparison& changes, int depth);

// The nested sets of an executed root are executed with it; those of a deleted one go, with the stacks they announced.
void execute_nested(Call&, const ChangeSetRecord& root);
void drop_nested(Call&, const ChangeSetRecord& root);

// What the change set that a stack is taken through has seen of a nested stack.
struct Seen { std::string change_set, stack_name, template_body; };
std::optional<Seen> seen_of(store::Txn&, const Place& parent, const std::string& change_set, const std::string& logical);

// Parameters of AWS::CloudFormation::Stack; lists are joined by commas.
Parameters parameters_in(const language::Value& properties);

}  // namespace cloudformation
