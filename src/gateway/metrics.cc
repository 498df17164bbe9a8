#include "gateway/metrics.h"

#include <cstdio>

#include "service/counters.h"

namespace gateway {

void Metrics::answered(int status, std::uint64_t micros) {
  answers[std::size_t(std::clamp(status / 100, 0, 5))].fetch_add(1, std::memory_order_relaxed);
  std::size_t i = 0;
  while (i < kBounds.size() && double(micros) > kBounds[i] * 1e6) ++i;
  latency[i].fetch_add(1, std::memory_order_relaxed);
  latency_micros.fetch_add(micros, std::memory_order_relaxed);
}

std::string Metrics::text(service::House& house) const {
  std::string out;
  auto metric = [&](std::string_view name, std::string_view type, std::string_view help) {
    out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" ").append(type).append("\n");
  };
  auto line = [&](std::string_view name, std::uint64_t value) { out.append(name).append(" ").append(std::to_string(value)).append("\n"); };
  metric("orgtrail_requests_total", "counter", "Answered requests by class of status.");
  for (std::size_t i = 1; i < answers.size(); ++i) line("orgtrail_requests_total{status=\"" + std::to_string(i) + "xx\"}", answers[i]);
  metric("orgtrail_request_seconds", "histogram", "From a request's head to its answer, durability included.");
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < latency.size(); ++i) {
    char bound[32] = "+Inf";
    if (i < kBounds.size()) std::snprintf(bound, sizeof bound, "%g", kBounds[i]);
    line("orgtrail_request_seconds_bucket{le=\"" + std::string(bound) + "\"}", sum += latency[i]);
  }
  out += "orgtrail_request_seconds_sum " + std::to_string(double(latency_micros) / 1e6) + "\n";
  line("orgtrail_request_seconds_count", sum);
  metric("orgtrail_connections", "gauge", "Open connections.");
  line("orgtrail_connections", connections);
  metric("orgtrail_connections_total", "counter", "Accepted connections.");
  line("orgtrail_connections_total", connections_total);
  metric("orgtrail_connections_refused_total", "counter", "Connections over the limit.");
  line("orgtrail_connections_refused_total", connections_refused);
  metric("orgtrail_received_bytes_total", "counter", "Bytes read from clients.");
  line("orgtrail_received_bytes_total", bytes_in);
  metric("orgtrail_sent_bytes_total", "counter", "Bytes written to clients.");
  line("orgtrail_sent_bytes_total", bytes_out);
  metric("orgtrail_journal_entries_total", "counter", "Entries appended to the journal.");
  line("orgtrail_journal_entries_total", house.journal.appended());
  metric("orgtrail_journal_durable_entries_total", "counter", "Entries known to be durable.");
  line("orgtrail_journal_durable_entries_total", house.journal.durable());
  metric("orgtrail_state_version", "counter", "Version of the state.");
  line("orgtrail_state_version", house.store.version());
  for (auto& [name, counter] : house.cache<service::Counters>().all()) {
    metric(name, "counter", counter.help);
    line(name, counter.value);
  }
  return out;
}

}  // namespace gateway
