#pragma once
// From what a request asks to a plan that can be carried out: everything is judged before anything is kept.
#include "services/cloudformation/api_words.h"
#include "services/cloudformation/blueprint.h"
#include "services/cloudformation/source.h"

namespace cloudformation {

// What the requests that bring a template have in common.
struct Asked {
  const std::string *body = nullptr, *url = nullptr;
  bool previous = false;
  const std::vector<Parameter>* parameters = nullptr;
  std::vector<std::string> capabilities{};
  std::optional<std::vector<std::string>> resource_types{}, notification_arns{};
  std::optional<std::string> role_arn{};
  const RollbackConfiguration* rollback = nullptr;
  std::optional<Words> tags{};
  bool unknowns = false;                         // of a nested stack: parameters may be known only when others are made
};
template <class Q> Asked asked(const Q& q) {
  Asked a{.body = maybe(q.templateBody), .url = maybe(q.templateURL)};
  if constexpr (requires { q.usePreviousTemplate; }) a.previous = q.usePreviousTemplate.value_or(false);
  if (q.parameters) a.parameters = &*q.parameters;
  if (q.capabilities) a.capabilities.assign(q.capabilities->begin(), q.capabilities->end());
  if (q.resourceTypes) a.resource_types.emplace(q.resourceTypes->begin(), q.resourceTypes->end());
  if (q.notificationARNs) a.notification_arns.emplace(*q.notificationARNs);
  if (q.roleARN) a.role_arn = *q.roleARN;
  if (q.rollbackConfiguration) a.rollback = &*q.rollbackConfiguration;
  if (q.tags) a.tags = words_of(*q.tags);
  return a;
}

struct Draft { Plan plan; Blueprint blueprint; };
// `former`: the plan a stack has now. Throws ValidationError, InsufficientCapabilitiesException.
Draft draft(const Asked&, const Plan* former, const Identity&, Call&);

// The condition keys of such a request, and the right to pass its role.
std::vector<Access> with_keys(Access, const Asked&, const std::string* policy_url);
void add_pass_role(std::vector<Access>&, const std::optional<std::string>& role_arn);

std::vector<Parameter> shown_parameters(const House&, const Plan&);
std::vector<Tag> shown_tags(const Words&);
RollbackConfiguration shown_rollback(const Plan&);

}  // namespace cloudformation
