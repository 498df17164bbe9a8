#include "services/cloudtrail/insights.h"

#include "base/bytes.h"
#include "services/cloudtrail/destinations.h"
#include "services/cloudtrail/insights_engine.h"
#include "services/cloudtrail/lookup.h"
#include "services/cloudtrail/match.h"

namespace cloudtrail {

using service::Access, service::ApiError, service::Call;

namespace {

ApiError invalid_selectors(std::string text) { return error("InvalidInsightSelectorsException", std::move(text)); }
ApiError combination(std::string text) { return error("InvalidParameterCombinationException", std::move(text)); }
ApiError parameter(std::string text) { return error("InvalidParameterException", std::move(text)); }

// What has no event data stores can only be asked for trails.
const std::string& trail_of(const std::optional<std::string>& trail, bool store) {
  if (trail && store) throw combination("You cannot specify TrailName together with EventDataStore or InsightsDestination.");
  if (store) throw error("UnsupportedOperationException", "Event data stores are not available: CloudTrail Lake is no longer open to new customers.");
  if (!trail) throw combination("You must specify either a TrailName or an EventDataStore.");
  return *trail;
}

// Every type at most once, with the categories it is for.
std::vector<InsightSelector> checked(const std::vector<InsightSelector>& in) {
  std::vector<InsightSelector> out;
  for (auto s : in) {
    if (!s.insightType) throw invalid_selectors("InsightType must be specified for each Insights selector.");
    if (!s.eventCategories || s.eventCategories->empty()) s.eventCategories = std::vector<OneOf<"Management", "Data">>{"Management"};
    for (auto& other : out)
      if (*other.insightType == *s.insightType) throw invalid_selectors("Insights type " + *s.insightType + " is specified more than once.");
    out.push_back(std::move(s));
  }
  return out;
}

// The trail must log what is to be analysed.
void check_logged(const Trail& t, const std::vector<InsightSelector>& selectors) {
  Selection selection(selectors_of(t), t.advanced);
  auto logs = [&](bool read) { return selection.at_once(false, read).value_or(true); };
  for (auto& s : selectors)
    for (auto& category : *s.eventCategories) {
      if (category == "Data" && !selection.wants_data())
        throw invalid_selectors("To log Insights events on data events, the trail must log read or write data events.");
      if (category == "Data") continue;
      if (*s.insightType == "ApiCallRateInsight" && !logs(false))
        throw invalid_selectors("To log Insights events on the API call rate, the trail must log write management events.");
      if (!logs(false) && !logs(true))
        throw invalid_selectors("To log Insights events on the API error rate, the trail must log read or write management events.");
    }
}

}  // namespace

Access put_insights_access(const PutInsightSelectors& q, Call& c) {
  return {.action = "cloudtrail:PutInsightSelectors", .resource = q.trailName ? resource_arn(*q.trailName, c) : "*"};
}

InsightSelectorsResult put_insight_selectors(const PutInsightSelectors& q, Call& call) {
  Trail t = own_trail(trail_of(q.trailName, q.eventDataStore || q.insightsDestination), call);
  auto selectors = checked(q.insightSelectors);
  check_logged(t, selectors);
  if (!selectors.empty()) check_destinations(t, std::nullopt, call);
  auto table = call.elsewhere(kInsightSettings, "");
  InsightSettings settings = table.get(t.id).value_or(InsightSettings{});
  const bool on = !settings.epochs.empty() && !settings.epochs.back().selectors.empty();
  if (!on) settings.since = call.now();
  settings.epochs.push_back({std::int64_t(call.txn().version()), selectors});
  if (settings.epochs.size() > 100) settings.epochs.erase(settings.epochs.begin());
  table.put(t.id, settings);
  put_trail(call.txn(), t);
  return {arn_of(t), std::move(selectors), {}, {}};
}

Access get_insights_access(const GetInsightSelectors& q, Call& c) {
  return {.action = "cloudtrail:GetInsightSelectors", .resource = q.trailName ? resource_arn(*q.trailName, c) : "*"};
}

InsightSelectorsResult get_insight_selectors(const GetInsightSelectors& q, Call& call) {
  Trail t = visible_trail(trail_of(q.trailName, q.eventDataStore.has_value()), call);
  auto selectors = insight_selectors(call.txn(), t.id);
  if (selectors.empty())
    throw error("InsightNotEnabledException",
                "Trail " + arn_of(t) + " does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again.");
  return {arn_of(t), std::move(selectors), {}, {}};
}

std::vector<InsightSelector> insight_selectors(store::Txn& txn, const std::string& trail_id, std::uint64_t version) {
  auto settings = store::Bound<InsightSettings>(txn, kInsightSettings, "", "").get(trail_id);
  if (!settings) return {};
  const InsightEpoch* at = nullptr;
  for (auto& e : settings->epochs)
    if (e.from <= std::int64_t(version)) at = &e;
  return at ? at->selectors : std::vector<InsightSelector>{};
}

std::vector<InsightSelector> insight_selectors(store::Txn& txn, const std::string& trail_id) { return insight_selectors(txn, trail_id, INT64_MAX); }

bool selects(const std::vector<InsightSelector>& selectors, std::string_view type, std::string_view category) {
  return std::any_of(selectors.begin(), selectors.end(), [&](auto& s) {
    return *s.insightType == type && std::find(s.eventCategories->begin(), s.eventCategories->end(), category) != s.eventCategories->end();
  });
}

// ---- metric data

namespace {

constexpr std::int64_t kDay = 86400;

struct Question {
  std::int64_t period, from, to;       // seconds; from inclusive, to exclusive, both multiples of the period
  Series series;
};

// Ends of the range are moved to the periods they lie in; what is asked beyond a period's days is not there.
Question question(const ListInsightsMetricData& q, std::int64_t now) {
  const bool errors = q.insightType == "ApiErrorRateInsight";
  if (errors && !q.errorCode) throw parameter("ErrorCode is required when InsightType is ApiErrorRateInsight.");
  if (!errors && q.errorCode) throw parameter("ErrorCode cannot be specified when InsightType is ApiCallRateInsight.");
  std::int64_t period = q.period ? q.period->value : 3600;
  if (period != 60 && period != 300 && period != 3600) throw parameter("Period must be 60, 300, or 3600.");
  std::int64_t from = q.startTime ? q.startTime->s() : now - kKeptDays * kDay, to = q.endTime ? q.endTime->s() : now;
  if (from > to) throw parameter("StartTime must be before EndTime.");
  const std::int64_t days = period == 60 ? kMinuteDays : period == 300 ? kFiveMinuteDays : kKeptDays;
  from = std::max(from, now - days * kDay);
  to = std::min(to, now);
  auto up = [&](std::int64_t s) { return (s + period - 1) / period * period; };
  return {period, q.startTime ? up(from) : from / period * period, up(to), {"", q.eventSource, q.eventName, errors ? std::string(*q.errorCode) : ""}};
}

// Start of the period -> calls in it.
std::map<std::int64_t, std::int64_t> sums(const Question& q, std::int64_t from, Call& call) {
  std::map<std::int64_t, std::int64_t> out;
  std::string row = store::joined(call.caller().account(), call.scope().region, series_key(q.series)) + '\0';
  call.elsewhere(kInsightHours, "").each(row, row + hour_name(from / 3600), [&](std::string_view key, const InsightHour& h) {
    const std::int64_t hour = std::atoll(std::string(key.substr(row.size())).c_str()) * 3600;
    if (hour >= q.to) return false;
    for (auto p : h.points)
      if (std::int64_t at = hour + (p & 63) * 60; at / q.period * q.period >= from && at < q.to) out[at / q.period * q.period] += p / 128;
    return true;
  });
  return out;
}

// The token is the second to go on from: of no secrecy, and checked like any other time.
std::int64_t resumed(const Question& q, const std::optional<std::string>& token) {
  if (!token) return q.from;
  auto text = base::unbase64url(*token);
  char* end = nullptr;
  std::int64_t at = text ? std::strtoll(text->c_str(), &end, 10) : 0;
  if (!text || text->empty() || *end != 0 || at < q.from || at >= q.to || at % q.period != 0) throw parameter("Invalid NextToken.");
  return at;
}

}  // namespace

std::vector<Access> metric_data_access(const ListInsightsMetricData& q, Call& c) {
  std::vector<Access> out = {{.action = "cloudtrail:LookupEvents"}};
  if (q.trailName) out.push_back({.action = "cloudtrail:ListInsightsData", .resource = resource_arn(*q.trailName, c)});
  return out;
}

ListInsightsMetricDataResult list_insights_metric_data(const ListInsightsMetricData& q, Call& call) {
  Question asked = question(q, call.now().s());
  ListInsightsMetricDataResult out{.eventSource = q.eventSource, .eventName = q.eventName, .insightType = q.insightType, .errorCode = q.errorCode};
  if (q.trailName) {
    Trail t = visible_trail(*q.trailName, call);
    asked.series.scope = t.id;
    out.trailARN = arn_of(t);
  }
  const std::size_t most = q.maxResults ? std::size_t(q.maxResults->value) : 21600;
  const std::int64_t from = resumed(asked, q.nextToken);
  auto found = sums(asked, from, call);
  if (q.dataType && *q.dataType == "FillWithZeros")
    for (std::int64_t at = from; at < asked.to && (at - from) / asked.period <= std::int64_t(most); at += asked.period) found[at];
  for (auto& [at, n] : found) {
    if (out.values.size() == most) { out.nextToken = base::base64url(std::to_string(at)); break; }
    out.timestamps.push_back(base::Time::seconds(at));
    out.values.push_back(double(n));
  }
  return out;
}

// ---- Insights events on data events

Access insights_data_access(const ListInsightsData& q, Call&) { return {.action = "cloudtrail:ListInsightsData", .resource = q.insightSource}; }

ListInsightsDataResult list_insights_data(const ListInsightsData& q, Call& call) {
  if (q.startTime && q.endTime && *q.startTime > *q.endTime) throw parameter("StartTime must be before EndTime.");
  if (!q.insightSource.starts_with("arn:")) throw parameter("InsightSource must be the ARN of a trail.");
  std::string attribute, value;
  if (q.dimensions) {
    if (q.dimensions->size() != 1) throw parameter("Dimensions can contain only one item.");
    attribute = q.dimensions->begin()->first;
    value = q.dimensions->begin()->second;
    if (attribute != "EventId" && attribute != "EventName" && attribute != "EventSource") throw parameter("Invalid dimension: " + attribute);
  }
  Trail t = visible_trail(q.insightSource, call);
  HistoryQuestion asked{.region = insight_stream(call.scope().region), .scope = arn_of(t), .attribute = attribute, .value = value,
                        .from = q.startTime, .to = q.endTime, .limit = q.maxResults ? q.maxResults->value : 50, .token = q.nextToken};
  auto found = look_up(asked, call, "InvalidParameterException");
  return {std::move(found.events), std::move(found.nextToken)};
}

}  // namespace cloudtrail
