#pragma once
// Scalars in their text form, as forms, XML, headers, paths and query strings carry them.
#include <string>
#include <string_view>

#include "shape/shape.h"

namespace wire {

inline bool is_scalar(shape::Kind k) { return k <= shape::Kind::time; }

// False when the text is not of the shape's form. Times in any form base::parse_time knows, up to the year 9999.
// `into` is the address of the value itself, not of an optional around it.
bool read_scalar(const shape::Shape&, void* into, std::string_view text);

enum class TimeForm : std::uint8_t { iso_seconds, iso_millis, http_date };

// Blobs in base64, booleans as true and false.
std::string scalar_text(const shape::Shape&, const void* value, TimeForm);

// A time that the calendar's four-digit years can spell.
bool plausible(base::Time);

// NaN and the infinities in the words the protocols have for them.
std::string real_text(double);

}  // namespace wire
