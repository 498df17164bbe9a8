#pragma once
#include "service/operation.h"

namespace ssm { service::Service ssm(); }
