#pragma once
// AWS Organizations: accounts, the tree they stand in, and the policies laid upon it.
#include "service/operation.h"

namespace organizations {

service::Service organizations();

}  // namespace organizations
