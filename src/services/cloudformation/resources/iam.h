#pragma once
// What resource types of IAM share: inline and managed policies of a role, user or group.
#include "services/cloudformation/resources/common.h"
#include "services/iam/api.h"

namespace cloudformation::resources {

// The operations of one kind of identity, in the words the tables below need.
struct Identity {
  void (*put)(Acting&, const std::string& of, const std::string& name, const std::string& document);
  void (*drop)(Acting&, const std::string& of, const std::string& name);
  void (*attach)(Acting&, const std::string& of, const std::string& arn);
  void (*detach)(Acting&, const std::string& of, const std::string& arn);
};
extern const Identity kRoles, kUsers, kGroups;

// Properties Policies ({PolicyName, PolicyDocument}) and ManagedPolicyArns of role, user and group. `before` may be nullptr.
void set_policies(Acting&, const Identity&, const Resource& wanted, const Resource* before);
void remove_policies(Acting&, const Identity&, const Resource&);

}  // namespace cloudformation::resources
