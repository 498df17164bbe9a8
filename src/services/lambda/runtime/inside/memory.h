#pragma once
#include <cstdint>

namespace lambda::inside {

// KB of memory that all processes of the sandbox but the first hold: private pages and shared ones that are no file's. Their sum
// by process counts pages shared after a fork more than once; so where it exceeds `limit_kb`, shares are added up instead.
std::int64_t memory_in_use_kb(std::int64_t limit_kb);

}  // namespace lambda::inside
