#include "services/s3/notices.h"

#include "base/arn.h"
#include "base/bytes.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/log.h"
#include "service/traces.h"
#include "services/events/api.h"
#include "services/lambda/api.h"
#include "services/s3/names.h"
#include "services/s3/notifications.h"
#include "services/sns/api.h"
#include "services/sqs/api.h"
#include "shape/pack.h"

namespace s3 {
namespace {

using base::JsonWriter;

// As in a form: a space is a plus sign.
std::string key_in_messages(std::string_view key) {
  std::string out = base::percent_encode(key, "/ ");
  std::replace(out.begin(), out.end(), ' ', '+');
  return out;
}

std::string sequencer(std::uint64_t order) {
  char text[20];
  std::snprintf(text, sizeof text, "00%016llX", static_cast<unsigned long long>(order));
  return text;
}

// 2.1 of the events that were there first, 2.3 of those that came later.
std::string_view version_of(std::string_view event) {
  return event.starts_with("ObjectCreated:") || event.starts_with("ObjectRemoved:") ? "2.1" : "2.3";
}

std::string principal_of(const Call& call) {
  const auto& caller = call.caller();
  if (caller.who == service::Who::service) return "AWS:" + caller.service;
  if (caller.who == service::Who::anonymous) return "Anonymous";
  return "AWS:" + (caller.identity.principal_id.empty() ? caller.account() : caller.identity.principal_id);
}

void send(Call& call, const std::string& bucket, const Bucket& settings, const std::string& destination, std::string message) {
  call.later(kNotice, shape::packed(Notice{bucket, settings.account, destination, std::move(message), service::trace_of({}, call)}));
}

void send_to_bus(Call& call, const std::string& bucket, const Bucket& settings, Detail detail) {
  if (detail.type.empty()) return;
  call.later(events::kServiceEvent, shape::packed(events::ServiceEvent{.account = settings.account,
                                                                       .region = settings.region,
                                                                       .source = "aws.s3",
                                                                       .detailType = std::move(detail.type),
                                                                       .resources = {bucket_arn(call, bucket)},
                                                                       .detail = std::move(detail.json),
                                                                       .time = call.now(),
                                                                       .id = base::uuid()}));
}

// EventBridge's words for an event, and why it came about.
struct Told { std::string_view event, type, reason, deletion; };
constexpr Told kTold[] = {{"ObjectCreated:Put", "Object Created", "PutObject", ""},
                          {"ObjectCreated:Copy", "Object Created", "CopyObject", ""},
                          {"ObjectCreated:CompleteMultipartUpload", "Object Created", "CompleteMultipartUpload", ""},
                          {"ObjectRemoved:Delete", "Object Deleted", "DeleteObject", "Permanently Deleted"},
                          {"ObjectRemoved:DeleteMarkerCreated", "Object Deleted", "DeleteObject", "Delete Marker Created"},
                          {"LifecycleExpiration:Delete", "Object Deleted", "Lifecycle Expiration", "Permanently Deleted"},
                          {"LifecycleExpiration:DeleteMarkerCreated", "Object Deleted", "Lifecycle Expiration", "Delete Marker Created"},
                          {"LifecycleTransition", "Object Storage Class Changed", "", ""},
                          {"ObjectTagging:Put", "Object Tags Added", "", ""},
                          {"ObjectTagging:Delete", "Object Tags Deleted", "", ""},
                          {"ObjectAcl:Put", "Object ACL Updated", "", ""}};

void run(service::House& house, const std::string& payload) {
  auto notice = shape::unpacked<Notice>(payload);
  auto arn = notice ? base::parse_arn(notice->destination) : std::nullopt;
  if (!arn) return;
  auto itself = service::service_principal("s3.amazonaws.com", "arn:" + house.settings.partition + ":s3:::" + notice->bucket, notice->account);
  service::Scope scope{std::string(arn->account), std::string(arn->region)};
  try {
    if (arn->service == "sqs") {
      sqs::SendMessage send{.queueUrl = queue_url(*arn)};
      send.messageBody = shape::Hidden<std::string>(notice->message);
      send.trace = notice->trace;
      house.act(itself, scope, send);
    } else if (arn->service == "lambda") {
      lambda::Invoke invoke;
      invoke.functionName = notice->destination;
      invoke.invocationType = "Event";
      invoke.payload.emplace().bytes = notice->message;
      invoke.trace = notice->trace;
      house.act(itself, scope, invoke);
    } else {
      sns::Publish publish;
      publish.topicArn = notice->destination;
      publish.message = shape::Hidden<std::string>(notice->message);
      publish.trace = notice->trace;
      publish.subject = shape::Hidden<std::string>("Amazon S3 Notification");
      house.act(itself, scope, publish);
    }
  } catch (const ApiError& e) {
    if (e.status >= 500) throw;                // tried again; a refusal stands, and is in the records
    base::log_error("s3 event for " + notice->destination + " dropped: " + e.code + ": " + e.message);
  }
}

}  // namespace

std::string queue_url(const base::Arn& arn) {
  return "https://sqs." + std::string(arn.region) + ".amazonaws.com/" + std::string(arn.account) + "/" + std::string(arn.resource);
}

service::OutboxHandler notice_handler() { return {kNotice, run}; }

std::string event_message(const Happening& h, const Occasion& o, std::string_view configuration) {
  std::string out;
  JsonWriter w(out);
  w.open('{').key("Records").open('[').open('{');
  w.key("eventVersion").text(version_of(h.event)).key("eventSource").text("aws:s3").key("awsRegion").text(o.region);
  w.key("eventTime").text(base::iso_millis(o.time)).key("eventName").text(h.event);
  w.key("userIdentity").open('{').key("principalId").text(o.principal).close('}');
  w.key("requestParameters").open('{').key("sourceIPAddress").text(o.source_ip).close('}');
  w.key("responseElements").open('{').key("x-amz-request-id").text(o.request_id).key("x-amz-id-2").text(host_id(o.request_id)).close('}');
  w.key("s3").open('{').key("s3SchemaVersion").text("1.0").key("configurationId").text(configuration);
  w.key("bucket").open('{').key("name").text(o.bucket).key("ownerIdentity").open('{').key("principalId").text(canonical_id(o.account)).close('}');
  w.key("arn").text("arn:aws:s3:::" + o.bucket).close('}');
  w.key("object").open('{').key("key").text(key_in_messages(h.key));
  if (h.size) w.key("size").number(*h.size);
  if (!h.etag.empty()) w.key("eTag").text(h.etag);
  if (h.version) w.key("versionId").text(*h.version);
  w.key("sequencer").text(sequencer(o.order)).close('}').close('}');
  if (!h.storage_class.empty())
    w.key("lifecycleEventData").open('{').key("transitionEventData").open('{').key("destinationStorageClass").text(h.storage_class).close('}').close('}');
  w.close('}').close(']').close('}');
  return out;
}

Detail event_detail(const Happening& h, const Occasion& o) {
  auto told = std::find_if(std::begin(kTold), std::end(kTold), [&](auto& t) { return t.event == h.event; });
  if (told == std::end(kTold)) return {};
  const bool by_itself = h.event.starts_with("Lifecycle");
  Detail out{.type = std::string(told->type), .json = {}};
  JsonWriter w(out.json);
  w.open('{').key("version").text("0").key("bucket").open('{').key("name").text(o.bucket).close('}');
  w.key("object").open('{').key("key").text(h.key);
  if (h.size) w.key("size").number(*h.size);
  if (!h.etag.empty()) w.key("etag").text(h.etag);
  if (h.version) w.key("version-id").text(*h.version);
  if (told->type == "Object Created" || told->type == "Object Deleted") w.key("sequencer").text(sequencer(o.order));
  w.close('}').key("request-id").text(o.request_id).key("requester").text(by_itself ? "s3.amazonaws.com" : o.principal);
  if (!by_itself) w.key("source-ip-address").text(o.source_ip);
  if (!told->reason.empty()) w.key("reason").text(told->reason);
  if (!told->deletion.empty()) w.key("deletion-type").text(told->deletion);
  if (!h.storage_class.empty()) w.key("destination-storage-class").text(h.storage_class);
  w.close('}');
  return out;
}

std::string test_message(const Call& call, const std::string& bucket) {
  std::string out;
  JsonWriter(out).open('{').key("Service").text("Amazon S3").key("Event").text("s3:TestEvent").key("Time").text(base::iso_millis(call.now()))
      .key("Bucket").text(bucket).key("RequestId").text(call.request_id()).key("HostId").text(host_id(call.request_id())).close('}');
  return out;
}

void notify(Call& call, const std::string& bucket, const Bucket& settings, const Happening& h) {
  if (!settings.notifies) return;
  auto configuration = call.in(kNotifications).get(bucket);
  if (!configuration) return;
  Occasion o{.bucket = bucket, .account = settings.account, .region = settings.region, .principal = principal_of(call),
             .source_ip = call.peer().source_ip, .request_id = call.request_id(), .time = call.now(), .order = call.txn().version() << 16};
  o.order += std::min<std::uint64_t>(call.txn().mark(), 0xFFFF);              // within one commit
  for (auto& one : destinations_of(*configuration))
    if (one.wants(h.event, h.key)) send(call, bucket, settings, one.arn, event_message(h, o, one.id));
  if (!configuration->eventBridgeConfiguration) return;
  o.principal = call.caller().who == service::Who::service ? call.caller().service : call.caller().account();
  send_to_bus(call, bucket, settings, event_detail(h, o));
}

}  // namespace s3
