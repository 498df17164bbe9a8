#pragma once
// The policies that give a user, group or role its permissions, each with where it comes from.
#include "services/iam/access.h"
#include "services/iam/api.h"

namespace iam {

struct SourcedPolicy {
  std::string document;
  std::string name, arn;               // the ARN of a managed policy; empty: inline
  std::string type;                    // user, group or role; aws-managed or user-managed
  std::string holder;                  // name of the user, group or role that has it
};

// Attached and inline; a user's groups' too.
std::vector<SourcedPolicy> policies_of(const Directory&, const state::Entity&);

// The user, group or role an ARN names; NoSuchEntity, InvalidInput. What `find` answers for other ARNs is nothing.
std::optional<state::Entity> find_by_arn(const Directory&, const std::string& arn);
state::Entity need_by_arn(const Directory&, const std::string& arn);

service::Access on_arn(std::string_view action, const std::string& arn, const service::Call&);

}  // namespace iam
