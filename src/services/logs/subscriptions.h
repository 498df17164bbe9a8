#pragma once
// Subscription filters, which hand matching events on to functions. Kinesis, Firehose and destinations do not exist here: to put
// one is refused, so there are none to be described or deleted.
#include <span>

#include "service/outbox.h"
#include "services/logs/door.h"

namespace logs {

Access to_put_subscription_filter(const PutSubscriptionFilter&, Call&);
Access to_describe_subscription_filters(const DescribeSubscriptionFilters&, Call&);
Access to_delete_subscription_filter(const DeleteSubscriptionFilter&, Call&);
Access to_put_destination(const PutDestination&, Call&);
Access to_describe_destinations(const DescribeDestinations&, Call&);
Access to_delete_destination(const DeleteDestination&, Call&);
Access to_put_destination_policy(const PutDestinationPolicy&, Call&);

Nothing put_subscription_filter(const PutSubscriptionFilter&, Call&);
DescribeSubscriptionFiltersResult describe_subscription_filters(const DescribeSubscriptionFilters&, Call&);
Nothing delete_subscription_filter(const DeleteSubscriptionFilter&, Call&);
PutDestinationResult put_destination(const PutDestination&, Call&);
DescribeDestinationsResult describe_destinations(const DescribeDestinations&, Call&);
Nothing delete_destination(const DeleteDestination&, Call&);
Nothing put_destination_policy(const PutDestinationPolicy&, Call&);

// Hands on what the group's filters want of events that were put: after the commit, at least once.
void tell_subscribers(Call&, const Group&, const Stream&, std::span<const InputLogEvent>);
service::OutboxHandler subscription_handler();

// ---- live tail and Logs Insights: refused likewise

std::vector<Access> to_start_live_tail(const StartLiveTail&, Call&);
std::vector<Access> to_start_query(const StartQuery&, Call&);
Nothing start_live_tail(const StartLiveTail&, Call&);
StartQueryResult start_query(const StartQuery&, Call&);

}  // namespace logs
