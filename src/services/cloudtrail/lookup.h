#pragma once
// Event history. CloudTrail API Reference, LookupEvents.
#include "services/cloudtrail/names.h"

namespace cloudtrail {

inline service::Access lookup_access(const LookupEvents&, service::Call&) { return {.action = "cloudtrail:LookupEvents"}; }
LookupEventsResult lookup_events(const LookupEvents&, service::Call&);

// How many LookupEvents an account may make in a Region in a second: AWS allows two, we as many as they like unless the
// configuration says otherwise. One for each house.
struct LookupThrottle {
  std::int64_t per_second = 0;           // 0: any number
  void pass(const std::string& who, base::Time now);       // throws ThrottlingException

 private:
  struct Count { std::int64_t second = 0, calls = 0; };
  std::mutex mutex_;
  std::unordered_map<std::string, Count> counts_;
};

// A question to the caller's own history: its events of a stream, or its Insights events of one source.
struct HistoryQuestion {
  std::string region;                    // of the stream
  std::optional<std::string> scope;      // Insights events: of this source; empty text: of management events
  std::string attribute, value;          // empty: all
  std::optional<base::Time> from, to;
  std::int64_t limit = 50;
  std::optional<std::string> token;
};
// Newest first, ninety days back. A token that is not ours, or is another question's, is refused with that code.
LookupEventsResult look_up(const HistoryQuestion&, service::Call&, std::string_view bad_token);

}  // namespace cloudtrail
