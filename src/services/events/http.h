#pragma once
// Deliveries to API destinations: requests made off the workers' thread, and what came of them.
#include "service/outgoing.h"
#include "services/events/send.h"

namespace events {

// The request as the destination, its connection and the target make it. Throws ApiError where one of them is gone, or the
// role does not allow events:InvokeApiDestination.
service::OutgoingRequest http_request(service::House&, const Errand&);

// What is under way, by the delivery's key. An answer calls the workers, and waits here until one looks.
class HttpCalls {
 public:
  // False: too much is under way, ask again later.
  bool start(service::House&, const std::string& key, service::OutgoingRequest);
  bool under_way(const std::string& key) const;
  bool answered() const;               // an answer waits to be taken
  // The answer, once.
  std::optional<service::OutgoingAnswer> take(const std::string& key);

 private:
  struct Shared {
    std::mutex mutex;
    std::map<std::string, std::optional<service::OutgoingAnswer>> calls;
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  service::OutgoingPool pool_;
};

}  // namespace events
