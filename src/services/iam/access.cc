#include "services/iam/access.h"

namespace iam {

using service::Access, service::ApiError, service::Call, service::Who;

namespace {

// "You cannot call any IAM API operations unless MFA authentication information is included in the request."
void refuse_session_tokens(const service::Principal& p) {
  bool federated = p.who == Who::federated, bare = (p.who == Who::user || p.who == Who::root) && p.temporary && !p.mfa;
  constexpr const char* code = "InvalidClientTokenId";
  if (federated || bare) throw ApiError{code, 403, "The security token included in the request is invalid", code};
}

}  // namespace

Access access(std::string_view action, std::string resource, const Call& call) {
  refuse_session_tokens(call.caller());
  Access a{action, std::move(resource)};
  if (call.scope().account != call.caller().account()) a.owner = call.scope().account;
  return a;
}

void add_request_tags(Access& a, const std::vector<Tag>& tags) {
  if (tags.empty()) return;
  std::vector<std::string> keys;
  for (auto& tag : tags) {
    keys.push_back(tag.key);
    a.keys.push_back({"aws:RequestTag/" + tag.key, {tag.value}});
  }
  a.keys.push_back({"aws:TagKeys", std::move(keys)});
}

void add_tag_keys(Access& a, const std::vector<TagKey>& keys) {
  if (!keys.empty()) a.keys.push_back({"aws:TagKeys", {keys.begin(), keys.end()}});
}

void add_resource_tags(Access& a, const std::map<std::string, std::string>& tags) {
  for (auto& [key, value] : tags) {
    a.keys.push_back({"aws:ResourceTag/" + key, {value}});
    a.keys.push_back({"iam:ResourceTag/" + key, {value}});
  }
}

std::vector<Access> with_tagging(Access made, std::string_view tag_action) {
  const bool tagged = std::any_of(made.keys.begin(), made.keys.end(), [](auto& key) { return key.first == "aws:TagKeys"; });
  std::vector<Access> out = {made};
  if (!tagged) return out;
  made.action = tag_action;
  out.push_back(std::move(made));
  return out;
}

void add_boundary(Access& a, const std::string& arn) {
  if (!arn.empty()) a.keys.push_back({"iam:PermissionsBoundary", {arn}});
}

Access on_existing(std::string_view action, Kind kind, std::string_view name, const Call& call, bool own_boundary) {
  Directory dir(call);
  auto entity = dir.find(kind, name);
  Access a = access(action, entity ? dir.arn(*entity) : dir.arn(kind, "/", name), call);
  if (!entity) return a;
  add_resource_tags(a, entity->tags);
  if (own_boundary) add_boundary(a, entity->boundary);
  return a;
}

std::optional<state::Entity> user_or_self(const std::optional<std::string>& name, const Call& call) {
  Directory dir(call);
  if (name) return dir.need(Kind::user, *name);
  if (call.caller().who == Who::root) return {};
  auto self = call.caller().who == Who::user ? dir.entity(call.caller().entity_id) : std::nullopt;
  if (!self) throw ApiError{"ValidationError", 400, "Must specify userName when calling with non-User credentials"};
  return self;
}

Access on_user_or_self(std::string_view action, const std::optional<std::string>& name, const Call& call) {
  if (name) return on_existing(action, Kind::user, *name, call, true);
  auto self = user_or_self(name, call);
  return self ? on_existing(action, Kind::user, self->name, call, true) : access(action, call.caller().identity.arn, call);
}

}  // namespace iam
