#include <re2/re2.h>

#include "service/system_tags.h"
#include "services/logs/groups.h"

namespace logs {
namespace {

constexpr std::size_t kMost = 50;

std::size_t characters(std::string_view utf8) {
  return std::size_t(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// The class and the length apart: counted by the expression, every character of it would have a program of its own.
void check_tag(const std::string& key, const Call& call) {
  static const re2::RE2 allowed("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
  if (characters(key) > 128 || !re2::RE2::FullMatch(key, allowed))
    throw invalid("1 validation error detected: Value at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less "
                  "than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: "
                  "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$]");
  if (base::iequals(std::string_view(key).substr(0, 4), "aws:") && !service::sets_system_tags(call))
    throw invalid("aws: prefixed tag key names are not allowed for external use.");
}

template <class Keys> void remove_tags(Call& call, Group g, const Keys& keys) {
  for (auto& key : keys) g.tags.erase(key);
  put_group(call, g);
}

void add_tags(Call& call, Group g, const Tags& tags, std::string_view too_many) {
  set_tags(g.tags, tags, too_many, call);
  put_group(call, g);
}

// The group of a tag operation on an ARN. Destinations have ARNs too, and do not exist here.
Named tagged(const Call& call, const std::string& arn) {
  if (!arn.starts_with("arn:")) throw invalid("Invalid ARN: " + arn);
  if (arn.find(":destination:") != arn.npos) throw ApiError{"ResourceNotFoundException", 400, "The specified resource does not exist."};
  return named(call, arn);
}

Access on_tagged(std::string_view action, const std::string& arn, Call& call, ConditionKeys keys = {}) {
  return on_bare_group(action, tagged(call, arn), call, std::move(keys));
}

}  // namespace

void set_tags(std::map<std::string, std::string>& on, const Tags& tags, std::string_view too_many, const Call& call) {
  if (tags.empty() || tags.size() > kMost)
    throw invalid("1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length between 1 and 50, inclusive");
  for (auto& [key, value] : tags) {
    check_tag(key, call);
    on[key] = value;
  }
  if (on.size() > kMost) throw ApiError{std::string(too_many), 400, "The resource can have no more than 50 tags."};
}

Access to_tag_log_group(const TagLogGroup& q, Call& call) {
  ConditionKeys keys;
  add_request_tags(q.tags, keys);
  return on_group("logs:TagLogGroup", q.logGroupName, call, std::move(keys));
}
Access to_untag_log_group(const UntagLogGroup& q, Call& call) {
  return on_group("logs:UntagLogGroup", q.logGroupName, call, {{"aws:TagKeys", {q.tags.begin(), q.tags.end()}}});
}
Access to_list_tags_log_group(const ListTagsLogGroup& q, Call& call) { return on_group("logs:ListTagsLogGroup", q.logGroupName, call); }
Access to_tag_resource(const TagResource& q, Call& call) {
  ConditionKeys keys;
  add_request_tags(q.tags, keys);
  return on_tagged("logs:TagResource", q.resourceArn, call, std::move(keys));
}
Access to_untag_resource(const UntagResource& q, Call& call) {
  return on_tagged("logs:UntagResource", q.resourceArn, call, {{"aws:TagKeys", {q.tagKeys.begin(), q.tagKeys.end()}}});
}
Access to_list_tags_for_resource(const ListTagsForResource& q, Call& call) { return on_tagged("logs:ListTagsForResource", q.resourceArn, call); }

Nothing tag_log_group(const TagLogGroup& q, Call& call) {
  add_tags(call, group_of(call, q.logGroupName), q.tags, "InvalidParameterException");
  return {};
}
Nothing untag_log_group(const UntagLogGroup& q, Call& call) {
  remove_tags(call, group_of(call, q.logGroupName), q.tags);
  return {};
}
TagsResult list_tags_log_group(const ListTagsLogGroup& q, Call& call) { return {group_of(call, q.logGroupName).tags}; }

Nothing tag_resource(const TagResource& q, Call& call) {
  add_tags(call, group_at(call, tagged(call, q.resourceArn)), q.tags, "TooManyTagsException");
  return {};
}
Nothing untag_resource(const UntagResource& q, Call& call) {
  remove_tags(call, group_at(call, tagged(call, q.resourceArn)), q.tagKeys);
  return {};
}
TagsResult list_tags_for_resource(const ListTagsForResource& q, Call& call) { return {group_at(call, tagged(call, q.resourceArn)).tags}; }

}  // namespace logs
