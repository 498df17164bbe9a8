#pragma once
// A trail's topic: named and tested when the trail is written, told of every batch of files. Notices are owed in the commit
// that delivers the files, and published as cloudtrail.amazonaws.com under the topic's policy.
// Source: CloudTrail User Guide, "Configuring Amazon SNS notifications for CloudTrail".
#include "services/cloudtrail/delivery.h"

namespace cloudtrail {

// Files of one lane that the topic has not been told of: by trail id, account, Region and bucket.
struct OwedNotice { std::string trail_id, account, region, bucket; std::vector<std::string> keys; };
BOOST_DESCRIBE_STRUCT(OwedNotice, (), (trail_id, account, region, bucket, keys))
inline constexpr store::Table<OwedNotice> kOwedNotices{"cloudtrail.owed_notice", store::Reach::everywhere};

// How the last notices of a lane went: by trail id, account and Region, like lanes.
struct Notified { base::Time notified, attempted; std::string error; };
BOOST_DESCRIBE_STRUCT(Notified, (), (notified, attempted, error))
inline constexpr store::Table<Notified> kNotified{"cloudtrail.notified", store::Reach::everywhere};

// Sets or, for an empty name, clears the trail's topic; without one nothing changes. Throws InvalidSnsTopicNameException,
// InsufficientSnsTopicPolicyException, or what AWS answers where the topic's key does not let CloudTrail use it. The topic
// gets its validation message behind this call.
void set_topic(Trail&, const std::optional<std::string>& name_or_arn, service::Call&);
std::optional<std::string> topic_name(const Trail&);
inline std::optional<std::string> topic_arn(const Trail& t) { return t.topicArn.empty() ? std::nullopt : std::optional(t.topicArn); }

inline constexpr std::string_view kValidation = "cloudtrail.validation_message";
void send_validation(service::House&, const std::string& payload);       // outbox

// Together with a file's delivery, in its commit.
void owe_notice(store::Txn&, const Trail&, const Covered&, const std::string& key);
// Publishes what is owed; what a topic refuses is tried again with the next delivery.
void publish_notices(service::House&, const std::vector<Trail>&);

// Of a lane that ends.
void forget_notices(store::Txn&, const Trail&, const Covered&);

}  // namespace cloudtrail
