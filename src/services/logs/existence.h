#pragma once
// What CloudTrail asks of CloudWatch Logs outside of any caller's rights: the one thing beside api.h that it includes.
#include "service/call.h"

namespace logs {

bool group_exists(const service::Call&, const service::Scope&, const std::string& name);

}  // namespace logs
