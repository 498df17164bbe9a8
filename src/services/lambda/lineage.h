#pragma once
// Recursive loops: which functions have run in a chain of requests, and how often. It travels as the Lineage of the chain's
// X-Ray trace header. https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html. Pure.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"

namespace lambda {

inline constexpr std::int64_t kMostTurns = 16;   // of one function in one chain: its next invocation is stopped

struct Turn {
  std::string trace;                             // of this invocation: Root=…;Parent=…;Sampled=0;Lineage=1:<function>:<count>|…
  std::int64_t count = 1;                        // of the function's invocations in this chain, with this one
};
// An invocation of a function by what came with `trace`; what cannot be read there begins a new chain.
Turn next_turn(std::string_view trace, std::string_view function_arn, base::Time now);

}  // namespace lambda
