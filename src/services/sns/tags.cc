#include "services/sns/tags.h"

#include "service/system_tags.h"

namespace sns {
namespace {

constexpr std::size_t kMostTags = 50;

TopicName resource(const std::string& arn, Call& call) { return topic_name(arn, call, "ResourceArn"); }

// Tags are spoken of with another error than topics are.
TopicRecord tagged(const TopicName& n, Call& call) {
  auto t = topics(call.txn(), n).get(n.name);
  if (!t) throw ApiError{"ResourceNotFound", 404, "Resource does not exist"};
  return std::move(*t);
}

}  // namespace

void add_request_tags(Access& access, const std::vector<Tag>& tags) {
  std::vector<std::string> keys;
  for (auto& t : tags) {
    keys.push_back(t.key);
    access.keys.push_back({"aws:RequestTag/" + t.key, {t.value}});
  }
  if (!keys.empty()) access.keys.push_back({"aws:TagKeys", std::move(keys)});
}

void add_tags(std::map<std::string, std::string>& to, const std::vector<Tag>& tags, const Call& call) {
  std::map<std::string, std::string> seen;
  for (auto& t : tags) {
    if (t.key.starts_with("aws:") && !service::sets_system_tags(call)) throw invalid("Invalid parameter: Tag keys must not begin with aws:");
    if (!seen.emplace(t.key, t.value).second) throw invalid("Duplicated keys are not allowed.");
    to[t.key] = t.value;
  }
  if (to.size() > kMostTags) throw ApiError{"TagLimitExceeded", 400, "Could not complete request: tag quota of per resource exceeded"};
}

Access to_tag_resource(const TagResource& q, Call& call) {
  Access out = to_topic("SNS:TagResource", resource(q.resourceArn, call), call);
  add_request_tags(out, q.tags);
  return out;
}

Tagged tag_resource(const TagResource& q, Call& call) {
  TopicName n = resource(q.resourceArn, call);
  TopicRecord t = tagged(n, call);
  add_tags(t.tags, q.tags, call);
  topics(call.txn(), n).put(n.name, t);
  return {};
}

Access to_untag_resource(const UntagResource& q, Call& call) {
  Access out = to_topic("SNS:UntagResource", resource(q.resourceArn, call), call);
  out.keys.push_back({"aws:TagKeys", std::vector<std::string>(q.tagKeys.begin(), q.tagKeys.end())});
  return out;
}

Tagged untag_resource(const UntagResource& q, Call& call) {
  TopicName n = resource(q.resourceArn, call);
  TopicRecord t = tagged(n, call);
  for (auto& key : q.tagKeys) t.tags.erase(key);
  topics(call.txn(), n).put(n.name, t);
  return {};
}

Access to_list_tags_for_resource(const ListTagsForResource& q, Call& call) { return to_topic("SNS:ListTagsForResource", resource(q.resourceArn, call), call); }

ListTagsForResourceResult list_tags_for_resource(const ListTagsForResource& q, Call& call) {
  ListTagsForResourceResult out;
  for (auto& [key, value] : tagged(resource(q.resourceArn, call), call).tags) out.tags.push_back({key, value});
  return out;
}

}  // namespace sns
