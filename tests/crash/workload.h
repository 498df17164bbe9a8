#pragma once
// The organization everything happens in, and what happens in it.
#include "site.h"

namespace crash {

inline constexpr const char* kArchiveBucket = "archive-bucket";
inline constexpr const char* kDataBucket = "data-bucket";

struct World {
  std::string management, audit, archive, organization, trail_arn;
  std::string admin_key, powerless_key;                  // access keys: of the management account's administrator, of a member's user
};

// An organization of three accounts with a trail of all its accounts in two Regions, encrypted under one member's key and
// delivered into another's bucket; logging since the last call, with signing keys made and nothing delivered.
World build(Life&);

// One thing that happens. Done once more after a crash in its midst it is refused what it already did, and goes on.
struct Step { std::string_view name; void (*run)(Life&, const World&); };
const std::vector<Step>& workload();

// From a step on; answers how many are done: all, or as many as came before a fault.
std::size_t run(Life&, const World&, std::size_t from);

void flush(Life&);                                       // deliver and digest everything, five minutes later

}  // namespace crash
