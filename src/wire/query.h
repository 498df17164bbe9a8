#pragma once
// The AWS Query protocol's requests: nested values as dotted form fields.
#include <string>
#include <vector>

#include "shape/shape.h"
#include "wire/message.h"

namespace wire {

// Reads form body and query string together. Throws Malformed (MalformedInput, MalformedQueryString).
std::vector<std::string> read_query(const shape::Shape&, void* into, const Inbound&);

}  // namespace wire
