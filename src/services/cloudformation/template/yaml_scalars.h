#pragma once
// Scalars and short forms of YAML as CloudFormation reads them.
#include <string>

#include "services/cloudformation/template/value.h"

namespace cloudformation::language {

// A plain scalar by the rules of YAML 1.1: yes and on are booleans, 017 is 15, dates stay text. Null is the reader's business.
Value plain_scalar(const std::string& text);

// "!Sub" -> "Fn::Sub"; empty when the tag is no short form.
std::string function_of_tag(const std::string& tag);
// The function with its argument; "A.B" of GetAtt is taken apart.
Value short_form(const std::string& function, Value argument);

}  // namespace cloudformation::language
