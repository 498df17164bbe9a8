#pragma once
// Our shapes as JSON, to be compared with the vendor's service models by tests/conform/conform.py.
#include <string_view>

#include "base/json.h"
#include "shape/shape.h"

namespace wire {

// Writes one object: {"service", "operation", "input": shape, "output": shape}. A shape is
//   {"kind", "min"?, "max"?, "pattern"?, "words"?: [...], "element"?: shape, "members"?: [member...]}
// and a member {"name", "wire", "form"?, "key"?, "value"?, "required", "where", "flat"?, "attribute"?, "element_name"?, "shape": shape}; "wire" is
// the name it travels under, "form" that in Query where it has another, "element_name" that of a list's elements where XML and forms give them another than "member".
void describe(base::JsonWriter&, std::string_view service, std::string_view operation, const shape::Shape& request,
              const shape::Shape& result);

}  // namespace wire
