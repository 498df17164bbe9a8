#include "services/cloudtrail/data.h"

#include <set>

#include "base/arn.h"
#include "services/cloudtrail/api_data.h"

namespace cloudtrail {

using service::Access, service::ApiError, service::Call;

namespace {

Access on_channel(const PutAuditEvents& q, Call&) {
  Access a{.action = PutAuditEvents::operation, .resource = q.channelArn, .type = "AWS::CloudTrail::Channel"};
  if (q.externalId) a.keys.push_back({"cloudtrail:ExternalId", {*q.externalId}});
  return a;
}

shape::Nothing put_audit_events(const PutAuditEvents& q, Call&) {
  auto arn = base::parse_arn(q.channelArn);
  if (!arn || arn->service != "cloudtrail" || !arn->resource.starts_with("channel/")) throw ApiError{"InvalidChannelARN", 400, "The specified channel ARN is not a valid channel ARN."};
  std::set<std::string_view> ids;
  for (auto& e : q.auditEvents)
    if (!ids.insert(e.id).second) throw ApiError{"DuplicatedAuditEventId", 400, "Two or more entries in the request have the same event ID."};
  throw ApiError{"ChannelNotFound", 404, "The channel could not be found."};
}

}  // namespace

service::Service cloudtrail_data() {
  return {.name = "cloudtrail-data", .event_source = "cloudtrail-data.amazonaws.com", .protocol = wire::Protocol::rest_json, .version = "2021-08-11", .operations = {
    service::rest<on_channel, put_audit_events>("PutAuditEvents", service::Effect::read, "POST /PutAuditEvents", {.read_only = false, .data_event = true}),
  }};
}

}  // namespace cloudtrail
