#include "services/cloudtrail/selectors.h"

#include "services/cloudtrail/epochs.h"
#include "services/cloudtrail/selector_checks.h"

namespace cloudtrail {

using service::Access, service::ApiError, service::Call;

namespace {

bool is_default(const std::vector<EventSelector>& s) {
  return s.size() == 1 && *s[0].readWriteType == "All" && *s[0].includeManagementEvents && s[0].dataResources->empty() && s[0].excludeManagementEventSources->empty();
}

EventSelectorsResult shown(const Trail& t) {
  if (!t.advanced.empty()) return {arn_of(t), {}, t.advanced};
  return {arn_of(t), selectors_of(t), {}};
}

}  // namespace

EventSelectorsResult put_event_selectors(const PutEventSelectors& q, Call& call) {
  Trail t = own_trail(q.trailName, call);
  if (q.eventSelectors.has_value() == q.advancedEventSelectors.has_value())
    throw error("InvalidEventSelectorsException", "Specify either event selectors or advanced event selectors.");
  t.selectors.clear();
  t.advanced.clear();
  if (q.advancedEventSelectors) {
    check_advanced(*q.advancedEventSelectors);
    t.advanced = *q.advancedEventSelectors;
  } else if (auto basic = checked(*q.eventSelectors, call.house().cache<SelectorWildcards>()); !is_default(basic)) {
    t.selectors = std::move(basic);
  }
  if (!t.epochs.empty()) open_epoch_or_refuse(t, call.txn().version());
  put_trail(call.txn(), t);
  return shown(t);
}

EventSelectorsResult get_event_selectors(const GetEventSelectors& q, Call& call) { return shown(visible_trail(q.trailName, call)); }

// ---- event configuration

namespace {

ApiError either() { return error("InvalidParameterCombinationException", "Specify either a TrailName or an EventDataStore."); }

// There is no event data store.
template <class Q> const std::string& trail_named(const Q& q) {
  if (q.trailName.has_value() == q.eventDataStore.has_value()) throw either();
  if (q.eventDataStore) throw error("EventDataStoreNotFoundException", "Event data store " + *q.eventDataStore + " was not found.");
  return *q.trailName;
}

template <class Q> Access on_configured(const Q& q, const Call& c) {
  return {.action = Q::operation, .resource = q.trailName ? resource_arn(*q.trailName, c) : q.eventDataStore.value_or("*")};
}

}  // namespace

Access put_configuration_access(const PutEventConfiguration& q, Call& c) { return on_configured(q, c); }
Access get_configuration_access(const GetEventConfiguration& q, Call& c) { return on_configured(q, c); }

EventConfiguration get_event_configuration(const GetEventConfiguration& q, Call& call) { return {.trailARN = arn_of(visible_trail(trail_named(q), call))}; }

// Large events and context keys are for event data stores; a trail may have aggregations, which are not made here.
EventConfiguration put_event_configuration(const PutEventConfiguration& q, Call& call) {
  Trail t = own_trail(trail_named(q), call);
  if (q.maxEventSize || (q.contextKeySelectors && !q.contextKeySelectors->empty()))
    throw error("InvalidParameterCombinationException", "MaxEventSize and ContextKeySelectors can only be specified for an event data store.");
  if (q.aggregationConfigurations && !q.aggregationConfigurations->empty())
    throw error("UnsupportedOperationException", "Aggregated events are not supported.");
  return {.trailARN = arn_of(t)};
}

}  // namespace cloudtrail
