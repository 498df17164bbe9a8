#pragma once
// REST-XML and REST-JSON: members by their place in path, query, headers, status and body.
#include <string>
#include <vector>

#include "shape/shape.h"
#include "wire/message.h"

namespace wire {

std::vector<std::string> read_rest(bool xml, const shape::Shape&, void* into, const Inbound&);

// Fills status, headers, body and content type.
void write_rest(bool xml, const shape::Shape&, const void* value, const Naming&, Outbound&);

}  // namespace wire
