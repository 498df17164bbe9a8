#pragma once
#include "service/operation.h"

namespace cloudformation {

service::Service cloudformation();

}  // namespace cloudformation
