#pragma once
#include "service/operation.h"

namespace ecr {

service::Service ecr();

}  // namespace ecr
