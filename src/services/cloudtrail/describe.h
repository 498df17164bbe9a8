#pragma once
#include "services/cloudtrail/names.h"

namespace cloudtrail {

inline service::Access describe_access(const DescribeTrails&, service::Call&) { return {.action = "cloudtrail:DescribeTrails"}; }
inline service::Access list_access(const ListTrails&, service::Call&) { return {.action = "cloudtrail:ListTrails"}; }
inline service::Access get_access(const GetTrail& q, service::Call& c) { return {.action = "cloudtrail:GetTrail", .resource = resource_arn(q.name, c)}; }
inline service::Access status_access(const GetTrailStatus& q, service::Call& c) { return {.action = "cloudtrail:GetTrailStatus", .resource = resource_arn(q.name, c)}; }
DescribeTrailsResult describe_trails(const DescribeTrails&, service::Call&);
ListTrailsResult list_trails(const ListTrails&, service::Call&);
GetTrailResult get_trail(const GetTrail&, service::Call&);
GetTrailStatusResult get_trail_status(const GetTrailStatus&, service::Call&);

}  // namespace cloudtrail
