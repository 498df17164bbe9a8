#pragma once
// Counters in Prometheus' text form, and the health answer.
#include <array>
#include <atomic>
#include <string>

#include "service/house.h"

namespace gateway {

struct Metrics {
  std::atomic<std::uint64_t> connections{0}, connections_total{0}, connections_refused{0}, bytes_in{0}, bytes_out{0};
  std::array<std::atomic<std::uint64_t>, 6> answers{};      // by the first digit of their status
  // Seconds from a request's head to its answer, cumulative upper bounds.
  static constexpr std::array<double, 10> kBounds = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1};
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> latency{};
  std::atomic<std::uint64_t> latency_micros{0};

  void answered(int status, std::uint64_t micros);
  std::string text(service::House&) const;
};

}  // namespace gateway
