#pragma once
// What SNS keeps: docs/formats/sns.md says what for. New members go to the end.
#include "services/sns/api.h"
#include "service/call.h"

namespace sns {

struct TopicRecord {
  std::string name;
  base::Time created;
  Attributes attributes;                 // as they were set: DisplayName, KmsMasterKeyId, DeliveryPolicy ...; not Policy
  std::string policy;                    // empty: the default one
  std::map<std::string, std::string> tags;
  std::int64_t deleted = 0;              // subscriptions that were
  std::int64_t sequence = 0;             // of FIFO messages
};
BOOST_DESCRIBE_STRUCT(TopicRecord, (), (name, created, attributes, policy, tags, deleted, sequence))
inline constexpr store::Table<TopicRecord> kTopics{"sns.topic", store::Reach::regional};                 // by name

struct SubscriptionRecord {
  std::string id, topic_arn, owner, protocol, endpoint, principal;     // owner: the account that subscribed; principal: its ARN
  base::Time created;
  bool confirmed = false, authenticated = false;         // authenticated: confirmed by a signed request
  bool authenticate_unsubscribe = false;
  Attributes attributes;                                 // FilterPolicy, RawMessageDelivery ...
  std::string token_hash, sealed_token;                  // while unconfirmed; sealed under the house's key, bound to the ARN
};
BOOST_DESCRIBE_STRUCT(SubscriptionRecord, (), (id, topic_arn, owner, protocol, endpoint, principal, created, confirmed, authenticated, authenticate_unsubscribe,
                                               attributes, token_hash, sealed_token))
// In the topic's account: by the topic's name and the id.
inline constexpr store::Table<SubscriptionRecord> kSubscriptions{"sns.subscription", store::Reach::regional};
struct OwnedRecord { std::string topic_arn, id; };
BOOST_DESCRIBE_STRUCT(OwnedRecord, (), (topic_arn, id))
// In the subscriber's account: by the subscription's ARN.
inline constexpr store::Table<OwnedRecord> kOwned{"sns.owned", store::Reach::regional};

// One message on its way, as long as some delivery of it is due. `sealed` holds a Content under a key of its own, or under
// the topic's data key, whose ciphertext is then kept beside.
struct MessageRecord {
  std::string id, topic_arn, sealed, sealed_key, data_key;
  base::Time published;
  std::int64_t remaining = 0;            // deliveries
};
BOOST_DESCRIBE_STRUCT(MessageRecord, (), (id, topic_arn, sealed, sealed_key, data_key, published, remaining))
inline constexpr store::Table<MessageRecord> kMessages{"sns.message", store::Reach::everywhere};         // by id

struct Content {
  std::map<std::string, std::string> texts;              // by protocol; "default" always
  std::string subject;
  MessageAttributes attributes;
  std::string group, deduplication, sequence;
  std::string trace;                                     // service/traces.h
};
BOOST_DESCRIBE_STRUCT(Content, (), (texts, subject, attributes, group, deduplication, sequence, trace))

// What is to be done for one subscription.
//   message    deliver the message of that id
//   confirm    ask the endpoint to confirm; once more under the same id
//   farewell   tell the endpoint that it was unsubscribed by someone unknown
//   expire     forget the subscription if it was not confirmed
struct DueRecord {
  std::string kind, message, topic_arn, subscription;    // subscription: its id
  std::int64_t attempts = 0;
  std::string order{};                                   // FIFO: this delivery's key in kOrder
};
BOOST_DESCRIBE_STRUCT(DueRecord, (), (kind, message, topic_arn, subscription, attempts, order))
inline constexpr store::Table<DueRecord> kDue{"sns.due", store::Reach::everywhere};                      // by time and a sequence

struct Mark { std::string value; };
BOOST_DESCRIBE_STRUCT(Mark, (), (value))
// FIFO: what is under way of one group to one subscription, in the order of publishing.
inline constexpr store::Table<Mark> kOrder{"sns.order", store::Reach::everywhere};       // subscription id, group, sequence

struct SeenRecord { std::string message, sequence; base::Time at; };
BOOST_DESCRIBE_STRUCT(SeenRecord, (), (message, sequence, at))
inline constexpr store::Table<SeenRecord> kSeen{"sns.seen", store::Reach::everywhere};   // topic ARN, deduplication scope and id
inline constexpr store::Table<Mark> kSeenByTime{"sns.seen_by_time", store::Reach::everywhere};     // time, then the key in kSeen

}  // namespace sns
