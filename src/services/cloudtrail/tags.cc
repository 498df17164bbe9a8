#include "services/cloudtrail/tags.h"

#include "base/arn.h"
#include "services/cloudtrail/trails.h"

namespace cloudtrail {

using service::Access, service::Call, shape::Nothing;

namespace {

// Tag calls take ARNs of the caller's own trails, in this Region; a delegated administrator's also of its organization's.
Trail tagged(const std::string& text, Call& c) {
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "cloudtrail") throw error("CloudTrailARNInvalidException", "Invalid trail ARN: " + text);
  if (!arn->resource.starts_with("trail/")) throw error("ResourceTypeNotSupportedException", "The specified resource type is not supported: " + text);
  auto org = c.house().ports().organization_of(c.txn(), c.caller().account());
  const bool administered = org && org->management_account == arn->account && may_act_for(*org, c);
  if (arn->account != c.caller().account() && !administered)
    throw error("CloudTrailARNInvalidException", "AccountID in ARN is wrong, you can only access resources with AccountID " + c.caller().account() + ".");
  if (arn->region != c.scope().region)
    throw error("CloudTrailARNInvalidException", "Region in ARN is wrong, you can only access resources in region " + c.scope().region + ".");
  auto t = c.elsewhere(kTrails, arn->account).get(trail_key(arn->region, arn->resource.substr(6)));
  if (!t || (arn->account != c.caller().account() && !t->organization)) throw error("ResourceNotFoundException", "Resource not found: " + text);
  return std::move(*t);
}

void add_tag_keys(Access& a, const std::vector<Tag>& tags) {
  std::vector<std::string> keys;
  for (auto& t : tags) { keys.push_back(t.key); a.keys.push_back({"aws:RequestTag/" + t.key, {t.value.value_or("")}}); }
  a.keys.push_back({"aws:TagKeys", std::move(keys)});
}

}  // namespace

Access add_tags_access(const AddTags& q, Call&) {
  Access a{.action = "cloudtrail:AddTags", .resource = q.resourceId};
  add_tag_keys(a, q.tagsList);
  return a;
}

Access remove_tags_access(const RemoveTags& q, Call&) {
  Access a{.action = "cloudtrail:RemoveTags", .resource = q.resourceId};
  add_tag_keys(a, q.tagsList);
  return a;
}

std::vector<Access> list_tags_access(const ListTags& q, Call&) {
  std::vector<Access> out;
  for (auto& id : q.resourceIdList) out.push_back({.action = "cloudtrail:ListTags", .resource = id});
  if (out.empty()) out.push_back({.action = "cloudtrail:ListTags"});
  return out;
}

Nothing add_tags(const AddTags& q, Call& call) {
  Trail t = tagged(q.resourceId, call);
  check_tags(q.tagsList);
  for (auto& tag : q.tagsList) {
    auto it = std::find_if(t.tags.begin(), t.tags.end(), [&](auto& have) { return have.key == tag.key; });
    if (it == t.tags.end()) t.tags.push_back(tag);
    else it->value = tag.value;
  }
  check_tags(t.tags);
  put_trail(call.txn(), t);
  return {};
}

Nothing remove_tags(const RemoveTags& q, Call& call) {
  Trail t = tagged(q.resourceId, call);
  std::erase_if(t.tags, [&](const Tag& have) {
    return std::any_of(q.tagsList.begin(), q.tagsList.end(), [&](auto& gone) { return gone.key == have.key && (!gone.value || *gone.value == have.value.value_or("")); });
  });
  put_trail(call.txn(), t);
  return {};
}

ListTagsResult list_tags(const ListTags& q, Call& call) {
  if (q.resourceIdList.size() > 20) throw error("InvalidParameterException", "The number of resource ARNs exceeds the limit of 20.");
  ListTagsResult out;
  for (auto& id : q.resourceIdList) out.resourceTagList.push_back({id, tagged(id, call).tags});
  return out;
}

}  // namespace cloudtrail
