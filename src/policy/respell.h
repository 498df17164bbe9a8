#pragma once
// Users and roles that a stored policy names are meant themselves, not whoever comes to have their name: the policy is
// kept as it was written, and once more with their unique ids. Source: IAM User Guide, "AWS JSON policy elements: Principal".
#include <functional>
#include <string>
#include <string_view>

namespace policy {

using Spell = std::function<std::string(std::string_view)>;

// A well-formed policy with each text of its Principal and NotPrincipal elements of type AWS spelled anew.
std::string respelled(std::string_view document, const Spell& spell);

// The policy as it is read: as it was `written`, but each text for which `held` has a unique id as now(text, id) has it.
std::string readable(std::string_view written, std::string_view held, const std::function<std::string(const std::string& arn, const std::string& id)>& now);

}  // namespace policy
