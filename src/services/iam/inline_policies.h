#pragma once
// Policies written into one user, group or role.
#include "services/iam/access.h"
#include "services/iam/api.h"
#include "services/iam/attachments.h"
#include "services/iam/views.h"

namespace iam {

void put_inline(const Directory&, const state::Entity&, const std::string& name, const std::string& document);
std::string need_inline(const Directory&, const state::Entity&, const std::string& name);      // NoSuchEntity
std::vector<PolicyDetail> inline_policies(const Directory&, const state::Entity&);
ListInlinePoliciesResult inline_page(const Directory&, const state::Entity&, const Paging&);

template <class Q> Nothing put_policy(const Q& q, service::Call& call) {
  Directory dir(call);
  auto entity = dir.need(kind_in<Q>(), name_in(q));
  refuse_service_linked(entity);
  put_inline(dir, entity, q.policyName, q.policyDocument);
  return {};
}
template <class Q> typename Q::Result get_inline_policy(const Q& q, service::Call& call) {
  Directory dir(call);
  auto entity = dir.need(kind_in<Q>(), name_in(q));
  return {entity.name, q.policyName, document_view(need_inline(dir, entity, q.policyName))};
}
template <class Q> Nothing delete_inline_policy(const Q& q, service::Call& call) {
  Directory dir(call);
  auto entity = dir.need(kind_in<Q>(), name_in(q));
  refuse_service_linked(entity);
  need_inline(dir, entity, q.policyName);
  dir.in(state::kInlinePolicies).erase(store::joined(entity.id, q.policyName));
  return {};
}
template <class Q> ListInlinePoliciesResult list_inline_policies(const Q& q, service::Call& call) {
  Directory dir(call);
  return inline_page(dir, dir.need(kind_in<Q>(), name_in(q)), q);
}

}  // namespace iam
