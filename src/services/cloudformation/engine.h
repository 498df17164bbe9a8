#pragma once
// The background that carries out stack operations.
#include "service/worker.h"

namespace cloudformation {

std::optional<base::Time> carry_out(service::House&);

}  // namespace cloudformation
