#include "services/cloudtrail/selectors.h"

#include "base/json.h"
#include "service/trace.h"

namespace cloudtrail {

using service::ApiError, service::Call;

namespace {

ApiError invalid(std::string text) { return error("InvalidEventSelectorsException", std::move(text)); }

bool all_objects(std::string_view v) { return v == "arn:aws:s3" || v == "arn:aws:s3:::" || v == "arn:aws:s3:::*"; }
bool all_functions(std::string_view v) { return v == "arn:aws:lambda" || v == "arn:aws:lambda:*"; }

void check_value(std::string_view type, const std::string& v) {
  bool fine = type == "AWS::S3::Object"         ? all_objects(v) || (v.starts_with("arn:aws:s3:::") && v.find('/') != v.npos && v[13] != '/')
              : type == "AWS::Lambda::Function" ? all_functions(v) || v.starts_with("arn:aws:lambda:")
                                                : v == "arn:aws:dynamodb" || v.starts_with("arn:aws:dynamodb:");
  if (!fine) throw invalid("Value " + v + " for DataResources.Values is invalid.");
}

// Fills in what was left out, as CloudTrail answers it, and refuses what it refuses.
EventSelector checked(EventSelector s, std::size_t& resources) {
  if (!s.readWriteType) s.readWriteType = "All";
  if (!s.includeManagementEvents) s.includeManagementEvents = true;
  if (!s.dataResources) s.dataResources.emplace();
  if (!s.excludeManagementEventSources) s.excludeManagementEventSources.emplace();
  for (auto& d : *s.dataResources) {
    std::string type = d.type.value_or("");
    if (type != "AWS::S3::Object" && type != "AWS::Lambda::Function" && type != "AWS::DynamoDB::Table")
      throw invalid("Type " + type + " for DataResources.Type is invalid.");
    if (!d.values) d.values.emplace();
    for (auto& v : *d.values) check_value(type, v);
    resources += d.values->size();
  }
  for (auto& source : *s.excludeManagementEventSources) {
    if (source != "kms.amazonaws.com" && source != "rdsdata.amazonaws.com") throw invalid("Value " + source + " for ExcludeManagementEventSources is invalid.");
    if (!*s.includeManagementEvents) throw invalid("ExcludeManagementEventSources requires IncludeManagementEvents to be true.");
  }
  return s;
}

bool is_default(const std::vector<EventSelector>& s) {
  return s.size() == 1 && *s[0].readWriteType == "All" && *s[0].includeManagementEvents && s[0].dataResources->empty() && s[0].excludeManagementEventSources->empty();
}

// A record's data resource, as far as selectors look at it.
struct Subject { std::string_view source; std::vector<std::pair<std::string_view, std::string_view>> resources; };   // type, ARN or prefix

Subject subject_of(std::string_view json) {
  Subject out;
  auto v = base::parse_json(json);
  if (!v) return out;
  (void)!v->at_key("eventSource").get(out.source);
  simdjson::dom::array list;
  if (v->at_key("resources").get(list)) return out;
  for (base::JsonValue r : list) {
    std::string_view type, arn;
    if (r.at_key("type").get(type)) continue;
    if (r.at_key("ARN").get(arn) && r.at_key("ARNPrefix").get(arn)) continue;
    out.resources.emplace_back(type, arn);
  }
  return out;
}

bool data_matches(const EventSelector& s, const Subject& subject) {
  for (auto& d : *s.dataResources)
    for (auto& v : *d.values)
      for (auto& [type, arn] : subject.resources) {
        if (type != *d.type) continue;
        if (type == "AWS::S3::Object" && (all_objects(v) || arn.starts_with(v))) return true;
        if (type == "AWS::Lambda::Function" && (all_functions(v) || arn == v)) return true;
      }
  return false;
}

}  // namespace

bool selected(const std::vector<EventSelector>& selectors, const journal::RecordView& r) {
  const bool readonly = r.flags & service::kReadOnly, data = r.flags & service::kData;
  std::optional<Subject> subject;
  for (auto& s : selectors) {
    if ((*s.readWriteType == "ReadOnly" && !readonly) || (*s.readWriteType == "WriteOnly" && readonly)) continue;
    if (!data && !*s.includeManagementEvents) continue;
    if (!data && s.excludeManagementEventSources->empty()) return true;
    if (data && s.dataResources->empty()) continue;
    if (!subject) subject = subject_of(r.json);
    auto& excluded = *s.excludeManagementEventSources;
    if (!data && std::find(excluded.begin(), excluded.end(), subject->source) == excluded.end()) return true;
    if (data && data_matches(s, *subject)) return true;
  }
  return false;
}

EventSelectorsResult put_event_selectors(const PutEventSelectors& q, Call& call) {
  Trail t = own_trail(q.trailName, call);
  if (q.advancedEventSelectors) throw error("UnsupportedOperationException", "Advanced event selectors are not supported by this server yet.");
  if (!q.eventSelectors || q.eventSelectors->empty()) throw invalid("Event selectors must be specified.");
  if (q.eventSelectors->size() > 5) throw invalid("Number of event selectors exceeds the limit of 5.");
  std::vector<EventSelector> selectors;
  std::size_t resources = 0;
  for (auto& s : *q.eventSelectors) selectors.push_back(checked(s, resources));
  if (resources > 250) throw invalid("The total number of data resources exceeds the limit of 250.");
  EventSelectorsResult out{arn_of(t), selectors};
  t.selectors = is_default(selectors) ? std::vector<EventSelector>{} : std::move(selectors);
  if (!t.epochs.empty()) t.epochs.push_back(epoch_of(t, call.txn().version()));
  put_trail(t, call);
  return out;
}

EventSelectorsResult get_event_selectors(const GetEventSelectors& q, Call& call) {
  Trail t = visible_trail(q.trailName, call);
  return {arn_of(t), selectors_of(t)};
}

shape::Nothing get_insight_selectors(const GetInsightSelectors& q, Call& call) {
  if (!q.trailName) throw error("InvalidParameterCombinationException", "You must specify either a TrailName or an EventDataStore.");
  Trail t = visible_trail(*q.trailName, call);
  throw error("InsightNotEnabledException", "Trail " + arn_of(t) + " does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again.");
}

}  // namespace cloudtrail
