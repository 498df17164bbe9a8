#include "services/iam/tags.h"

#include <set>

#include "base/bytes.h"

namespace iam {

using service::ApiError;

void set_tags(TagMap& tags, const std::vector<Tag>& wanted) {
  std::set<std::string> seen;
  for (auto& tag : wanted) {
    if (!seen.insert(base::lower(tag.key)).second)
      throw ApiError{"InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive."};
    if (base::lower(tag.key).starts_with("aws:"))
      throw ApiError{"InvalidInput", 400, "The tag key prefix aws: is reserved for AWS use and cannot be added, edited or deleted."};
    std::erase_if(tags, [&](auto& held) { return base::iequals(held.first, tag.key); });
    tags[tag.key] = tag.value;
  }
  if (tags.size() > 50) throw ApiError{"LimitExceeded", 409, "The number of tags has reached the maximum limit."};
}

void clear_tags(TagMap& tags, const std::vector<TagKey>& keys) {
  for (auto& key : keys) std::erase_if(tags, [&](auto& held) { return base::iequals(held.first, key); });
}

// By position: a key may be longer than a marker.
ListTagsResult tags_page(const TagMap& tags, const Paging& asked) {
  Page page(asked);
  ListTagsResult out;
  std::size_t i = 10;
  for (auto& [key, value] : tags) {
    std::string position = std::to_string(i++);
    if (position < page.from()) continue;
    if (!page.take(position)) break;
    out.tags.push_back({key, value});
  }
  page.close(out);
  return out;
}

}  // namespace iam
