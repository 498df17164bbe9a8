#pragma once
// Managed policies attached to users, groups and roles, and permissions boundaries.
#include "services/iam/access.h"
#include "services/iam/api.h"
#include "services/iam/page.h"

namespace iam {

void attach(const Directory&, state::Entity&, const std::string& arn);          // NoSuchEntity, LimitExceeded; the caller puts the entity
void detach(const Directory&, state::Entity&, const std::string& arn);          // NoSuchEntity
void set_boundary(const Directory&, state::Entity&, const std::string& arn);
void clear_boundary(const Directory&, state::Entity&);
std::vector<AttachedPolicy> attached_policies(const state::Entity&);            // by name
ListAttachedPoliciesResult attached_page(const state::Entity&, std::string_view path_prefix, const Paging&);
// UnmodifiableEntity for a role that belongs to a service.
void refuse_service_linked(const state::Entity&);

template <class Q> Nothing attach_policy(const Q& q, service::Call& call) {
  Directory dir(call);
  auto entity = dir.need(kind_in<Q>(), name_in(q));
  refuse_service_linked(entity);
  attach(dir, entity, q.policyArn);
  dir.put(entity);
  return {};
}
template <class Q> Nothing detach_policy(const Q& q, service::Call& call) {
  Directory dir(call);
  auto entity = dir.need(kind_in<Q>(), name_in(q));
  refuse_service_linked(entity);
  detach(dir, entity, q.policyArn);
  dir.put(entity);
  return {};
}
template <class Q> ListAttachedPoliciesResult list_attached_policies(const Q& q, service::Call& call) {
  return attached_page(Directory(call).need(kind_in<Q>(), name_in(q)), q.pathPrefix ? std::string_view(*q.pathPrefix) : "/", q);
}
template <class Q> Nothing put_boundary(const Q& q, service::Call& call) {
  Directory dir(call);
  auto entity = dir.need(kind_in<Q>(), name_in(q));
  refuse_service_linked(entity);
  set_boundary(dir, entity, q.permissionsBoundary);
  dir.put(entity);
  return {};
}
template <class Q> Nothing delete_boundary(const Q& q, service::Call& call) {
  Directory dir(call);
  auto entity = dir.need(kind_in<Q>(), name_in(q));
  refuse_service_linked(entity);
  clear_boundary(dir, entity);
  dir.put(entity);
  return {};
}

ListEntitiesForPolicyResult list_entities_for_policy(const ListEntitiesForPolicy&, service::Call&);

}  // namespace iam
