#include "services/organizations/tags.h"

#include "base/bytes.h"
#include "service/system_tags.h"
#include "services/organizations/directory.h"
#include "services/organizations/errors.h"

namespace organizations {

using service::Call;
using store::joined;

namespace {

void must_not_be_system(std::string_view key, const Call& call) {
  if (!service::sets_system_tags(call) && key.size() >= 4 && base::iequals(key.substr(0, 4), "aws:"))
    throw invalid("INVALID_SYSTEM_TAGS_PARAMETER", "You can't add, edit, or delete system tag keys because they're reserved for AWS use.");
}

Entity must_find(const Call& call, const OrganizationRow& organization, std::string_view id) {
  auto entity = find_entity(call, organization, id);
  if (!entity) throw no_target();
  return std::move(*entity);
}

// Rewrites the row behind the entity with other tags.
template <class R> void put_tags(store::Bound<R> table, const std::string& key, const std::map<std::string, std::string>& tags) {
  auto row = table.get(key);
  row->tags = tags;
  table.put(key, *row);
}

void save_tags(Call& call, const OrganizationRow& organization, const Entity& entity) {
  switch (entity.kind) {
    case Entity::Kind::account: return put_tags(call.in(kAccounts), entity.id, entity.tags);
    case Entity::Kind::policy: return put_tags(call.in(kPolicies), joined(organization.id, entity.id), entity.tags);
    case Entity::Kind::resource_policy: return put_tags(call.in(kResourcePolicies), organization.id, entity.tags);
    case Entity::Kind::root:
    case Entity::Kind::unit: return put_tags(call.in(kNodes), joined(organization.id, entity.id), entity.tags);
  }
}

Entity taggable(Call& call, const OrganizationRow& organization, std::string_view id) {
  auto entity = must_find(call, organization, id);
  if (entity.kind == Entity::Kind::policy && find_policy(call.txn(), organization, id)->aws_managed)
    throw invalid("TARGET_NOT_SUPPORTED", "You can't perform the specified operation on that target entity.");
  return entity;
}

}  // namespace

void add_tags(std::map<std::string, std::string>& to, const std::vector<Tag>& tags, const Call& call) {
  std::map<std::string, std::string> fresh;
  for (auto& tag : tags) {
    must_not_be_system(tag.key, call);
    if (!fresh.emplace(tag.key, tag.value).second)
      throw invalid("DUPLICATE_TAG_KEY", "Tag keys must be unique among the tags attached to the same entity.");
  }
  for (auto& [key, value] : fresh) to[key] = value;
  if (to.size() > 50) throw constraint("MAX_TAG_LIMIT_EXCEEDED", "You have exceeded the number of tags allowed on this resource.");
}

void add_tags(std::map<std::string, std::string>& to, const Tags& tags, const Call& call) {
  if (tags) add_tags(to, *tags, call);
}

shape::Nothing tag_resource(const TagResource& q, Call& call) {
  auto organization = for_policies(call);
  auto entity = taggable(call, organization, q.resourceId);
  add_tags(entity.tags, q.tags, call);
  save_tags(call, organization, entity);
  return {};
}

shape::Nothing untag_resource(const UntagResource& q, Call& call) {
  auto organization = for_policies(call);
  auto entity = taggable(call, organization, q.resourceId);
  for (auto& key : q.tagKeys) {
    must_not_be_system(key, call);
    entity.tags.erase(key);
  }
  save_tags(call, organization, entity);
  return {};
}

// At most fifty: one page.
ListTagsForResourceResult list_tags_for_resource(const ListTagsForResource& q, Call& call) {
  auto entity = must_find(call, for_reader(call), q.resourceId);
  ListTagsForResourceResult out;
  for (auto& [key, value] : entity.tags) out.tags.push_back({key, value});
  return out;
}

}  // namespace organizations
