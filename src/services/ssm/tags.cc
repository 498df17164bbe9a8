#include "services/ssm/tags.h"

#include "base/bytes.h"
#include "service/system_tags.h"

namespace ssm {
namespace {

constexpr std::size_t kMostTags = 50;

// Parameters are the only resources of Systems Manager here.
Found resource(const std::string& type, const std::string& id, Call& call) {
  if (type != "Parameter") throw ApiError{"InvalidResourceType", 400, type + " is not a resource type of this server: only Parameter is."};
  return find_own(call, id);
}

Found tagged(const std::string& type, const std::string& id, Call& call) {
  Found out = resource(type, id, call);
  if (!out.stored)
    throw ApiError{"InvalidResourceId", 400, "The resource ID is not valid. Verify that you entered the correct ID and try again."};
  return out;
}

}  // namespace

void add_tags(std::map<std::string, std::string>& to, const std::vector<Tag>& tags, const Call& call) {
  std::set<std::string_view> seen;
  for (auto& t : tags) {
    if (base::lower(t.key).starts_with("aws:") && !service::sets_system_tags(call))
      throw invalid("Tag keys can't begin with aws:, which is reserved.");
    if (!seen.insert(t.key).second) throw invalid("Duplicate tag keys: " + t.key);
    to[t.key] = t.value;
  }
  if (to.size() > kMostTags) throw ApiError{"TooManyTagsError", 400, "A parameter can have at most 50 tags."};
}

Access to_add_tags_to_resource(const AddTagsToResource& q, Call& call) {
  return to_parameter("ssm:AddTagsToResource", resource(q.resourceType, q.resourceId, call), call, tag_keys(q.tags));
}
Access to_remove_tags_from_resource(const RemoveTagsFromResource& q, Call& call) {
  return to_parameter("ssm:RemoveTagsFromResource", resource(q.resourceType, q.resourceId, call), call, {{"aws:TagKeys", {q.tagKeys.begin(), q.tagKeys.end()}}});
}
Access to_list_tags_for_resource(const ListTagsForResource& q, Call& call) {
  return to_parameter("ssm:ListTagsForResource", resource(q.resourceType, q.resourceId, call), call);
}

shape::Nothing add_tags_to_resource(const AddTagsToResource& q, Call& call) {
  Found p = tagged(q.resourceType, q.resourceId, call);
  ParameterRecord after = *p.stored;
  add_tags(after.tags, q.tags, call);
  save(call.txn(), p.at, &*p.stored, after);
  return {};
}

shape::Nothing remove_tags_from_resource(const RemoveTagsFromResource& q, Call& call) {
  Found p = tagged(q.resourceType, q.resourceId, call);
  ParameterRecord after = *p.stored;
  for (auto& key : q.tagKeys) after.tags.erase(key);
  save(call.txn(), p.at, &*p.stored, after);
  return {};
}

ListTagsForResourceResult list_tags_for_resource(const ListTagsForResource& q, Call& call) {
  ListTagsForResourceResult out;
  const Found p = tagged(q.resourceType, q.resourceId, call);
  for (auto& [key, value] : p.stored->tags) out.tagList.push_back({TagKey(key), TagValue(value)});
  return out;
}

}  // namespace ssm
