#pragma once
// What happens to a bucket's objects is told to the destinations its notification configuration names: S3 User Guide,
// "Amazon S3 Event Notifications". Told after the commit, at least once, by S3 itself under the destination's policy.
#include "service/outbox.h"
#include "services/s3/door.h"

namespace s3 {

inline constexpr std::string_view kEmptyTag = "d41d8cd98f00b204e9800998ecf8427e";

struct Happening {
  std::string_view event;                      // without "s3:": "ObjectCreated:Put"
  std::string key;
  Named version{};                             // as shown
  std::optional<std::int64_t> size{};
  std::string etag{}, storage_class{};
};

// Puts the messages into the outbox. Costs nothing in a bucket without a configuration.
void notify(Call&, const std::string& bucket, const Bucket&, const Happening&);

service::OutboxHandler notice_handler();
inline constexpr std::string_view kNotice = "s3.notice";
// One message for one queue or topic.
struct Notice { std::string bucket, account, destination, message, trace; };      // trace: service/traces.h
BOOST_DESCRIBE_STRUCT(Notice, (), (bucket, account, destination, message, trace))
std::string test_message(const Call&, const std::string& bucket);

// The message of one event, as queues and topics get it. `order`: a key's later events have greater ones. Pure.
struct Occasion { std::string bucket, account, region, principal, source_ip, request_id; base::Time time; std::uint64_t order = 0; };
std::string event_message(const Happening&, const Occasion&, std::string_view configuration);
// The detail of one event, and its type, as EventBridge gets it; an empty type: EventBridge is not told of it.
struct Detail { std::string type, json; };
Detail event_detail(const Happening&, const Occasion&);

}  // namespace s3
