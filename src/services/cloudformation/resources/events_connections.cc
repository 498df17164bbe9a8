#include "services/events/api.h"

#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::Events::Connection

constexpr auto& kConnection = properties<"AuthParameters AuthorizationType Description InvocationConnectivityParameters KmsKeyIdentifier Name!">;

// Policies name a connection without the id behind its name.
std::string for_policy(const std::string& arn) { return arn.substr(0, arn.rfind('/')); }

void leave_connection_attributes(Acting& a, Resource& r) {
  std::string self = a.call(events::DescribeConnection{r.physical_id}).connectionArn;
  set(r, "Arn", self);
  set(r, "ArnForPolicy", for_policy(self));
}
void make_connection(Acting& a, const Resource& r) {
  auto q = request<events::CreateConnection>(r);
  q.name = own_name(r, "Name", 64);
  a.make(q, [&](auto&) { return std::string(q.name); });
}
void update_connection(Acting& a, Resource& r, const Resource&) {
  auto q = request<events::UpdateConnection>(r);
  q.name = r.physical_id;
  a.call(q);
  leave_connection_attributes(a, r);
}
void remove_connection(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(events::DeleteConnection{r.physical_id}); });
}

// ---- AWS::Events::ApiDestination

constexpr auto& kDestination = properties<"ConnectionArn* Description HttpMethod* InvocationEndpoint* InvocationRateLimitPerSecond Name!">;

void leave_destination_attributes(Acting& a, Resource& r) {
  std::string self = a.call(events::DescribeApiDestination{r.physical_id}).apiDestinationArn;
  set(r, "Arn", self);
  set(r, "ArnForPolicy", for_policy(self));
}
void make_destination(Acting& a, const Resource& r) {
  auto q = request<events::CreateApiDestination>(r);
  q.name = own_name(r, "Name", 64);
  a.make(q, [&](auto&) { return std::string(q.name); });
}
void update_destination(Acting& a, Resource& r, const Resource&) {
  auto q = request<events::UpdateApiDestination>(r);
  q.name = r.physical_id;
  a.call(q);
  leave_destination_attributes(a, r);
}
void remove_destination(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(events::DeleteApiDestination{r.physical_id}); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::Events::Connection", .properties = kConnection, .attributes = names<"Arn ArnForPolicy">,
     .make = make_connection, .settle = leave_connection_attributes, .update = update_connection, .remove = remove_connection},
    {.name = "AWS::Events::ApiDestination", .properties = kDestination, .attributes = names<"Arn ArnForPolicy">,
     .make = make_destination, .settle = leave_destination_attributes, .update = update_destination, .remove = remove_destination},
};

}  // namespace

Types events_connection_types() { return kTypes; }

}  // namespace cloudformation::resources
