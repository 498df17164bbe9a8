#pragma once
// What can be set on a subscription, and what it shows of itself.
#include "services/sns/names.h"

namespace sns {

// Throws InvalidParameter or FilterPolicyLimitExceeded.
void check_attribute(const SubscriptionRecord&, const TopicName&, const std::string& name, const std::string& value, Call&);
void set_attribute(SubscriptionRecord&, const std::string& name, const std::string& value);
std::string attribute(const SubscriptionRecord&, const std::string& name);       // empty: not set

Access to_get_subscription_attributes(const GetSubscriptionAttributes&, Call&);
AttributesResult get_subscription_attributes(const GetSubscriptionAttributes&, Call&);
std::vector<Access> to_set_subscription_attributes(const SetSubscriptionAttributes&, Call&);
Nothing set_subscription_attributes(const SetSubscriptionAttributes&, Call&);

// Subscriptions belong to who made them; the topic's account has a say too. Throws AuthorizationError for others.
void require_owner(const SubscriptionRecord&, const TopicName&, std::string_view action, Call&);
// The topic's account learns of what happens to its subscriptions.
Access also_for(const TopicName&);

}  // namespace sns
