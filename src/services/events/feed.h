#pragma once
// Calls and service events as CloudTrail tells the default bus of them: followed from the journal's streams, where an
// enabled rule could match. Source: EventBridge User Guide, "AWS service events delivered via AWS CloudTrail".
#include "journal/journal.h"
#include "services/events/dispatch.h"

namespace events {

// CloudTrail's part, wired in main: an event is sent where a trail that is logging wants its record.
struct Trails {
  using Wants = std::function<bool(const journal::RecordView&)>;
  Wants (*of)(service::House&, const std::string& account, const std::string& region) = nullptr;       // nullptr: none wants anything
};

// What the record of a call becomes; nullopt for what is not sent: records over 256 KB, and those of EventBridge's own
// deliveries, since a rule that matched them would have no end.
struct ApiEvent { std::string json; bool read_only = false; /* such as only rules that ask for all management events get */ };
std::optional<ApiEvent> api_event(const journal::RecordView&);

class Feed {
 public:
  // Owes what rules match; answers when to look again.
  std::optional<base::Time> run(service::House&);

 private:
  void follow(service::House&, const std::string& key, const Watch&);
  std::map<std::string, std::int64_t> seen_;        // beyond the kept cursor: records that nothing matched
};

}  // namespace events
