#pragma once
#include "service/operation.h"

namespace sts {

service::Service sts();

}  // namespace sts
