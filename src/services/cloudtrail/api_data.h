#pragma once
// The CloudTrail Data API (2021-08-11).
#include "shape/shape.h"

namespace cloudtrail {

struct AuditEvent {
  shape::Text<1, 128, "[-_A-Za-z0-9]+"> id;
  std::string eventData;
  std::optional<std::string> eventDataChecksum;
};
BOOST_DESCRIBE_STRUCT(AuditEvent, (), (id, eventData, eventDataChecksum))

struct PutAuditEvents {
  shape::List<AuditEvent, 1, 100> auditEvents;
  shape::Text<0, shape::kUnlimited, R"(arn:.*)"> channelArn;
  std::optional<shape::Text<2, 1224, R"([\w+=,.@:\/-]*)">> externalId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "cloudtrail-data:PutAuditEvents";
};
BOOST_DESCRIBE_STRUCT(PutAuditEvents, (), (auditEvents, channelArn, externalId))

}  // namespace cloudtrail

template <> inline constexpr auto shape::places<cloudtrail::PutAuditEvents> = std::to_array<shape::Place>(
    {{"auditEvents", shape::Where::body, "auditEvents"}, {"channelArn", shape::Where::query, "channelArn"}, {"externalId", shape::Where::query, "externalId"}});
template <> inline constexpr auto shape::places<cloudtrail::AuditEvent> = std::to_array<shape::Place>(
    {{"id", shape::Where::body, "id"}, {"eventData", shape::Where::body, "eventData"}, {"eventDataChecksum", shape::Where::body, "eventDataChecksum"}});
