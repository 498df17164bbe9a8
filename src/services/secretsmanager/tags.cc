#include "services/secretsmanager/tags.h"

#include "base/bytes.h"
#include "service/system_tags.h"

namespace secretsmanager {
namespace {

constexpr std::size_t kMostTags = 50;

// Who would lose his own rights by a change of tags is kept from it: Secrets Manager API Reference, "TagResource".
template <class Q> void keep_rights(const Q& q, Call& call) {
  if (!call.may(q))
    throw ApiError{"AccessDeniedException", 400, "You can't change these tags because you would lose your permissions for the secret.", "AccessDenied"};
}

}  // namespace

void add_tags(std::map<std::string, std::string>& to, const Tags& tags, const Call& call) {
  std::set<std::string_view> seen;
  for (auto& t : tags) {
    if (!t.key) throw invalid_parameter("A tag must have a key.");
    if (base::lower(*t.key).starts_with("aws:") && !service::sets_system_tags(call))
      throw invalid_parameter("Tag keys can't begin with aws:, which is reserved.");
    if (!seen.insert(*t.key).second) throw invalid_parameter("Duplicate tag keys: " + *t.key);
    to[*t.key] = t.value ? std::string(*t.value) : "";
  }
  if (to.size() > kMostTags) throw ApiError{"LimitExceededException", 400, "The secret has reached its limit of 50 tags."};
}

Access to_tag_resource(const TagResource& q, Call& call) {
  return to_secret("secretsmanager:TagResource", q.secretId, call, tag_keys(q.tags));
}
Access to_untag_resource(const UntagResource& q, Call& call) {
  return to_secret("secretsmanager:UntagResource", q.secretId, call, {{"aws:TagKeys", {q.tagKeys.begin(), q.tagKeys.end()}}});
}

shape::Nothing tag_resource(const TagResource& q, Call& call) {
  Found s = changeable(call, q.secretId);
  add_tags(s.record.tags, q.tags, call);
  put(call, s);
  keep_rights(q, call);
  return {};
}

shape::Nothing untag_resource(const UntagResource& q, Call& call) {
  Found s = changeable(call, q.secretId);
  for (auto& key : q.tagKeys) s.record.tags.erase(key);
  put(call, s);
  keep_rights(q, call);
  return {};
}

}  // namespace secretsmanager
