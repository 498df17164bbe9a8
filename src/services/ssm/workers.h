#pragma once
// What falls due by itself: parameters whose Expiration policy has come, and the notices before and after.
#include "service/worker.h"

namespace ssm {

std::vector<service::Worker> workers();

}  // namespace ssm
