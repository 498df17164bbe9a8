#pragma once
#include "service/operation.h"

namespace sns { service::Service sns(); }
