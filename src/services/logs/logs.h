#pragma once
#include "service/operation.h"

namespace logs { service::Service logs(); }
