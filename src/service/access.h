#pragma once
#include <string>
#include <vector>

#include "policy/document.h"
#include "policy/evaluate.h"

namespace service {

// What an operation wants to do, to be authorized before its handler runs. An operation may want several things.
struct Access {
  std::string_view action;             // "cloudtrail:StopLogging"; empty: nothing is asked, the record lists the resource
  std::string resource = "*";          // ARN, or * where the action knows no resources
  std::string owner{};                 // account of the resource; empty: the caller's own
  std::string_view type{};             // CloudTrail's resource type; empty: not in the record's `resources`
  std::shared_ptr<const policy::Document> resource_policy{};
  policy::ResourceRule rule = policy::ResourceRule::ordinary;
  std::shared_ptr<const policy::Document> grant{};     // KMS: allows in place of the policies where they do not, unless one denies
  std::vector<std::pair<std::string, std::vector<std::string>>> keys{};   // the action's own condition keys
  bool recorded = true;                // false: the owner learns of it through another Access
  bool prefix = false;                 // the record lists the resource as ARNPrefix
  bool denial_recorded = true;         // false: the owner does not learn of a denied attempt (STS)
};

}  // namespace service
