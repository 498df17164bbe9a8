#include "services/cloudtrail/lookup.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "record/history.h"
#include "services/cloudtrail/insights_state.h"

namespace cloudtrail {

using service::Call;

void LookupThrottle::pass(const std::string& who, base::Time now) {
  if (per_second <= 0) return;
  constexpr std::size_t kMost = 20'000;
  std::lock_guard lock(mutex_);
  if (counts_.size() >= kMost) counts_.clear();
  auto& count = counts_[who];
  if (count.second != now.s()) count = {now.s(), 0};
  if (++count.calls > per_second) throw error("ThrottlingException", "Rate exceeded");
}

namespace {

constexpr std::int64_t kHistorySeconds = 90 * 86400;

// What a token is bound to: every other parameter, and whose history it pages through.
std::string text_of(const HistoryQuestion& q, const Call& call) {
  std::string text = call.caller().account() + "\n" + q.region + "\n" + (q.scope ? "insight " + *q.scope : "") + "\n" + q.attribute + "=" + q.value + "\n";
  text += (q.from ? std::to_string(q.from->ms) : "-") + "\n" + (q.to ? std::to_string(q.to->ms) : "-") + "\n";
  return text;
}

std::string token_of(const journal::Cursor& cursor, const std::string& question, const std::string& key) {
  std::string text = cursor.text();
  return base::base64url(base::hmac_sha256(key, question + text).substr(0, 16) + text);
}

std::optional<journal::Cursor> cursor_of(const std::string& token, const std::string& question, const std::string& key) {
  auto bytes = base::unbase64url(token);
  if (bytes && bytes->size() > 16) {
    std::string text = bytes->substr(16);
    auto cursor = journal::Cursor::parse(text);
    if (cursor && base::equal_in_constant_time(base::hmac_sha256(key, question + text).substr(0, 16), std::string_view(*bytes).substr(0, 16))) return cursor;
  }
  return {};
}

Event event_of(const journal::Record& r) {
  Event out{.eventTime = base::Time::seconds(r.time.s()), .cloudTrailEvent = r.json};
  auto h = record::history_event(r.json);
  if (!h) return out;
  out.eventId = h->event_id;
  out.eventName = h->name;
  if (!h->insight) out.readOnly = h->read_only ? "true" : "false";
  if (!h->access_key.empty()) out.accessKeyId = h->access_key;
  out.eventSource = h->source;
  if (!h->user_name.empty()) out.username = h->user_name;
  for (auto& res : h->resources) out.resources.push_back({res.type, res.name});
  return out;
}

}  // namespace

LookupEventsResult look_up(const HistoryQuestion& q, Call& call, std::string_view bad_token) {
  std::string key;
  if (q.scope) key = record::insight_key(*q.scope, q.attribute, q.value);
  else if (!q.attribute.empty()) key = record::history_key(q.attribute, q.value);
  const std::string& secret = call.house().key_for("lookup");
  std::string asked = text_of(q, call);
  journal::Query query{.account = call.caller().account(), .region = q.region, .key = key};
  query.from = std::max(q.from.value_or(base::Time{0}), call.now().plus_seconds(-kHistorySeconds));
  query.to = q.to ? base::Time{q.to->ms + 999} : call.now();        // seconds are inclusive
  query.limit = std::size_t(q.limit);
  if (q.token) {
    auto cursor = cursor_of(*q.token, asked, secret);
    if (!cursor) throw error(bad_token, "Invalid Token");
    query.after = *cursor;
  }
  auto found = call.house().journal.lookup(query);
  LookupEventsResult out;
  for (auto& r : found.records) out.events.push_back(event_of(r));
  if (found.more) out.nextToken = token_of(found.next, asked, secret);
  return out;
}

LookupEventsResult lookup_events(const LookupEvents& q, Call& call) {
  call.house().cache<LookupThrottle>().pass(call.caller().account() + " " + call.scope().region, call.now());
  const bool insight = q.eventCategory.has_value();
  if (insight && *q.eventCategory != "insight") throw error("InvalidEventCategoryException", "Invalid event category: " + *q.eventCategory);
  std::int64_t limit = q.maxResults.value_or(50);
  if (limit < 1 || limit > 50) throw error("InvalidMaxResultsException", "Max results must be between 1 and 50.");
  if (q.startTime && q.endTime && *q.startTime > *q.endTime) throw error("InvalidTimeRangeException", "Start time must be before end time.");
  if (q.lookupAttributes && q.lookupAttributes->size() > 1) throw error("InvalidLookupAttributesException", "You can only lookup events by one attribute.");
  const std::string& region = call.scope().region;
  HistoryQuestion asked{.region = insight ? insight_stream(region) : region, .from = q.startTime, .to = q.endTime, .limit = limit, .token = q.nextToken};
  if (insight) asked.scope = "";
  if (q.lookupAttributes && !q.lookupAttributes->empty()) {
    auto& a = q.lookupAttributes->front();
    static const std::set<std::string_view> keys = {"EventId", "EventName", "ReadOnly", "Username", "ResourceType", "ResourceName", "EventSource", "AccessKeyId"};
    bool known = keys.contains(a.attributeKey);
    if (a.attributeValue.empty() || a.attributeValue.size() > 2000)
      throw error("InvalidLookupAttributesException", "The value of a lookup attribute must have 1 to 2000 characters.");
    if (insight) known = a.attributeKey == "EventId" || a.attributeKey == "EventName" || a.attributeKey == "EventSource";
    if (!known) throw error("InvalidLookupAttributesException", "Invalid lookup attribute key: " + a.attributeKey);
    asked.attribute = a.attributeKey;
    asked.value = a.attributeValue;
  }
  return look_up(asked, call, "InvalidNextTokenException");
}

}  // namespace cloudtrail
