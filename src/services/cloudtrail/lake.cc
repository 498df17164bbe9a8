#include "services/cloudtrail/lake.h"

#include "base/arn.h"
#include "services/cloudtrail/api_lake.h"
#include "services/cloudtrail/names.h"

namespace cloudtrail {

using service::Access, service::ApiError, service::Call, service::Effect, service::Operation, service::operation;

namespace {

// "arn:…:<kind>/<id>" of what is named by its ARN or by the end of it.
std::string lake_arn(std::string_view kind, std::string_view name, const Call& c) {
  if (name.starts_with("arn:")) return std::string(name);
  std::string out = "arn:aws:cloudtrail:" + c.scope().region + ":" + c.caller().account() + ":";
  return out.append(kind).append("/").append(name);
}

template <class T> const T* given(const T& v) { return &v; }
template <class T> const T* given(const std::optional<T>& v) { return v ? &*v : nullptr; }

// What IAM is asked about: the thing the request names, or everything.
template <class Q> Access on_lake(const Q& q, Call& c) {
  Access a{.action = Q::operation};
  auto named = [&](std::string_view kind, const std::string* name) { if (name) a.resource = lake_arn(kind, *name, c); };
  if constexpr (requires { q.eventDataStore; }) named("eventdatastore", given(q.eventDataStore));
  if constexpr (requires { q.eventDataStores; }) named("eventdatastore", &q.eventDataStores.front());
  if constexpr (requires { q.channel; }) named("channel", &q.channel);
  if constexpr (requires { q.dashboardId; }) named("dashboard", &q.dashboardId);
  if constexpr (requires { q.resourceArn; }) a.resource = q.resourceArn;
  if constexpr (std::is_same_v<Q, CreateDashboard>) named("dashboard", &q.name);
  return a;
}

// The kind and id of an ARN of ours: "channel/…". Nothing: it is not one.
std::optional<std::string> resource_in(std::string_view text) {
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "cloudtrail" || !base::is_account_id(arn->account) || arn->region.empty() || arn->resource.find('/') == arn->resource.npos) return {};
  return std::string(arn->resource);
}

// What is said by ARN must be the ARN of such a thing; then it is not there.
[[noreturn]] void absent(std::string_view name, std::string_view kind, std::string_view malformed, std::string_view missing, std::string_view what) {
  if (name.starts_with("arn:")) {
    auto resource = resource_in(name);
    if (!resource || !resource->starts_with(std::string(kind) + "/")) throw error(malformed, "The " + std::string(what) + " ARN is not valid: " + std::string(name));
  }
  throw error(missing, std::string(what) + " " + std::string(name) + " was not found.");
}

[[noreturn]] void no_store(std::string_view name) {
  absent(name, "eventdatastore", "EventDataStoreARNInvalidException", "EventDataStoreNotFoundException", "Event data store");
}

template <class Q> shape::Nothing closed(const Q&, Call&) {
  throw error("UnsupportedOperationException", "AWS CloudTrail Lake is no longer open to new customers.");
}
template <class Q> shape::Nothing on_store(const Q& q, Call&) { no_store(q.eventDataStore); }
template <class Q> shape::Nothing on_query(const Q& q, Call&) {
  if (q.eventDataStore) no_store(*q.eventDataStore);
  throw error("QueryIdNotFoundException", "The query was not found.");
}
template <class Q> shape::Nothing on_channel(const Q& q, Call&) { absent(q.channel, "channel", "ChannelARNInvalidException", "ChannelNotFoundException", "Channel"); }
template <class Q> shape::Nothing on_import(const Q& q, Call&) { throw error("ImportNotFoundException", "Import " + q.importId + " was not found."); }
template <class Q> shape::Nothing on_dashboard(const Q& q, Call&) {
  absent(q.dashboardId, "dashboard", "ResourceNotFoundException", "ResourceNotFoundException", "Dashboard");
}

shape::Nothing generate_query(const GenerateQuery& q, Call&) { no_store(q.eventDataStores.front()); }

shape::Nothing start_import(const StartImport& q, Call&) {
  if (q.importId) throw error("ImportNotFoundException", "Import " + *q.importId + " was not found.");
  if (q.destinations) no_store(q.destinations->front());
  throw error("InvalidParameterException", "Specify either an ImportId, or Destinations and an ImportSource.");
}

shape::Nothing list_import_failures(const ListImportFailures& q, Call&) { throw error("InvalidParameterException", "Import " + q.importId + " was not found."); }

// Trails have no policies; what may have one is not there.
template <class Q> shape::Nothing on_policy(const Q& q, Call&) {
  auto resource = resource_in(q.resourceArn);
  if (!resource) throw error("ResourceARNNotValidException", "The resource ARN is not valid: " + q.resourceArn);
  for (std::string_view kind : {"channel/", "eventdatastore/", "dashboard/"})
    if (resource->starts_with(kind)) throw error("ResourceNotFoundException", "The resource was not found: " + q.resourceArn);
  throw error("ResourceTypeNotSupportedException", "Resource-based policies are not supported for this type of resource: " + q.resourceArn);
}

template <class Q> typename Q::Result nothing_to_list(const Q& q, Call&) {
  if (q.nextToken) throw error("InvalidNextTokenException", "Invalid Token");
  if constexpr (requires { q.destination; }) if (q.destination) no_store(*q.destination);
  return {};
}

template <class Q, auto Run> Operation row() { return operation<on_lake<Q>, Run>(Q::operation.substr(Q::operation.find(':') + 1), Effect::read); }

}  // namespace

