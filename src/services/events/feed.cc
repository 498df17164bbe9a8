#include "services/events/feed.h"

#include "base/ids.h"
#include "record/event.h"
#include "service/trace.h"
#include "services/events/acting.h"
#include "services/events/envelope.h"
#include "services/events/json.h"

namespace events {

using service::House, journal::RecordView;

namespace {

constexpr std::int64_t kLookAgain = 100;              // ms
constexpr std::size_t kMostBytes = 1u << 20, kMostRecords = 5000;      // of one round of one stream
constexpr std::int64_t kMostUnkept = 20'000;          // records looked at again at most after a crash

std::string_view detail_type(std::string_view event_type) {
  if (event_type == "AwsServiceEvent") return "AWS Service Event via CloudTrail";
  if (event_type == "AwsConsoleSignIn") return "AWS Console Sign In via CloudTrail";
  if (event_type == "AwsConsoleAction") return "AWS Console Action via CloudTrail";
  return "AWS API Call via CloudTrail";
}

// EventBridge made the call, or SNS handing on what it was given: neither may lead to a further delivery.
bool of_a_delivery(base::JsonValue record, const RecordView& r) {
  auto address = text_at(record, "sourceIPAddress");
  if (address == kHost || ((r.flags & service::kData) && address == "sns.amazonaws.com")) return true;
  base::JsonValue who;
  if (record.at_key("userIdentity").get(who)) return false;
  return text_at(who, "invokedBy") == kHost || text_at(who, "principalId").ends_with(":" + session_name(r.account));
}

// By the names of old: what only reads was left out by its verb.
bool only_reads(base::JsonValue record, const RecordView& r) {
  if (r.flags & service::kData) return false;
  auto name = text_at(record, "eventName");
  bool verb = name.starts_with("Get") || name.starts_with("List") || name.starts_with("Describe");
  bool change = text_at(record, "eventSource") == "sts.amazonaws.com" && (name == "GetFederationToken" || name == "GetSessionToken");
  return verb && !change;
}

// A rule's own making is judged by the version before it.
bool older_than(const RecordView& r, const RuleRecord& rule) {
  auto since = std::uint64_t(rule.since);
  return r.version < since || (r.version == since && (r.flags & service::kChange));
}

struct Owed { std::string event; std::vector<const LiveRule*> rules; };

}  // namespace

std::optional<ApiEvent> api_event(const RecordView& r) {
  if (r.json.size() > record::kMaxRecord) return {};
  auto json = base::parse_json(r.json);
  if (!json || of_a_delivery(*json, r)) return {};
  auto source = text_at(*json, "eventSource");
  std::string from = "aws." + std::string(source.substr(0, source.find('.'))), id = base::uuid();
  return ApiEvent{envelope({.id = id, .detail_type = detail_type(text_at(*json, "eventType")), .source = from, .account = r.account, .region = r.region,
                            .time = base::Time::seconds(r.time.s()), .detail = r.json}),
                  only_reads(*json, r)};
}

// The head is read before the rules: what was recorded up to it was judged no later than they are.
void Feed::follow(House& house, const std::string& key, const Watch& watch) {
  const auto head = std::int64_t(house.journal.head(watch.account, watch.region));
  std::int64_t& seen = seen_[key];
  seen = std::max(seen, watch.cursor);
  if (seen >= head) return;
  BusRef b{watch.account, watch.region, std::string(kDefaultBus)};
  LiveRules rules;
  {
    store::Txn txn = house.store.read();
    rules = live_rules(house, txn, b);
  }
  auto of = house.cache<Trails>().of;
  std::optional<Trails::Wants> wants;
  std::vector<Owed> owed;
  std::size_t bytes = 0, records = 0;
  if (rules->empty()) seen = head;
  else house.journal.read(watch.account, watch.region, std::uint64_t(seen) + 1, [&](const RecordView& r) {
    seen = std::int64_t(r.number);
    bool more = seen < head && ++records < kMostRecords;
    auto event = api_event(r);
    if (!event) return more;
    auto matched = matching(rules, event->json, [&](const LiveRule& rule) {
      return older_than(r, rule.record) || (event->read_only && rule.record.state != "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    });
    if (matched.empty()) return more;
    if (!wants) wants = of ? of(house, watch.account, watch.region) : nullptr;
    if (!*wants || !(*wants)(r)) return more;
    bytes += event->json.size();
    owed.push_back({std::move(event->json), std::move(matched)});
    return more && bytes < kMostBytes;
  });
  if (owed.empty() && seen - watch.cursor < kMostUnkept) return;
  const base::Time now = house.clock.now();
  house.note([&](store::Txn& txn) {
    store::Bound<Watch> watches(txn, kWatches, "", "");
    if (!watches.has(key)) return;
    Dispatch out(txn, b, now);
    for (auto& o : owed) out.owe(o.rules, o.event);
    watches.put(key, {watch.account, watch.region, seen});
  });
}

std::optional<base::Time> Feed::run(House& house) {
  std::vector<std::pair<std::string, Watch>> all;
  {
    store::Txn txn = house.store.read();
    store::Bound<Watch>(txn, kWatches, "", "").each([&](std::string_view key, Watch w) { all.emplace_back(key, std::move(w)); });
  }
  std::erase_if(seen_, [&](auto& s) { return std::none_of(all.begin(), all.end(), [&](auto& w) { return w.first == s.first; }); });
  for (auto& [key, watch] : all) follow(house, key, watch);
  if (all.empty()) return {};
  return base::Time{house.clock.now().ms + kLookAgain};
}

}  // namespace events
