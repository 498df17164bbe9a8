#pragma once
#include "service/operation.h"

namespace events { service::Service events(); }
