#include "services/sns/retry.h"

#include <array>
#include <cmath>
#include <stdexcept>

#include "base/json.h"

namespace sns {
namespace {

using base::JsonValue;

constexpr std::array<std::string_view, 4> kBackoffs = {"linear", "arithmetic", "geometric", "exponential"};
constexpr std::array<std::string_view, 7> kContentTypes = {"text/plain; charset=UTF-8", "text/plain", "application/json", "application/json; charset=UTF-8",
                                                           "application/xml", "text/xml", "application/x-www-form-urlencoded"};

[[noreturn]] void fail(const std::string& text) { throw std::runtime_error(text); }

std::int64_t whole(std::string_view name, const JsonValue& v, std::int64_t least, std::int64_t most) {
  std::int64_t n = 0;
  if (v.get(n)) fail(std::string(name) + " must be an integer");
  if (n < least) fail(std::string(name) + " must be greater than or equal to " + std::to_string(least));
  if (n > most) fail(std::string(name) + " must be less than or equal to " + std::to_string(most));
  return n;
}

simdjson::dom::object object_of(std::string_view name, const JsonValue& v) {
  simdjson::dom::object out;
  if (v.get(out)) fail(std::string(name) + " must be a JSON object");
  return out;
}

RetryPolicy read_retry(const JsonValue& v) {
  RetryPolicy r;
  for (auto [key, value] : object_of("healthyRetryPolicy", v)) {
    if (key == "minDelayTarget") r.min_delay = whole(key, value, 1, 3600);
    else if (key == "maxDelayTarget") r.max_delay = whole(key, value, 1, 3600);
    else if (key == "numRetries") r.retries = whole(key, value, 0, 100);
    else if (key == "numNoDelayRetries") r.no_delay = whole(key, value, 0, 100);
    else if (key == "numMinDelayRetries") r.at_min = whole(key, value, 0, 100);
    else if (key == "numMaxDelayRetries") r.at_max = whole(key, value, 0, 100);
    else if (key == "backoffFunction") {
      std::string_view name;
      if (value.get(name)) name = "";
      auto at = std::find(kBackoffs.begin(), kBackoffs.end(), name);
      if (at == kBackoffs.end()) fail("backoffFunction must be one of linear, arithmetic, geometric, exponential");
      r.backoff = Backoff(at - kBackoffs.begin());
    } else fail("Unexpected JSON member: " + std::string(key));
  }
  if (r.min_delay > r.max_delay) fail("minDelayTarget must be less than or equal to maxDelayTarget");
  if (r.no_delay + r.at_min + r.at_max > r.retries) fail("numRetries must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries and numMaxDelayRetries");
  std::int64_t total = 0;
  for (std::int64_t n = 1; n <= r.retries; ++n) total += r.delay(n).value_or(0);
  if (total > 3600) fail("total retry time must be less than or equal to 3600 seconds");
  return r;
}

void read_request(const JsonValue& v, DeliveryPolicy& out) {
  for (auto [key, value] : object_of("requestPolicy", v)) {
    if (key != "headerContentType") fail("Unexpected JSON member: " + std::string(key));
    std::string_view type;
    if (value.get(type) || std::find(kContentTypes.begin(), kContentTypes.end(), type) == kContentTypes.end()) fail("headerContentType is not valid");
    out.content_type = type;
  }
}

void read_throttle(const JsonValue& v, DeliveryPolicy& out) {
  if (v.is_null()) { out.per_second.reset(); return; }
  for (auto [key, value] : object_of("throttlePolicy", v)) {
    if (key != "maxReceivesPerSecond") fail("Unexpected JSON member: " + std::string(key));
    out.per_second = whole(key, value, 1, INT64_MAX);
  }
}

void write_retry(base::JsonWriter& w, const RetryPolicy& r) {
  w.open('{').key("minDelayTarget").number(r.min_delay).key("maxDelayTarget").number(r.max_delay).key("numRetries").number(r.retries);
  w.key("numMaxDelayRetries").number(r.at_max).key("numNoDelayRetries").number(r.no_delay).key("numMinDelayRetries").number(r.at_min);
  w.key("backoffFunction").text(name_of(r.backoff)).close('}');
}

void write_throttle(base::JsonWriter& w, std::string_view key, const DeliveryPolicy& p) {
  if (p.per_second) w.key(key).open('{').key("maxReceivesPerSecond").number(*p.per_second).close('}');
}

}  // namespace

std::string_view name_of(Backoff b) { return kBackoffs[std::size_t(b)]; }

std::optional<std::int64_t> RetryPolicy::delay(std::int64_t n) const {
  if (n < 1 || n > retries) return {};
  if (n <= no_delay) return 0;
  n -= no_delay;
  if (n <= at_min) return min_delay;
  n -= at_min;
  const std::int64_t rising = retries - no_delay - at_min - at_max;
  if (n > rising) return max_delay;
  if (rising == 1) return min_delay;
  const double x = double(n - 1) / double(rising - 1), span = double(max_delay - min_delay), low = double(min_delay), high = double(max_delay);
  switch (backoff) {
    case Backoff::linear: return std::llround(low + span * x);
    case Backoff::arithmetic: return std::llround(low + span * x * (x + 1) / 2);
    case Backoff::geometric: return std::llround(low * std::pow(high / low, x));
    case Backoff::exponential: return std::llround(low + span * (std::exp2(10 * x) - 1) / 1023);
  }
  return max_delay;
}

RetryPolicy managed_endpoints() {
  return {.min_delay = 1, .max_delay = 20, .retries = 100'015, .no_delay = 3, .at_min = 2, .at_max = 100'000, .backoff = Backoff::exponential};
}

DeliveryPolicy read_topic_delivery(std::string_view json) {
  DeliveryPolicy out;
  if (json.empty()) return out;
  auto root = base::parse_json(json);
  if (!root) fail("failed to parse JSON");
  for (auto [name, http] : object_of("DeliveryPolicy", *root)) {
    if (name == "sns") continue;               // of old: said nothing that http does not
    if (name != "http") fail("Unexpected JSON member: " + std::string(name));
    for (auto [key, value] : object_of("http", http)) {
      if (key == "defaultHealthyRetryPolicy") out.retry = read_retry(value);
      else if (key == "defaultThrottlePolicy") read_throttle(value, out);
      else if (key == "defaultRequestPolicy") read_request(value, out);
      else if (key == "disableSubscriptionOverrides") {
        if (value.get(out.disable_overrides)) fail("disableSubscriptionOverrides must be a boolean");
      } else fail("Unexpected JSON member: " + std::string(key));
    }
  }
  return out;
}

DeliveryPolicy read_subscription_delivery(std::string_view json, const DeliveryPolicy& topic) {
  DeliveryPolicy out = topic;
  if (json.empty() || topic.disable_overrides) return out;
  auto root = base::parse_json(json);
  if (!root) fail("failed to parse JSON");
  for (auto [key, value] : object_of("DeliveryPolicy", *root)) {
    if (key == "healthyRetryPolicy") { if (!value.is_null()) out.retry = read_retry(value); }
    else if (key == "throttlePolicy") read_throttle(value, out);
    else if (key == "requestPolicy") { if (!value.is_null()) read_request(value, out); }
    else if (key == "sicklyRetryPolicy" || key == "guaranteed") continue;      // of old: without effect
    else fail("Unexpected JSON member: " + std::string(key));
  }
  return out;
}

std::string effective_topic_delivery(const DeliveryPolicy& p) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("http").open('{').key("defaultHealthyRetryPolicy");
  write_retry(w, p.retry);
  w.key("disableSubscriptionOverrides").boolean(p.disable_overrides);
  write_throttle(w, "defaultThrottlePolicy", p);
  w.key("defaultRequestPolicy").open('{').key("headerContentType").text(p.content_type).close('}').close('}').close('}');
  return out;
}

std::string effective_subscription_delivery(const DeliveryPolicy& p) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("healthyRetryPolicy");
  write_retry(w, p.retry);
  write_throttle(w, "throttlePolicy", p);
  w.key("requestPolicy").open('{').key("headerContentType").text(p.content_type).close('}').close('}');
  return out;
}

}  // namespace sns
