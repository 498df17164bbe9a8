#pragma once
#include "service/operation.h"

namespace kms { service::Service kms(); }
