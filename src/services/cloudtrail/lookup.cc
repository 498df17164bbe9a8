#include "services/cloudtrail/lookup.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "record/history.h"

namespace cloudtrail {

using service::Call;

namespace {

constexpr std::int64_t kHistorySeconds = 90 * 86400;

// What a token is bound to: every other parameter, and whose history it pages through.
std::string question(const LookupEvents& q, const Call& call) {
  std::string text = call.caller().account() + "\n" + call.scope().region + "\n";
  if (q.lookupAttributes) for (auto& a : *q.lookupAttributes) text += a.attributeKey + "=" + a.attributeValue + "\n";
  text += (q.startTime ? std::to_string(q.startTime->ms) : "-") + "\n" + (q.endTime ? std::to_string(q.endTime->ms) : "-") + "\n";
  return text;
}

std::string token_of(const journal::Cursor& cursor, const std::string& question, const std::string& key) {
  std::string text = cursor.text();
  return base::base64url(base::hmac_sha256(key, question + text).substr(0, 16) + text);
}

journal::Cursor cursor_of(const std::string& token, const std::string& question, const std::string& key) {
  auto bytes = base::unbase64url(token);
  if (bytes && bytes->size() > 16) {
    std::string text = bytes->substr(16);
    auto cursor = journal::Cursor::parse(text);
    if (cursor && base::equal_in_constant_time(base::hmac_sha256(key, question + text).substr(0, 16), std::string_view(*bytes).substr(0, 16))) return *cursor;
  }
  throw error("InvalidNextTokenException", "Invalid Token");
}

Event event_of(const journal::Record& r) {
  Event out{.eventTime = base::Time::seconds(r.time.s()), .cloudTrailEvent = r.json};
  auto h = record::history_event(r.json);
  if (!h) return out;
  out.eventId = h->event_id;
  out.eventName = h->name;
  out.readOnly = h->read_only ? "true" : "false";
  if (!h->access_key.empty()) out.accessKeyId = h->access_key;
  out.eventSource = h->source;
  if (!h->user_name.empty()) out.username = h->user_name;
  for (auto& res : h->resources) out.resources.push_back({res.type, res.name});
  return out;
}

}  // namespace

LookupEventsResult lookup_events(const LookupEvents& q, Call& call) {
  const auto now = call.now();
  if (q.eventCategory && *q.eventCategory != "insight") throw error("InvalidEventCategoryException", "Invalid event category: " + *q.eventCategory);
  std::int64_t limit = q.maxResults.value_or(50);
  if (limit < 1 || limit > 50) throw error("InvalidMaxResultsException", "Max results must be between 1 and 50.");
  if (q.startTime && q.endTime && *q.startTime > *q.endTime) throw error("InvalidTimeRangeException", "Start time must be before end time.");
  if (q.lookupAttributes && q.lookupAttributes->size() > 1) throw error("InvalidLookupAttributesException", "You can only lookup events by one attribute.");
  LookupEventsResult out;
  if (q.eventCategory) return out;                       // no Insights events are made yet
  std::string key;
  if (q.lookupAttributes && !q.lookupAttributes->empty()) {
    auto& a = q.lookupAttributes->front();
    key = record::history_key(a.attributeKey, a.attributeValue);
    if (key.empty()) throw error("InvalidLookupAttributesException", "Invalid lookup attribute key: " + a.attributeKey);
  }
  const std::string& secret = call.house().key_for("lookup");
  std::string asked = question(q, call);
  journal::Query query{.account = call.caller().account(), .region = call.scope().region, .key = key};
  query.from = std::max(q.startTime.value_or(base::Time{0}), now.plus_seconds(-kHistorySeconds));
  query.to = q.endTime ? base::Time{q.endTime->ms + 999} : now;        // seconds are inclusive
  query.limit = std::size_t(limit);
  if (q.nextToken) query.after = cursor_of(*q.nextToken, asked, secret);
  auto found = call.house().journal.lookup(query);
  for (auto& r : found.records) out.events.push_back(event_of(r));
  if (found.more) out.nextToken = token_of(found.next, asked, secret);
  return out;
}

}  // namespace cloudtrail
