#pragma once
// What goes on by itself: secrets deleted when their window ends, versions that nothing names, rotations.
#include "service/worker.h"

namespace secretsmanager {

std::vector<service::Worker> workers();

}  // namespace secretsmanager
