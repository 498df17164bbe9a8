#pragma once
// CloudTrail's data plane, to which partners and customers put their own audit events: with CloudTrail Lake closed to new
// customers there is no channel to put them to.
#include "service/operation.h"

namespace cloudtrail {

service::Service cloudtrail_data();

}  // namespace cloudtrail
