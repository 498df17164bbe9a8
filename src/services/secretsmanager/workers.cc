#include "services/secretsmanager/workers.h"

namespace secretsmanager {

std::vector<service::Worker> workers() { return {}; }

}  // namespace secretsmanager
