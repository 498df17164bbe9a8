#pragma once
// Secrets Manager: what may be asked of it.
#include "services/secretsmanager/api_secrets.h"
#include "services/secretsmanager/api_settings.h"
#include "services/secretsmanager/api_values.h"
