#pragma once
// What the host and the init of a sandbox say to each other on the socket that init finds as descriptor 3. Both sides are
// built from this header, so the host's byte order and sizes are the format.
#include <cstdint>

namespace lambda::runtime {

inline constexpr int kControl = 3;

// First, from the host: a length (u32) and so many bytes, the plan: texts, each ended by a NUL:
//   memory in KB, the largest file in bytes, a further port, the number n of programs, n paths of which the first that exists
//   is run, the number m of arguments, m arguments, and the environment.
inline constexpr std::uint32_t kMaxPlan = 256 * 1024;

// Then one byte each.
enum class Order : std::uint8_t { freeze = 'f', go_on = 'c', measure = 'm' };

// From init.
enum class Word : std::uint32_t {
  ports = 1,        // with five descriptors: listening on 127.0.0.1 at 9001, 443, 80, `value`; the datagram socket at 53
  memory = 2,       // value: KB in use, whenever that is more than was ever said before
  exceeded = 3,     // value: KB in use; everything has been killed
  failed = 4,       // value: errno; no program could be run
  ended = 5,        // value: the wait status of the program
  measured = 6,     // value: KB in use; the answer to Order::measure
};
struct Report {
  Word word;
  std::int32_t value;
};
inline constexpr int kPorts = 5;

}  // namespace lambda::runtime
