#pragma once
// Notification configurations of buckets.
#include "base/arn.h"
#include "services/s3/door.h"

namespace s3 {

// A queue, topic or function with what it wants to hear of.
struct Destination {
  std::string id, arn;
  std::vector<std::string> events;             // "s3:ObjectCreated:*"
  std::string prefix{}, suffix{};

  // `event` without "s3:".
  bool wants(std::string_view event, std::string_view key) const;
};
std::vector<Destination> destinations_of(const NotificationConfiguration&);

// Throws S3's refusals: unknown events, filters that are none, rules that overlap.
void check_destinations(const std::vector<Destination>&);
bool overlap(const Destination&, const Destination&);

std::string queue_url(const base::Arn& queue);

NotificationConfiguration get_bucket_notification(const GetBucketNotificationConfiguration&, Call&);
Nothing put_bucket_notification(const PutBucketNotificationConfiguration&, Call&);

}  // namespace s3
