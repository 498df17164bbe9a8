#pragma once
// When a failed delivery is tried again. Source: SNS Developer Guide, "Amazon SNS message delivery retries".
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sns {

enum class Backoff : std::uint8_t { linear, arithmetic, geometric, exponential };
std::string_view name_of(Backoff);

// Retries without delay, then at the least delay, then rising from the least to the most, then at the most. Seconds.
struct RetryPolicy {
  std::int64_t min_delay = 20, max_delay = 20, retries = 3, no_delay = 0, at_min = 0, at_max = 0;
  Backoff backoff = Backoff::linear;

  // The delay before retry n (from 1); nothing: there is none.
  std::optional<std::int64_t> delay(std::int64_t n) const;
};
RetryPolicy managed_endpoints();         // SQS: 100,015 attempts over 23 days

struct DeliveryPolicy {
  RetryPolicy retry;
  std::string content_type = "text/plain; charset=UTF-8";
  std::optional<std::int64_t> per_second;      // deliveries to one endpoint
  bool disable_overrides = false;              // a topic's: its subscriptions' own policies do not count
};

// The text of a topic's or a subscription's DeliveryPolicy. Throws std::runtime_error with what is wrong, in SNS's words.
DeliveryPolicy read_topic_delivery(std::string_view json);
DeliveryPolicy read_subscription_delivery(std::string_view json, const DeliveryPolicy& topic);
std::string effective_topic_delivery(const DeliveryPolicy&);
std::string effective_subscription_delivery(const DeliveryPolicy&);

}  // namespace sns
