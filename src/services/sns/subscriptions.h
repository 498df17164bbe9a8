#pragma once
// Subscriptions: made, confirmed, listed, ended.
#include "services/sns/names.h"

namespace sns {

Access to_subscribe(const Subscribe&, Call&);
SubscribeResult subscribe(const Subscribe&, Call&);
std::vector<Access> to_confirm_subscription(const ConfirmSubscription&, Call&);
SubscribeResult confirm_subscription(const ConfirmSubscription&, Call&);
std::vector<Access> to_unsubscribe(const Unsubscribe&, Call&);
Nothing unsubscribe(const Unsubscribe&, Call&);

Access to_list_subscriptions(const ListSubscriptions&, Call&);
ListSubscriptionsResult list_subscriptions(const ListSubscriptions&, Call&);
Access to_list_subscriptions_by_topic(const ListSubscriptionsByTopic&, Call&);
ListSubscriptionsResult list_subscriptions_by_topic(const ListSubscriptionsByTopic&, Call&);

// An endpoint as it is shown: the password of a URL stays out.
std::string shown_endpoint(const std::string&);

// The token that confirms it, for the courier.
std::string token_of(const House&, const SubscriptionRecord&);

}  // namespace sns
