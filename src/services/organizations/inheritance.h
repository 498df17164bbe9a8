#pragma once
// How the policies of one type that stand above an account become its effective policy. Pure: documents in, document out.
// Source: AWS Organizations User Guide, "Inheritance operators", "Inheritance examples", "Backup policy syntax".
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace organizations {

struct PolicySource { std::string id, content; };
using PolicyLevels = std::vector<std::vector<PolicySource>>;      // from the root to the account, each in the order of attachment

// What keeps an effective policy from being enforced in full. The path's parts are joined with slashes.
struct PolicyFlaw { std::string code, message, path; std::vector<std::string> policies; };
struct Effective { std::string content; std::vector<PolicyFlaw> flaws; };

// The operators of a level bind the levels below it, never itself or its neighbours at the same level; what a level may
// not do is passed over. Within one level the first @@assign of a setting counts, then every @@append, then every
// @@remove. Documents that are no JSON are passed over: they cannot be stored.
Effective effective_policy(std::string_view type, const PolicyLevels&);

// Why a document with inheritance operators may not be stored as a policy whose only element is `root` (empty: of any
// name); nullopt if it may.
std::optional<std::string> inheritance_fault(std::string_view type, std::string_view root, std::string_view json);

}  // namespace organizations
