#pragma once
// What is owed to targets, paid: each delivery's call and the end of its debt are one commit.
#include "services/events/dispatch.h"
#include "services/events/http.h"

namespace events {

class Deliveries {
 public:
  // Makes the deliveries that are due; answers when to look again.
  std::optional<base::Time> run(service::House&);
  bool answered() const { return http_.answered(); }     // by an endpoint, since the last run

 private:
  std::vector<std::pair<std::string, Delivery>> due_by(service::House&, base::Time now, std::optional<base::Time>& next);
  void make(service::House&, const std::string& key, Delivery);
  void call_endpoint(service::House&, const std::string& key, const Errand&);
  void failed(service::House&, const std::string& key, const Errand&, const service::ApiError&);
  void give_up(service::House&, const std::string& key, const Errand&, const Failure&);
  bool within_rate(const Errand&, base::Time now, std::int64_t per_second);

  std::string low_;                                      // no delivery stands before this key
  HttpCalls http_;
  std::map<std::string, base::Time> next_call_;          // by API destination: its rate
};

}  // namespace events
