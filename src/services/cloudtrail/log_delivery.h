#pragma once
// Delivery to CloudWatch Logs, under a session of the trail's role: what is put and how far its lanes have come are one
// commit, so that each record is sent exactly once. PutLogEvents leaves no management event, so it feeds nothing back.
#include "services/cloudtrail/delivery.h"
#include "services/cloudtrail/log_group.h"

namespace cloudtrail {

// Sends what the trail's streams hold for its log group, if it has one; what is refused is tried again after a while.
void deliver_logs(service::House&, const Trail&);

// A trail that is gone: what is remembered of its way through an account's Region.
void forget_logs(store::Txn&, const Trail&, const Covered&);

// The first record behind each lane's cursor, where there is one.
void each_owed_log(service::House&, const Trail&, const std::function<void(const journal::RecordView&)>&);

}  // namespace cloudtrail
