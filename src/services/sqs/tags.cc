#include "services/sqs/tags.h"

#include <re2/re2.h>

#include "base/bytes.h"

namespace sqs {
namespace {

constexpr std::size_t kMostTags = 50;

void check_tag(const std::string& key, const std::string& value) {
  static const re2::RE2 form(R"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)");
  if (key.empty() || key.size() > 128 || !re2::RE2::FullMatch(key, form)) throw invalid_value("Tag keys must be between 1 and 128 characters in length.");
  if (value.size() > 256 || !re2::RE2::FullMatch(value, form)) throw invalid_value("Tag values must be between 0 and 256 characters in length.");
  if (base::lower(key).starts_with("aws:")) throw invalid_value("aws: prefixed tag key names are not allowed for external use.");
}

}  // namespace

Keys request_tags(const Words& tags) {
  Keys out;
  std::vector<std::string> names;
  for (auto& [key, value] : tags) {
    out.push_back({"aws:RequestTag/" + key, {value}});
    names.push_back(key);
  }
  out.push_back({"aws:TagKeys", std::move(names)});
  return out;
}

void add_tags(const Words& tags, Queue& queue) {
  for (auto& [key, value] : tags) {
    check_tag(key, value);
    queue.tags[key] = value;
  }
  if (queue.tags.size() > kMostTags) throw invalid_value("Too many tags added for queue " + queue.name + ".");
}

Access to_tag_queue(const TagQueue& q, Call& call) {
  Access out = to_queue(call, "sqs:TagQueue", q.queueUrl, Reach::owner);
  for (auto& key : request_tags(q.tags)) out.keys.push_back(key);
  return out;
}

shape::Nothing tag_queue(const TagQueue& q, Call& call) {
  Found f = find_queue(call, q.queueUrl);
  if (q.tags.empty()) throw missing_parameter("Tags");
  add_tags(q.tags, f.queue);
  save(call.txn(), f);
  return {};
}

Access to_untag_queue(const UntagQueue& q, Call& call) {
  Access out = to_queue(call, "sqs:UntagQueue", q.queueUrl, Reach::owner);
  out.keys.push_back({"aws:TagKeys", q.tagKeys});
  return out;
}

shape::Nothing untag_queue(const UntagQueue& q, Call& call) {
  Found f = find_queue(call, q.queueUrl);
  if (q.tagKeys.empty()) throw missing_parameter("TagKeys");
  for (auto& key : q.tagKeys) f.queue.tags.erase(key);
  save(call.txn(), f);
  return {};
}

Access to_list_queue_tags(const ListQueueTags& q, Call& call) { return to_queue(call, "sqs:ListQueueTags", q.queueUrl, Reach::owner); }

ListQueueTagsResult list_queue_tags(const ListQueueTags& q, Call& call) {
  auto tags = find_queue(call, q.queueUrl).queue.tags;
  if (tags.empty()) return {};
  return {std::move(tags)};
}

}  // namespace sqs
