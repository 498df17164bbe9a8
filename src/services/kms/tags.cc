#include "services/kms/tags.h"

#include "services/kms/paging.h"

namespace kms {
namespace {

constexpr std::size_t kMost = 50;

ApiError tag_error(std::string text) { return {"TagException", 400, std::move(text)}; }

void check_key(const std::string& key) {
  if (key.size() >= 4 && base::iequals(std::string_view(key).substr(0, 4), "aws:")) throw tag_error("Tags beginning with aws: are reserved");
}

}  // namespace

void add_request_tags(const std::vector<Tag>& tags, ConditionKeys& keys) {
  std::vector<std::string> names;
  for (auto& tag : tags) {
    keys.push_back({"aws:RequestTag/" + tag.tagKey, {tag.tagValue}});
    names.push_back(tag.tagKey);
  }
  if (!names.empty()) keys.push_back({"aws:TagKeys", std::move(names)});
}

void set_tags(std::map<std::string, std::string>& on, const std::vector<Tag>& tags) {
  std::map<std::string, std::string> given;
  for (auto& tag : tags) {
    check_key(tag.tagKey);
    if (!given.emplace(tag.tagKey, tag.tagValue).second) throw tag_error("Duplicate tag keys");
  }
  for (auto& [key, value] : given) on[key] = value;
  if (on.size() > kMost) throw ApiError{"LimitExceededException", 400, "A key can have at most " + std::to_string(kMost) + " tags."};
}

Access to_tag_resource(const TagResource& q, Call& call) {
  ConditionKeys keys;
  add_request_tags(q.tags, keys);
  return access_to(call, "kms:TagResource", find_key_proper(call, q.keyId), Callers::own, nullptr, std::move(keys));
}
Access to_untag_resource(const UntagResource& q, Call& call) {
  return access_to(call, "kms:UntagResource", find_key_proper(call, q.keyId), Callers::own, nullptr,
                   {{"aws:TagKeys", {q.tagKeys.begin(), q.tagKeys.end()}}});
}
Access to_list_resource_tags(const ListResourceTags& q, Call& call) {
  return access_to(call, "kms:ListResourceTags", find_key_proper(call, q.keyId), Callers::own);
}

Done tag_resource(const TagResource& q, Call& call) {
  KeyPtr key = change_key(call, q.keyId, [&](const Key& k, KeyRecord& r) { must_not_be_pending(k); set_tags(r.tags, q.tags); });
  return {key->arn};
}

Done untag_resource(const UntagResource& q, Call& call) {
  KeyPtr key = change_key(call, q.keyId, [&](const Key& k, KeyRecord& r) {
    must_not_be_pending(k);
    for (auto& name : q.tagKeys) { check_key(name); r.tags.erase(name); }
  });
  return {key->arn};
}

ListResourceTagsResult list_resource_tags(const ListResourceTags& q, Call& call) {
  KeyPtr key = authorized_key(call, q.keyId);
  ListResourceTagsResult out;
  const std::size_t limit = page_size(q.limit, 50);
  auto it = key->record.tags.lower_bound(after(q.marker));
  for (; it != key->record.tags.end() && out.tags.size() < limit; ++it) out.tags.push_back({it->first, it->second});
  if (it != key->record.tags.end()) out.nextMarker = base::base64url(out.tags.back().tagKey);
  out.truncated = out.nextMarker.has_value();
  return out;
}

}  // namespace kms
