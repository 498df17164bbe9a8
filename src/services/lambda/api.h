#pragma once
// Lambda's API: what callers say and what Lambda answers. No behaviour; any service may include this.
#include "services/lambda/api_functions.h"
#include "services/lambda/api_invoke.h"
#include "services/lambda/api_layers.h"
#include "services/lambda/api_running.h"
#include "services/lambda/api_settings.h"
#include "services/lambda/api_sources.h"
