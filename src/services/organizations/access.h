#pragma once
// What each operation must be allowed to do: its resources and condition keys, by the names of the request's members.
// Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Organizations".
#include "service/access.h"
#include "services/organizations/api.h"
#include "services/organizations/directory.h"
#include "services/organizations/resource_policy.h"

namespace organizations {

// The action on what the id stands for, with its tags; an id of nothing stands for the ARN it would have.
service::Access access_to(const service::Call&, std::string_view action, std::string_view id);

namespace detail {
template <class> struct MemberPointer;
template <class Q, class T> struct MemberPointer<T Q::*> { using Owner = Q; };

inline void add_tag_keys(service::Access& access, const std::vector<Tag>& tags) {
  std::vector<std::string> names;
  for (auto& tag : tags) {
    access.keys.push_back({"aws:RequestTag/" + tag.key, {tag.value}});
    names.push_back(tag.key);
  }
  access.keys.push_back({"aws:TagKeys", std::move(names)});
}

template <class T> const T* given(const T& v) { return &v; }
template <class T> const T* given(const std::optional<T>& v) { return v ? &*v : nullptr; }

template <class Q> void add_request_keys(service::Access& access, const Q& q) {
  auto add = [&](const char* key, const auto& member) {
    if (auto* value = given(member)) access.keys.push_back({key, {*value}});
  };
  if constexpr (requires { q.servicePrincipal; }) add("organizations:ServicePrincipal", q.servicePrincipal);
  if constexpr (requires { q.policyType; }) add("organizations:PolicyType", q.policyType);
  if constexpr (requires { q.filter; }) add("organizations:PolicyType", q.filter);
  if constexpr (requires { q.type; }) add("organizations:PolicyType", q.type);
  if constexpr (requires { q.tags; }) if (auto* tags = given(q.tags)) add_tag_keys(access, *tags);
  if constexpr (requires { q.tagKeys; }) access.keys.push_back({"aws:TagKeys", {q.tagKeys.begin(), q.tagKeys.end()}});
}

// Every resource of one call is judged with all the call's keys. Who makes a thing with tags must be allowed to tag it.
// What is `open` any member may ask.
template <class Q> void complete(std::vector<service::Access>& wanted, const Q& q, service::Call& call, bool open = false) {
  std::vector<std::string> policy_type;
  for (auto& access : wanted)
    for (auto& [key, values] : access.keys) if (key == "organizations:PolicyType") policy_type = values;
  for (auto& access : wanted) {
    if (!policy_type.empty()) access.keys.push_back({"organizations:PolicyType", policy_type});
    add_request_keys(access, q);
  }
  if constexpr (requires { q.tags.has_value(); })
    if (q.tags && !q.tags->empty()) {
      auto& tagging = wanted.emplace_back(service::Access{"organizations:TagResource"});
      add_tag_keys(tagging, *q.tags);
    }
  lay_resource_policy(wanted, call, open || Q::operation == "organizations:DescribeOrganization");
}
}  // namespace detail

// Operations that IAM knows no resources for.
template <class Q> std::vector<service::Access> on_anything(const Q& q, service::Call& call) {
  std::vector<service::Access> wanted;
  wanted.push_back({Q::operation});
  detail::complete(wanted, q, call);
  return wanted;
}

// Operations on what these members name: on_these<&MoveAccount::accountId, ...>.
template <auto First, auto... Rest>
std::vector<service::Access> on_these(const typename detail::MemberPointer<decltype(First)>::Owner& q, service::Call& call) {
  using Q = typename detail::MemberPointer<decltype(First)>::Owner;
  std::vector<service::Access> wanted;
  wanted.push_back(access_to(call, Q::operation, q.*First));
  (wanted.push_back(access_to(call, Q::operation, q.*Rest)), ...);
  detail::complete(wanted, q, call);
  return wanted;
}

}  // namespace organizations
