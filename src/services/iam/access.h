#pragma once
// What IAM's operations want to be allowed: the resource's ARN and the condition keys follow from the request's members.
#include "services/iam/directory.h"

namespace iam {

// Refuses the session credentials that may not call IAM at all.
service::Access access(std::string_view action, std::string resource, const service::Call&);

void add_request_tags(service::Access&, const std::vector<Tag>&);
void add_tag_keys(service::Access&, const std::vector<TagKey>&);
void add_resource_tags(service::Access&, const std::map<std::string, std::string>&);
void add_boundary(service::Access&, const std::string& arn);           // empty: none

// Of which kind the request's subject is: the member that holds its name tells.
template <class Q> constexpr Kind kind_in() {
  if constexpr (requires(Q q) { q.roleName; }) return Kind::role;
  else if constexpr (requires(Q q) { q.groupName; }) return Kind::group;
  else return Kind::user;
}
template <class Q> const std::string& name_in(const Q& q) {
  if constexpr (requires { q.roleName; }) return q.roleName;
  else if constexpr (requires { q.groupName; }) return q.groupName;
  else return q.userName;
}

template <class Q> void add_request_keys(service::Access& a, const Q& q) {
  if constexpr (requires { q.tags->size(); }) {
    if (q.tags) add_request_tags(a, *q.tags);
  } else if constexpr (requires { q.tags; }) {
    add_request_tags(a, q.tags);
  }
  if constexpr (requires { q.tagKeys; }) add_tag_keys(a, q.tagKeys);
}

// A user, group or role that is there already. A name that is not answers NoSuchEntity only to who may ask.
service::Access on_existing(std::string_view action, Kind, std::string_view name, const service::Call&, bool own_boundary);
template <class Q> service::Access on_entity(const Q& q, service::Call& call) {
  constexpr bool asks_boundary = requires { q.permissionsBoundary; };
  service::Access a = on_existing(Q::operation, kind_in<Q>(), name_in(q), call, !asks_boundary);
  if constexpr (asks_boundary) add_boundary(a, q.permissionsBoundary);
  if constexpr (requires { q.policyArn; }) a.keys.push_back({"iam:PolicyARN", {q.policyArn}});
  add_request_keys(a, q);
  return a;
}

// Who makes a thing with tags must be allowed to tag it, too.
std::vector<service::Access> with_tagging(service::Access, std::string_view tag_action);
constexpr std::string_view tagging_of(Kind kind) {
  switch (kind) {
    case Kind::user: return "iam:TagUser";
    case Kind::role: return "iam:TagRole";
    case Kind::policy: return "iam:TagPolicy";
    case Kind::profile: return "iam:TagInstanceProfile";
    case Kind::group: break;                                           // has no tags
  }
  return {};
}

// One that is to be made.
template <class Q, Kind kind, auto name> std::vector<service::Access> on_new(const Q& q, service::Call& call) {
  service::Access a = access(Q::operation, Directory(call).arn(kind, q.path ? std::string_view(*q.path) : "/", q.*name), call);
  if constexpr (requires { q.permissionsBoundary; }) add_boundary(a, q.permissionsBoundary.value_or(Arn()));
  add_request_keys(a, q);
  return with_tagging(std::move(a), tagging_of(kind));
}

// All of a kind under a path.
template <class Q, Kind kind> service::Access on_listing(const Q& q, service::Call& call) {
  return access(Q::operation, Directory(call).arn(kind, q.pathPrefix ? std::string_view(*q.pathPrefix) : "/", ""), call);
}

// Nothing narrower than the account.
template <class Q> service::Access on_account(const Q&, service::Call& call) { return access(Q::operation, "*", call); }

// The user named, or the calling user; nullopt for a root user that named none. ValidationError for other callers.
std::optional<state::Entity> user_or_self(const std::optional<std::string>& name, const service::Call&);
service::Access on_user_or_self(std::string_view action, const std::optional<std::string>& name, const service::Call&);
template <class Q> service::Access on_user_or_self(const Q& q, service::Call& call) {
  return on_user_or_self(Q::operation, q.userName ? std::optional<std::string>(*q.userName) : std::nullopt, call);
}

}  // namespace iam