std::vector<Operation> lake_operations() {
  return {
      row<CreateEventDataStore, closed<CreateEventDataStore>>(),
      row<UpdateEventDataStore, on_store<UpdateEventDataStore>>(),
      row<DeleteEventDataStore, on_store<DeleteEventDataStore>>(),
      row<GetEventDataStore, on_store<GetEventDataStore>>(),
      row<RestoreEventDataStore, on_store<RestoreEventDataStore>>(),
      row<StartEventDataStoreIngestion, on_store<StartEventDataStoreIngestion>>(),
      row<StopEventDataStoreIngestion, on_store<StopEventDataStoreIngestion>>(),
      row<EnableFederation, on_store<EnableFederation>>(),
      row<DisableFederation, on_store<DisableFederation>>(),
      row<ListEventDataStores, nothing_to_list<ListEventDataStores>>(),

      row<StartQuery, closed<StartQuery>>(),
      row<CancelQuery, on_query<CancelQuery>>(),
      row<DescribeQuery, on_query<DescribeQuery>>(),
      row<GetQueryResults, on_query<GetQueryResults>>(),
      row<ListQueries, on_store<ListQueries>>(),
      row<GenerateQuery, generate_query>(),
      row<SearchSampleQueries, closed<SearchSampleQueries>>(),

      row<CreateChannel, closed<CreateChannel>>(),
      row<UpdateChannel, on_channel<UpdateChannel>>(),
      row<GetChannel, on_channel<GetChannel>>(),
      row<DeleteChannel, on_channel<DeleteChannel>>(),
      row<ListChannels, nothing_to_list<ListChannels>>(),

      row<StartImport, start_import>(),
      row<StopImport, on_import<StopImport>>(),
      row<GetImport, on_import<GetImport>>(),
      row<ListImports, nothing_to_list<ListImports>>(),
      row<ListImportFailures, list_import_failures>(),

      row<CreateDashboard, closed<CreateDashboard>>(),
      row<UpdateDashboard, on_dashboard<UpdateDashboard>>(),
      row<GetDashboard, on_dashboard<GetDashboard>>(),
      row<DeleteDashboard, on_dashboard<DeleteDashboard>>(),
      row<StartDashboardRefresh, on_dashboard<StartDashboardRefresh>>(),
      row<ListDashboards, nothing_to_list<ListDashboards>>(),

      row<PutResourcePolicy, on_policy<PutResourcePolicy>>(),
      row<GetResourcePolicy, on_policy<GetResourcePolicy>>(),
      row<DeleteResourcePolicy, on_policy<DeleteResourcePolicy>>(),
  };
}

}  // namespace cloudtrail
