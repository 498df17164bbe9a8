#pragma once
// Values as JSON: AWS JSON 1.0 and 1.1, and the bodies of REST-JSON.
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "shape/shape.h"

namespace wire {

struct Step;

// Members whose place is the body. An empty body is an empty object. Paths of missing members begin with `within`.
// Throws Malformed (SerializationException).
std::vector<std::string> read_json(const shape::Shape&, void* into, std::string_view body, const Step* within = nullptr);

// The value, which is there; of a structure the members whose place is the body and that are there.
void write_json(base::JsonWriter&, const shape::Shape&, const void* value);

}  // namespace wire
