#pragma once
// Parameter Store, of Systems Manager: what may be asked of it.
#include "services/ssm/api_parameters.h"
#include "services/ssm/api_settings.h"
