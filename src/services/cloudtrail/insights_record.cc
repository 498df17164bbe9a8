#include "services/cloudtrail/insights_record.h"

#include "base/json.h"
#include "service/trace.h"

namespace cloudtrail {

namespace {

constexpr std::string_view kInsightVersion = "1.08";      // of Insights events, which do not follow the other records' version
constexpr std::size_t kListed = 5, kMaxName = 128;

std::string_view text_at(const base::JsonValue& v, const char* pointer) {
  std::string_view out;
  return v.at_pointer(pointer).get(out) ? std::string_view() : out;
}

bool is_name(std::string_view s) {
  return !s.empty() && s.size() <= kMaxName && std::all_of(s.begin(), s.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' || c == ':';
  });
}

// arn:aws:sts::A:assumed-role/Role/session -> arn:aws:sts::A:assumed-role/Role
std::string_view without_session(std::string_view arn) {
  if (arn.find(":assumed-role/") == arn.npos) return arn;
  auto slash = arn.rfind('/');
  return arn.find('/') == slash ? arn : arn.substr(0, slash);
}

std::string identity_of(const base::JsonValue& v) {
  auto arn = text_at(v, "/userIdentity/arn");
  if (!arn.empty()) return std::string(without_session(arn));
  auto by = text_at(v, "/userIdentity/invokedBy");
  if (!by.empty()) return std::string(by);
  auto principal = text_at(v, "/userIdentity/principalId");
  return std::string(principal.empty() ? text_at(v, "/userIdentity/accountId") : principal);
}

void write_list(base::JsonWriter& w, std::string_view key, const std::vector<Counted>& values, std::int64_t minutes) {
  w.key(key).open('[');
  for (std::size_t i = 0; i < values.size() && i < kListed; ++i)
    if (values[i].count > 0) w.open('{').key("value").text(values[i].value).key("average").real(double(values[i].count) / double(minutes)).close('}');
  w.close(']');
}

void write_attributions(base::JsonWriter& w, const Finding& f) {
  const OpenInsight& o = f.insight;
  auto attribute = [&](std::string_view name, const std::vector<Counted>& now, const std::vector<Counted>& before) {
    w.open('{').key("attribute").text(name);
    write_list(w, "insight", now, f.duration);
    write_list(w, "baseline", before, o.baselineMinutes);
    w.close('}');
  };
  w.key("attributions").open('[');
  attribute("userIdentityArn", o.sum.identities, o.baseline.identities);
  attribute("userAgent", o.sum.agents, o.baseline.agents);
  if (o.series.error.empty()) attribute("errorCode", o.sum.errors, o.baseline.errors);
  w.close(']');
}

}  // namespace

Contribution contribution(const journal::RecordView& r) {
  Contribution out;
  auto v = base::parse_json(r.json);
  if (!v || text_at(*v, "/eventType") != "AwsApiCall") return out;
  out.source = text_at(*v, "/eventSource");
  out.name = text_at(*v, "/eventName");
  out.code = text_at(*v, "/errorCode");
  if (!is_name(out.source) || !is_name(out.name)) return out;
  out.call = (r.flags & service::kData) || !(r.flags & service::kReadOnly);
  out.error = is_name(out.code);
  out.identity = identity_of(*v);
  out.agent = text_at(*v, "/userAgent");
  if (out.code.empty()) out.code = "null";
  return out;
}

std::string_view insight_type(const Series& s) { return s.error.empty() ? "ApiCallRateInsight" : "ApiErrorRateInsight"; }

void write_insight(const Finding& f, std::string_view account, std::string_view region, std::string_view trail_arn, std::string_view event_id, std::string& json) {
  const OpenInsight& o = f.insight;
  base::JsonWriter w(json);
  w.open('{').key("eventVersion").text(kInsightVersion).key("eventTime").text(base::iso(base::Time::seconds(f.minute * 60))).key("awsRegion").text(region);
  w.key("eventID").text(event_id).key("eventType").text("AwsCloudTrailInsight").key("recipientAccountId").text(account);
  w.key("sharedEventID").text(o.sharedId).key("insightDetails").open('{').key("state").text(f.start ? "Start" : "End");
  w.key("eventSource").text(o.series.source).key("eventName").text(o.series.name).key("insightType").text(insight_type(o.series));
  if (!o.series.error.empty()) w.key("errorCode").text(o.series.error);
  w.key("insightContext").open('{').key("statistics").open('{');
  w.key("baseline").open('{').key("average").real(double(o.baseline.count) / double(o.baselineMinutes)).close('}');
  w.key("insight").open('{').key("average").real(double(o.sum.count) / double(f.duration)).close('}');
  w.key("insightDuration").number(f.duration).key("baselineDuration").number(o.baselineMinutes).close('}');
  write_attributions(w, f);
  w.close('}').close('}');
  if (!trail_arn.empty()) w.key("insightSource").text(trail_arn);
  w.key("eventCategory").text("Insight").close('}');
}

}  // namespace cloudtrail
