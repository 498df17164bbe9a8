#pragma once
// The kinds of policy there are, and what each must keep to.
// Source: AWS Organizations User Guide, "Quotas and service limits", "Management policy syntax".
#include <cstdint>
#include <string_view>

namespace organizations {

struct PolicyKind {
  std::string_view type;
  std::size_t characters;                      // of a document, all of them counted as for any client but the console
  std::size_t attached;                        // to one target
  std::int64_t policies;                       // in an organization
  std::string_view root;                       // the one element of the document's; empty: not known here
  bool inherits = true;                        // merged into an effective policy; false: judged with every call
};
const PolicyKind* kind_of(std::string_view type);      // nullptr: no such type

// Throws unless the text may be the content of a policy of this type.
void check_content(std::string_view type, std::string_view content);

}  // namespace organizations
