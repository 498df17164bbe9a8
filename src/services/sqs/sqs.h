#pragma once
#include "service/operation.h"

namespace sqs { service::Service sqs(); }
