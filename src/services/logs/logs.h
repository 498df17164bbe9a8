#pragma once
#include "service/operation.h"

namespace logs {

service::Service logs();

// Outside of any caller's rights: for CloudTrail, which looks whether a trail's group is there.
bool group_exists(store::Txn&, std::string_view account, std::string_view region, const std::string& name);

}  // namespace logs
