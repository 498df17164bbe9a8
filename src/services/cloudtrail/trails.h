#pragma once
#include "services/cloudtrail/names.h"

namespace cloudtrail {

std::vector<service::Access> create_access(const CreateTrail&, service::Call&);
TrailSettings create_trail(const CreateTrail&, service::Call&);

inline service::Access on_trail(std::string_view action, const std::string& name, const service::Call& c) { return {.action = action, .resource = resource_arn(name, c)}; }
std::vector<service::Access> update_access(const UpdateTrail&, service::Call&);
inline service::Access delete_access(const DeleteTrail& q, service::Call& c) { return on_trail("cloudtrail:DeleteTrail", q.name, c); }
inline service::Access start_access(const StartLogging& q, service::Call& c) { return on_trail("cloudtrail:StartLogging", q.name, c); }
inline service::Access stop_access(const StopLogging& q, service::Call& c) { return on_trail("cloudtrail:StopLogging", q.name, c); }
TrailSettings update_trail(const UpdateTrail&, service::Call&);
shape::Nothing delete_trail(const DeleteTrail&, service::Call&);
shape::Nothing start_logging(const StartLogging&, service::Call&);
shape::Nothing stop_logging(const StopLogging&, service::Call&);

void check_tags(const std::vector<Tag>&);

}  // namespace cloudtrail
