#include "services/sns/workers.h"

#include "services/sns/courier.h"

namespace sns {

std::vector<service::Worker> workers() {
  auto courier = std::make_shared<Courier>();
  return {{"sns delivery", [courier](service::House& house) { return courier->run(house); }}};
}

std::vector<service::OutboxHandler> outbox_handlers() { return {}; }

}  // namespace sns
