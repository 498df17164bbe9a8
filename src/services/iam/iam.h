#pragma once
#include "service/operation.h"

namespace iam {

service::Service iam();

}  // namespace iam
