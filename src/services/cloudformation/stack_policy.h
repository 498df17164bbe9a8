#pragma once
// Stack policies: which resources an update may touch. Pure.
#include <string>
#include <string_view>

namespace cloudformation {

// Whether it is a policy: one sentence on what is wrong with it; empty: nothing.
std::string policy_fault(std::string_view policy);

// action: "Update:Modify", "Update:Replace", "Update:Delete". Why it may not; empty: it may. An empty policy allows everything,
// any other nothing that it does not allow.
std::string refused_by(std::string_view policy, std::string_view action, std::string_view logical_id, std::string_view type);

}  // namespace cloudformation
