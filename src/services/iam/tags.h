#pragma once
// Tags of users, roles, managed policies and instance profiles.
#include "services/iam/access.h"
#include "services/iam/api.h"
#include "services/iam/page.h"
#include "services/iam/views.h"

namespace iam {

using TagMap = std::map<std::string, std::string>;

// Keys are equal whatever their case; the last spelling stays. InvalidInput, LimitExceeded.
void set_tags(TagMap&, const std::vector<Tag>&);
void clear_tags(TagMap&, const std::vector<TagKey>&);
ListTagsResult tags_page(const TagMap&, const Paging&);

template <class Q> Nothing tag_entity(const Q& q, service::Call& call) {
  Directory dir(call);
  auto entity = dir.need(kind_in<Q>(), name_in(q));
  set_tags(entity.tags, q.tags);
  dir.put(entity);
  return {};
}
template <class Q> Nothing untag_entity(const Q& q, service::Call& call) {
  Directory dir(call);
  auto entity = dir.need(kind_in<Q>(), name_in(q));
  clear_tags(entity.tags, q.tagKeys);
  dir.put(entity);
  return {};
}
template <class Q> ListTagsResult list_entity_tags(const Q& q, service::Call& call) {
  return tags_page(Directory(call).need(kind_in<Q>(), name_in(q)).tags, q);
}

}  // namespace iam
