#pragma once
// One delivery's call: as events.amazonaws.com or the target's role, under the target's own policy.
#include "services/events/acting.h"
#include "services/events/targets.h"

namespace events {

struct Errand {
  const Delivery& delivery;
  BusRef bus;
  const Target& target;
  Destination to;
  std::string event;                     // the whole envelope
  base::Time received;
  std::string input;
};

// Durable when it returns, together with what `beside` writes. Throws ApiError. Not for API destinations.
void send(service::House&, const Errand&, const service::House::Beside& beside);

// What could not be delivered, to the target's dead-letter queue.
struct Failure { std::string code, message, exhausted; };
void send_dead_letter(service::House&, const Errand&, const Failure&, const service::House::Beside& beside);

}  // namespace events
