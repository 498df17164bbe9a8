#pragma once
// What differs between two evaluated values, as change sets say it.
#include <optional>
#include <string>
#include <vector>

#include "services/cloudformation/template/value.h"

namespace cloudformation::language {

struct Difference {
  std::string scope;                             // "Properties", "Tags" (the property of that name), or the scope given
  std::string property;                          // "BucketName"; of Tags and other scopes empty
  std::string path;                              // JSON pointer from the resource: "/Properties/Tags/0/Value"
  std::string change;                            // "Add", "Remove", "Modify"
  std::optional<Value> before, after;
};

// scope: "Properties", "Metadata", "CreationPolicy", "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy".
// Of properties in the order of their names, within one in document order. At most 2000 come out; the rest is told as one of the whole.
std::vector<Difference> differences(const Value& before, const Value& after, std::string_view scope = "Properties");

}  // namespace cloudformation::language
