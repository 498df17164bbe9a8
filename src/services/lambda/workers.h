#pragma once
#include "service/worker.h"

namespace lambda {

std::vector<service::Worker> workers();

}  // namespace lambda
