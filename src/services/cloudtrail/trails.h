#pragma once
#include "services/cloudtrail/names.h"

namespace cloudtrail {

service::Access create_access(const CreateTrail&, service::Call&);
TrailSettings create_trail(const CreateTrail&, service::Call&);

template <class Q> service::Access on_trail(std::string_view action, const std::string& name, service::Call& c) { return {.action = action, .resource = resource_arn(name, c)}; }
inline service::Access update_access(const UpdateTrail& q, service::Call& c) { return on_trail<UpdateTrail>("cloudtrail:UpdateTrail", q.name, c); }
inline service::Access delete_access(const DeleteTrail& q, service::Call& c) { return on_trail<DeleteTrail>("cloudtrail:DeleteTrail", q.name, c); }
inline service::Access start_access(const StartLogging& q, service::Call& c) { return on_trail<StartLogging>("cloudtrail:StartLogging", q.name, c); }
inline service::Access stop_access(const StopLogging& q, service::Call& c) { return on_trail<StopLogging>("cloudtrail:StopLogging", q.name, c); }
TrailSettings update_trail(const UpdateTrail&, service::Call&);
shape::Nothing delete_trail(const DeleteTrail&, service::Call&);
shape::Nothing start_logging(const StartLogging&, service::Call&);
shape::Nothing stop_logging(const StopLogging&, service::Call&);

void check_tags(const std::vector<Tag>&);

}  // namespace cloudtrail
