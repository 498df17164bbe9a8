#pragma once
// Listings of keys and versions. A page reads the rows it answers and little more: what a delimiter rolls up is leapt over.
#include "services/s3/door.h"

namespace s3 {

// The condition keys of a listing: s3:prefix, s3:delimiter, s3:max-keys.
ConditionKeys list_keys(const Named& prefix, const Named& delimiter, const std::optional<std::int64_t>& most);

template <class Q, shape::Literal Action> std::vector<Access> may_list(const Q& q, Call& call) {
  Door door(q.bucket, q.expectedBucketOwner, call);
  std::vector<Access> out;
  out.push_back(door.objects_listed());
  if constexpr (requires { q.maxKeys; }) out.push_back(door.bucket(Action.view(), list_keys(q.prefix, q.delimiter, q.maxKeys)));
  else out.push_back(door.bucket(Action.view(), list_keys(q.prefix, q.delimiter, {})));
  return out;
}

// Checked parameters: a page's size up to 1000, and whether names are to be URL-encoded.
std::int64_t page_size(const std::optional<std::int64_t>& given, std::string_view name);
bool url_encoded(const Named& encoding_type);

ListObjectsResult list_objects(const ListObjects&, Call&);
ListObjectsV2Result list_objects_v2(const ListObjectsV2&, Call&);
ListObjectVersionsResult list_object_versions(const ListObjectVersions&, Call&);

}  // namespace s3
