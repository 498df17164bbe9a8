#pragma once
#include "service/operation.h"

namespace cloudtrail { service::Service cloudtrail(); }
