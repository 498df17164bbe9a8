#pragma once
#include "service/operation.h"

namespace secretsmanager { service::Service secretsmanager(); }
