#pragma once
#include <boost/asio/awaitable.hpp>

#include "services/lambda/runtime/instance.h"

namespace lambda::runtime {

inline constexpr std::size_t kMaxPayload = 6291556;     // what a function may answer: 6 MB and a little, as AWS counts it

// The Lambda Runtime API (2018-06-01) on one connection from inside the sandbox. Whoever speaks there may be hostile: what is
// read is bounded, and what is not understood is refused.
boost::asio::awaitable<void> serve_runtime_api(Doors::Socket, std::shared_ptr<Instance>, std::shared_ptr<Doors>);

}  // namespace lambda::runtime
