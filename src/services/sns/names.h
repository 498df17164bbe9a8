#pragma once
// ARNs of topics and subscriptions, SNS's errors, and finding what they name.
#include "base/arn.h"
#include "service/house.h"
#include "services/sns/state.h"

namespace sns {

using service::Access, service::ApiError, service::Call, service::House;

inline ApiError invalid(std::string text) { return {"InvalidParameter", 400, "Invalid parameter: " + std::move(text)}; }
inline ApiError no_topic() { return {"NotFound", 404, "Topic does not exist"}; }
inline ApiError no_subscription() { return {"NotFound", 404, "Subscription does not exist"}; }

struct TopicName { std::string account, region, name; };
// Throws InvalidParameter, naming the parameter: what is no ARN of a topic, or of one in another Region than the call's.
TopicName topic_name(std::string_view arn, const Call&, std::string_view parameter = "TopicArn");
std::optional<TopicName> parse_topic(std::string_view arn);
std::string topic_arn(const House&, const TopicName&);

struct SubscriptionName { TopicName topic; std::string id; };
SubscriptionName subscription_name(std::string_view arn, const Call&);
inline std::string arn_of(const SubscriptionRecord& s) { return s.topic_arn + ":" + s.id; }
inline std::string subscription_key(std::string_view topic, std::string_view id) { return store::joined(topic, id); }

inline store::Bound<TopicRecord> topics(store::Txn& txn, const TopicName& n) { return {txn, kTopics, n.account, n.region}; }
inline store::Bound<SubscriptionRecord> subscriptions(store::Txn& txn, const TopicName& n) { return {txn, kSubscriptions, n.account, n.region}; }

TopicRecord existing_topic(const TopicName&, Call&);                    // throws NotFound
SubscriptionRecord existing_subscription(const SubscriptionName&, Call&);

bool is_fifo(const TopicRecord&);
std::string policy_of(const House&, const TopicName&, const TopicRecord&);

// Whether the call's own account may do it to the topic, with the topic's policy where there is one.
Access to_topic(std::string_view action, const TopicName&, Call&);
Access to_topic(std::string_view action, std::string_view arn, Call&);

// Writes the record and its place in the subscriber's list; takes both away.
void save(store::Txn&, const TopicName&, const SubscriptionRecord&);
void forget(store::Txn&, const TopicName&, const SubscriptionRecord&);

// Puts work for the courier; items of one time run in the order they were put.
void put_due(store::Txn&, base::Time at, const DueRecord&);
std::string due_key(store::Txn&, base::Time at);

// A page of at most a hundred; tokens name the first row not yet shown.
inline constexpr std::size_t kPage = 100;
std::string page_start(const std::optional<std::string>& token);

}  // namespace sns
