#pragma once
#include <string>
#include <vector>

#include "shape/shape.h"

namespace shape {

// Every violated limit of a value, each in AWS's own words:
// "Value 'x' at 'name' failed to satisfy constraint: Member must have length less than or equal to 128".
std::vector<std::string> violations(const Shape&, const void* value);

// The sentence for a required member that did not come.
std::string missing(std::string_view path);

// "2 validation errors detected: ...; ..."
std::string validation_message(const std::vector<std::string>& faults);

}  // namespace shape
