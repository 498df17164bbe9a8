#pragma once
// What falls due by itself: keys to be deleted, keys to be rotated.
#include "service/worker.h"

namespace kms {

std::vector<service::Worker> workers();

}  // namespace kms
