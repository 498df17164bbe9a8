#include "services/s3/notifications.h"

#include <set>

#include "base/bytes.h"
#include "base/ids.h"
#include "services/s3/notices.h"
#include "services/lambda/api.h"
#include "services/sns/api.h"
#include "services/sqs/api.h"
#include "shape/pack.h"

namespace s3 {
namespace {

constexpr std::size_t kMostDestinations = 100;

constexpr std::string_view kEvents[] = {
    "s3:ReducedRedundancyLostObject", "s3:ObjectCreated:*", "s3:ObjectCreated:Put", "s3:ObjectCreated:Post", "s3:ObjectCreated:Copy",
    "s3:ObjectCreated:CompleteMultipartUpload", "s3:ObjectRemoved:*", "s3:ObjectRemoved:Delete", "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:ObjectRestore:*", "s3:ObjectRestore:Post", "s3:ObjectRestore:Completed", "s3:ObjectRestore:Delete", "s3:Replication:*",
    "s3:Replication:OperationFailedReplication", "s3:Replication:OperationNotTracked", "s3:Replication:OperationMissedThreshold",
    "s3:Replication:OperationReplicatedAfterThreshold", "s3:LifecycleTransition", "s3:IntelligentTiering", "s3:ObjectAcl:Put",
    "s3:LifecycleExpiration:*", "s3:LifecycleExpiration:Delete", "s3:LifecycleExpiration:DeleteMarkerCreated", "s3:ObjectTagging:*",
    "s3:ObjectTagging:Put", "s3:ObjectTagging:Delete"};

// Whether a configured event stands for this one; also for two configured ones, either way round.
bool stands_for(std::string_view configured, std::string_view event) {
  return configured == event || (configured.ends_with("*") && event.starts_with(configured.substr(0, configured.size() - 1)));
}

ApiError bad_filter(std::string message, std::string_view name, std::string value) { return invalid_argument(std::move(message), name, std::move(value)); }

template <class C> Destination destination(const C& c, const std::string& arn) {
  Destination out{.id = c.id.value_or(""), .arn = arn, .events = c.events};
  if (!c.filter || !c.filter->key || !c.filter->key->filterRules) return out;
  for (auto& rule : *c.filter->key->filterRules) (base::lower(rule.name.value_or("")) == "prefix" ? out.prefix : out.suffix) = rule.value.value_or("");
  return out;
}

// A filter has one prefix and one suffix at most.
void check_filter(std::optional<NotificationFilter>& filter) {
  if (!filter || !filter->key || !filter->key->filterRules) return;
  bool prefix = false, suffix = false;
  for (auto& rule : *filter->key->filterRules) {
    const std::string name = base::lower(rule.name.value_or(""));
    if (name != "prefix" && name != "suffix")
      throw bad_filter("filter rule name must be either prefix or suffix", "FilterRule.Name", rule.name.value_or("null"));
    bool& seen = name == "prefix" ? prefix : suffix;
    if (seen) throw bad_filter("Cannot specify more than one " + name + " rule in a filter.", "FilterRule.Name", name);
    seen = true;
    if (!rule.value) throw bad_filter("filter value cannot be empty", "FilterRule.Value", "null");
    if (rule.value->size() > 1024) throw bad_filter("Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation", "FilterRule.Value", *rule.value);
    rule.name = name == "prefix" ? "Prefix" : "Suffix";                        // as S3 answers it
  }
}

template <class C> void prepare(std::optional<std::vector<C>>& list) {
  if (!list) return;
  for (auto& c : *list) {
    if (!c.id || c.id->empty()) c.id = base::random_text(48, base::kAlnum);
    if (c.id->size() > 255) throw invalid_argument("ID length should not exceed allowed limit of 255", "Id", *c.id);
    if (c.events.empty()) throw malformed_xml();
    check_filter(c.filter);
  }
  if (list->empty()) list.reset();
}

// Why S3 may not send there; empty: it may.
std::string refused(const base::Arn& arn, const std::string& text, Call& itself) {
  Call there = itself.at({std::string(arn.account), std::string(arn.region)});
  if (arn.service == "sqs") {
    if (arn.resource.ends_with(".fifo")) return "FIFO queues are not supported as destinations";
    sqs::SendMessage send{.queueUrl = queue_url(arn)};
    send.messageBody = shape::Hidden<std::string>("{}");
    return there.may(send) ? "" : "The destination queue does not exist, or its policy does not allow S3 to publish notifications from this bucket";
  }
  if (arn.service == "lambda") {
    lambda::Invoke invoke;
    invoke.functionName = text;
    invoke.invocationType = "Event";
    return there.may(invoke) ? "" : "Not authorized to invoke function [" + text + "]";
  }
  sns::Publish publish;
  publish.topicArn = text;
  publish.message = shape::Hidden<std::string>("{}");
  return there.may(publish) ? "" : "The destination topic does not exist, or its policy does not allow S3 to publish notifications from this bucket";
}

void check_place(const Destination& d, const Bucket& bucket, std::string_view wanted_service) {
  const std::string_view argument = wanted_service == "sqs" ? "Queue" : wanted_service == "sns" ? "Topic" : "CloudFunction";
  auto arn = base::parse_arn(d.arn);
  if (!arn || arn->service != wanted_service || arn->resource.empty() || (wanted_service == "lambda" && !arn->resource.starts_with("function:")))
    throw invalid_argument("The ARN could not be parsed", argument, d.arn);
  if (arn->region != bucket.region)
    throw invalid_argument("The notification destination service region is not valid for the bucket location constraint", argument, d.arn);
}

// Asked as S3 itself, on this bucket's behalf: what its policy lets through now is what it will let through.
void validate(const std::vector<Destination>& destinations, const std::string& bucket, const Bucket& settings, Call& call) {
  Call itself = call.as(service::service_principal("s3.amazonaws.com", bucket_arn(call, bucket), settings.account));
  ApiError e{"InvalidArgument", 400, "Unable to validate the following destination configurations"};
  static constexpr std::string_view names[] = {"ArgumentName1", "ArgumentName2", "ArgumentName3"}, values[] = {"ArgumentValue1", "ArgumentValue2", "ArgumentValue3"};
  for (auto& d : destinations) {
    std::string why = refused(*base::parse_arn(d.arn), d.arn, itself);
    const std::size_t n = e.extra.size() / 2;
    if (why.empty() || n == std::size(names)) continue;
    e.extra.push_back({names[n], d.arn});
    e.extra.push_back({values[n], std::move(why)});
  }
  if (!e.extra.empty()) throw e;
}

}  // namespace

bool Destination::wants(std::string_view event, std::string_view key) const {
  if (!key.starts_with(prefix) || !key.ends_with(suffix)) return false;
  return std::any_of(events.begin(), events.end(), [&](std::string_view e) { return e.starts_with("s3:") && stands_for(e.substr(3), event); });
}

std::vector<Destination> destinations_of(const NotificationConfiguration& c) {
  std::vector<Destination> out;
  if (c.topicConfigurations) for (auto& t : *c.topicConfigurations) out.push_back(destination(t, t.topicArn));
  if (c.queueConfigurations) for (auto& q : *c.queueConfigurations) out.push_back(destination(q, q.queueArn));
  if (c.lambdaFunctionConfigurations) for (auto& f : *c.lambdaFunctionConfigurations) out.push_back(destination(f, f.lambdaFunctionArn));
  return out;
}

bool overlap(const Destination& a, const Destination& b) {
  const bool same_event = std::any_of(a.events.begin(), a.events.end(), [&](auto& one) {
    return std::any_of(b.events.begin(), b.events.end(), [&](auto& other) { return stands_for(one, other) || stands_for(other, one); });
  });
  const bool prefixes = a.prefix.starts_with(b.prefix) || b.prefix.starts_with(a.prefix);
  return same_event && prefixes && (a.suffix.ends_with(b.suffix) || b.suffix.ends_with(a.suffix));
}

void check_destinations(const std::vector<Destination>& all) {
  if (all.size() > kMostDestinations) throw invalid_argument("The number of notification configurations exceeds the limit of 100.");
  std::set<std::string> ids;
  for (auto& d : all) {
    if (!ids.insert(d.id).second) throw invalid_argument("Same ID used for multiple configurations. IDs must be unique", "Id", d.id);
    for (auto& event : d.events)
      if (std::find(std::begin(kEvents), std::end(kEvents), event) == std::end(kEvents))
        throw invalid_argument("The event '" + event + "' is not supported for notifications", "Event", event);
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (!overlap(all[i], all[j])) continue;
      const bool filtered = !(all[i].prefix + all[i].suffix + all[j].prefix + all[j].suffix).empty();
      throw invalid_argument(filtered ? "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are "
                                        "overlapping for the same event type."
                                      : "Configurations overlap. Configurations on the same bucket cannot share a common event type.");
    }
}

NotificationConfiguration get_bucket_notification(const GetBucketNotificationConfiguration& q, Call& call) {
  if (!bucket_named(q.bucket, call).notifies) return {};
  return call.in(kNotifications).get(q.bucket).value_or(NotificationConfiguration{});
}

Nothing put_bucket_notification(const PutBucketNotificationConfiguration& q, Call& call) {
  NotificationConfiguration c = q.notificationConfiguration;
  prepare(c.topicConfigurations);
  prepare(c.queueConfigurations);
  prepare(c.lambdaFunctionConfigurations);
  auto destinations = destinations_of(c);
  check_destinations(destinations);
  Bucket bucket = bucket_named(q.bucket, call);
  const std::size_t topics = c.topicConfigurations ? c.topicConfigurations->size() : 0;
  const std::size_t queues = topics + (c.queueConfigurations ? c.queueConfigurations->size() : 0);
  for (std::size_t i = 0; i < destinations.size(); ++i) check_place(destinations[i], bucket, i < topics ? "sns" : i < queues ? "sqs" : "lambda");
  if (q.skipDestinationValidation != true) validate(destinations, q.bucket, bucket, call);

  bucket.notifies = !destinations.empty() || c.eventBridgeConfiguration;
  if (bucket.notifies) call.in(kNotifications).put(q.bucket, c);
  else call.in(kNotifications).erase(q.bucket);
  put_bucket(call, q.bucket, bucket);
  destinations.resize(queues);                   // functions get no test message
  for (auto& d : destinations) call.later(kNotice, shape::packed(Notice{q.bucket, bucket.account, d.arn, test_message(call, q.bucket), {}}));
  return {};
}

}  // namespace s3
