#pragma once
// Values that come from outside a template: dynamic references, and attributes by their dotted names.
#include "services/cloudformation/acting.h"
#include "services/cloudformation/template/value.h"

namespace cloudformation {

// What a dynamic reference stands for, asked for in the stack's name. Throws ApiError, language::Fault.
std::string look_up(House&, const Place&, const Hands&, std::string_view service, std::string_view reference);

// "Endpoint.Address" is a member of that name, or one within another. nullptr: there is none.
const language::Value* find_attribute(const language::Value& attributes, std::string_view name);

}  // namespace cloudformation
