#pragma once
// What a rule sends its events to. A target that nothing could be sent to is never accepted.
#include "services/events/rules.h"

namespace events {

std::vector<service::Access> to_put_targets(const PutTargets&, service::Call&);
TargetsResult put_targets(const PutTargets&, service::Call&);
TargetsResult remove_targets(const RemoveTargets&, service::Call&);
ListTargetsByRuleResult list_targets_by_rule(const ListTargetsByRule&, service::Call&);

enum class TargetKind : std::uint8_t { queue, topic, log_group, bus, api_destination, function };
struct Destination { TargetKind kind; std::string account, region, name; };
// Where an ARN leads, if anything can be sent there.
std::optional<Destination> destination(std::string_view arn);

}  // namespace events
