#pragma once
// How operations begin and what stacks do to each other: rows are written, the background goes by them.
#include "services/cloudformation/names.h"

namespace cloudformation {

struct Start {
  std::string kind, phase;                       // see stages.h
  std::string status, reason = "User Initiated";
  std::optional<std::string> token{};
  bool preserve = false, force = false, retain_except_on_create = false;
  std::string on_failure{}, policy{};
  std::vector<std::string> retained{}, skipped{};
  std::int64_t timeout_minutes = 0;
};
// The stack's row is written with its first event. What was under way before ends.
void start(Call&, StackRecord&, const Start&);

// A plan's row; its id.
std::string put_plan(store::Txn&, const Place&, const Plan&);

// Nested stacks whose update is through go on to remove what they replaced.
void release_children(House&, store::Txn&, const Place&);
// A nested stack goes back to what it was before its parent's update. False: it has nothing to go back to, and is updated like any resource.
bool restore_child(House&, store::Txn&, std::string_view arn);

// A deleted stack's name is free again, and what it kept for later is gone.
void forget_stack(House&, store::Txn&, const Place&, const StackRecord&);
// Deleted stacks are told of for 90 days. When the next one ends.
std::optional<base::Time> prune(House&);

}  // namespace cloudformation
