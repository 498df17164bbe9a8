#include "base/arn.h"
#include "base/ids.h"
#include "service/outgoing.h"
#include "services/events/connections.h"

namespace events {

using service::Call, service::Scope, shape::Nothing;

namespace {

constexpr std::size_t kMostDestinations = 3000;  // EventBridge User Guide, "EventBridge quotas"

DestinationRecord existing(const std::string& name, Call& call) {
  auto row = call.in(kDestinations).get(name);
  if (!row) throw not_found("Failed to describe the api-destination(s). An api-destination '" + name + "' does not exist.");
  return std::move(*row);
}

// The connection's name; it must be the caller's, in this Region.
std::string connection_named(const std::string& text, Call& call) {
  auto arn = base::parse_arn(text);
  std::string name(arn ? arn->resource.substr(11, arn->resource.rfind('/') - 11) : "");
  auto row = call.in(kConnections).get(name);
  if (!row || connection_arn(call.scope(), *row) != text) throw not_found("Failed to describe the connection(s). Connection '" + name + "' does not exist.");
  return name;
}

// Stars stand for path parameters of the target.
void check_endpoint(const std::string& text) {
  std::string plain = text;
  std::replace(plain.begin(), plain.end(), '*', 'x');
  auto url = service::parse_url(plain);
  if (!url || !url->tls || !url->credentials.empty()) throw invalid("Parameter InvocationEndpoint is not valid. Reason: The endpoint must be an HTTPS URL.");
}

std::string connection_arn_of(const DestinationRecord& d, Call& call) {
  auto row = call.in(kConnections).get(d.connection);
  return row ? connection_arn(call.scope(), *row) : "arn:aws:events:" + call.scope().region + ":" + call.scope().account + ":connection/" + d.connection + "/deleted";
}

std::string state_of(const DestinationRecord& d, Call& call) {
  auto row = call.in(kConnections).get(d.connection);
  return row && row->state == "AUTHORIZED" ? "ACTIVE" : "INACTIVE";
}

ApiDestinationResult result(const DestinationRecord& d, Call& call) { return {destination_arn(call.scope(), d), state_of(d, call), d.created, d.modified}; }

}  // namespace

std::string destination_arn(const Scope& at, const DestinationRecord& d) { return "arn:aws:events:" + at.region + ":" + at.account + ":api-destination/" + d.name + "/" + d.id; }

ApiDestinationResult create_api_destination(const CreateApiDestination& q, Call& call) {
  if (call.in(kDestinations).has(q.name)) throw error("ResourceAlreadyExistsException", "An api-destination '" + q.name + "' already exists.");
  std::size_t count = 0;
  call.in(kDestinations).each([&](std::string_view, DestinationRecord) { ++count; });
  if (count >= kMostDestinations) throw limit_exceeded();
  check_endpoint(q.invocationEndpoint);
  DestinationRecord d;
  d.name = q.name;
  d.id = base::uuid();
  d.description = q.description.value_or("");
  d.connection = connection_named(q.connectionArn, call);
  d.endpoint = q.invocationEndpoint;
  d.method = q.httpMethod;
  if (q.invocationRateLimitPerSecond) d.rate = *q.invocationRateLimitPerSecond;
  d.created = d.modified = call.now();
  call.in(kDestinations).put(d.name, d);
  return result(d, call);
}

ApiDestinationResult update_api_destination(const UpdateApiDestination& q, Call& call) {
  DestinationRecord d = existing(q.name, call);
  if (q.description) d.description = *q.description;
  if (q.connectionArn) d.connection = connection_named(*q.connectionArn, call);
  if (q.invocationEndpoint) { check_endpoint(*q.invocationEndpoint); d.endpoint = *q.invocationEndpoint; }
  if (q.httpMethod) d.method = *q.httpMethod;
  if (q.invocationRateLimitPerSecond) d.rate = *q.invocationRateLimitPerSecond;
  d.modified = call.now();
  call.in(kDestinations).put(d.name, d);
  return result(d, call);
}

Nothing delete_api_destination(const DeleteApiDestination& q, Call& call) {
  call.in(kDestinations).erase(existing(q.name, call).name);
  return {};
}

DescribeApiDestinationResult describe_api_destination(const DescribeApiDestination& q, Call& call) {
  DestinationRecord d = existing(q.name, call);
  return {destination_arn(call.scope(), d), d.name, d.description.empty() ? std::nullopt : std::optional(d.description), state_of(d, call), connection_arn_of(d, call), d.endpoint,
          d.method, d.rate, d.created, d.modified};
}

ListApiDestinationsResult list_api_destinations(const ListApiDestinations& q, Call& call) {
  ListApiDestinationsResult out;
  out.nextToken = page(call.in(kDestinations), q.namePrefix.value_or(""), q.nextToken, q.limit, [&](const DestinationRecord& d) {
    std::string connection = connection_arn_of(d, call);
    if (q.connectionArn && *q.connectionArn != connection) return false;
    out.apiDestinations.push_back({destination_arn(call.scope(), d), d.name, state_of(d, call), connection, d.endpoint, d.method, d.rate, d.created, d.modified});
    return true;
  });
  return out;
}

}  // namespace events
