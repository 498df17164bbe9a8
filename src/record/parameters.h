#pragma once
// A described value as the audit record shows it: first letters lowered, veiled members veiled, absent ones
// absent. CloudTrail User Guide, "CloudTrail record contents".
#include "base/json.h"
#include "shape/shape.h"

namespace record {

// How a service's records spell dates: "Jul 10, 2023 12:24:29 PM" or with a comma before the time.
enum class Dates : std::uint8_t { plain, comma };

void write_date(std::string& out, base::Time, Dates);
// Writes one JSON value; an object without members is still an object.
void write_value(base::JsonWriter&, const shape::Shape&, const void* value, Dates);

}  // namespace record
