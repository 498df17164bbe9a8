#pragma once
// Connections (how to prove oneself to an endpoint) and API destinations (the endpoints).
#include "services/events/names.h"

namespace events {

std::string connection_arn(const service::Scope&, const ConnectionRecord&);
std::string destination_arn(const service::Scope&, const DestinationRecord&);

// A connection's secrets, opened.
struct OpenedConnection { std::string secret; ConnectionHttpParameters parameters; };
OpenedConnection opened(const service::House&, const service::Scope&, const ConnectionRecord&);

template <class Q> service::Access to_connection(const Q& q, service::Call& call) {
  auto row = call.in(kConnections).get(q.name);
  std::string id = row ? "/" + row->id : "/*";
  return {.action = Q::operation, .resource = "arn:aws:events:" + call.scope().region + ":" + call.scope().account + ":connection/" + q.name + id};
}
template <class Q> service::Access to_destination(const Q& q, service::Call& call) {
  auto row = call.in(kDestinations).get(q.name);
  std::string id = row ? "/" + row->id : "/*";
  return {.action = Q::operation, .resource = "arn:aws:events:" + call.scope().region + ":" + call.scope().account + ":api-destination/" + q.name + id};
}
template <class Q> service::Access to_list_all(const Q&, service::Call&) { return {.action = Q::operation}; }

CreateConnectionResult create_connection(const CreateConnection&, service::Call&);
ConnectionResult update_connection(const UpdateConnection&, service::Call&);
ConnectionResult delete_connection(const DeleteConnection&, service::Call&);
ConnectionResult deauthorize_connection(const DeauthorizeConnection&, service::Call&);
DescribeConnectionResult describe_connection(const DescribeConnection&, service::Call&);
ListConnectionsResult list_connections(const ListConnections&, service::Call&);

ApiDestinationResult create_api_destination(const CreateApiDestination&, service::Call&);
ApiDestinationResult update_api_destination(const UpdateApiDestination&, service::Call&);
shape::Nothing delete_api_destination(const DeleteApiDestination&, service::Call&);
DescribeApiDestinationResult describe_api_destination(const DescribeApiDestination&, service::Call&);
ListApiDestinationsResult list_api_destinations(const ListApiDestinations&, service::Call&);

}  // namespace events
