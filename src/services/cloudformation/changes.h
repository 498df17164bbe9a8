#pragma once
// What an update would do to a stack, told without doing it.
#include "services/cloudformation/api_change_sets.h"
#include "services/cloudformation/draft.h"

namespace cloudformation {

struct Comparison {
  std::vector<ResourceChange> resources;
  std::map<std::string, language::Value> nested{};         // of nested stacks among them: the properties they would have
  bool beside = false;                           // outputs, tags, topics, role
  bool any() const { return beside || !resources.empty(); }
};

// Throw ValidationError, where the change cannot be made, or touches a type that the request's ResourceTypes leave out.
Comparison compare(Call&, const StackRecord&, const Plan& now, const Draft&, const Asked&);
// Of a stack that is not there yet.
Comparison additions(const Draft&, const Asked&);

}  // namespace cloudformation
