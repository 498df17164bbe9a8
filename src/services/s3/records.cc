#include "services/s3/records.h"

#include "base/bytes.h"
#include "base/ids.h"
#include "service/house.h"
#include "service/trace.h"
#include "services/s3/api.h"
#include "services/s3/door.h"
#include "services/s3/names.h"
#include "wire/names.h"
#include "wire/scalar.h"
#include "wire/wire.h"

namespace s3 {
namespace {

using base::JsonWriter;
using base::operator""_name;
using shape::Kind, shape::Member, shape::Shape;

constexpr std::string_view kNamespace = "http://s3.amazonaws.com/doc/2006-03-01/";

void write_document(JsonWriter&, const Shape&, const void* value, bool root);

void write_elements(JsonWriter& w, const Shape& list, const void* p) {
  const std::size_t n = list.count(p);
  if (n != 1) w.open('[');
  for (std::size_t i = 0; i < n; ++i) write_document(w, *list.element, list.nth(const_cast<void*>(p), i), false);
  if (n != 1) w.close(']');
}

void write_member(JsonWriter& w, const Member& m, const void* value) {
  wire::WireName name(m);
  w.key(name.view());
  if (m.shape->kind != Kind::list) return write_document(w, *m.shape, value, false);
  if (m.place.flat) return write_elements(w, *m.shape, value);
  w.open('{').key(wire::element_name(m.place));
  write_elements(w, *m.shape, value);
  w.close('}');
}

// XML as CloudTrail turns it into JSON: an element that comes once is no list.
void write_document(JsonWriter& w, const Shape& s, const void* p, bool root) {
  const void* value = value_of(s, p);
  switch (s.kind) {
    case Kind::structure:
      w.open('{');
      if (root) w.key("xmlns").text(kNamespace);
      for (auto& m : s.members) if (const void* v = value_of(*m.shape, member_of(m, value))) write_member(w, m, v);
      w.close('}');
      return;
    case Kind::list: return write_elements(w, s, value);
    case Kind::boolean: w.boolean(*static_cast<const bool*>(value)); return;
    case Kind::integer: w.number(*static_cast<const std::int64_t*>(value)); return;
    default: w.text(wire::scalar_text(s, value, wire::TimeForm::iso_millis)); return;
  }
}

constexpr int kDeepest = 32;       // far below what a record may have to be read as JSON

bool is_within(const base::JsonValue& v, int levels) {
  if (v.is_array()) for (base::JsonValue item : simdjson::dom::array(v)) if (!levels || !is_within(item, levels - 1)) return false;
  if (v.is_object()) for (auto field : simdjson::dom::object(v)) if (!levels || !is_within(field.value, levels - 1)) return false;
  return true;
}

// A policy as JSON within JSON, or as a text if it is none.
void write_policy(JsonWriter& w, const std::string& text) {
  w.key("bucketPolicy");
  auto json = base::parse_json(text);
  if (json && is_within(*json, kDeepest)) w.raw(simdjson::to_string(*json));
  else w.text(text);
}

void write_payload(JsonWriter& w, const Operation& operation, const Member& m, const void* value) {
  if (operation.name == "PutBucketPolicy") return write_policy(w, *static_cast<const std::string*>(value));
  if (operation.name == "DeleteObjects" || operation.name == "CompleteMultipartUpload")
    return;  // lists of keys and parts are not shown
  w.key(wire::WireName(m).view());
  write_document(w, *m.shape, value, true);
}

std::string text_of(const Shape& s, const void* value) {
  if (s.kind != Kind::list) return wire::scalar_text(s, value, wire::TimeForm::http_date);
  std::string out;
  for (std::size_t i = 0, n = s.count(value); i < n; ++i)
    (out += out.empty() ? "" : ",") += wire::scalar_text(*s.element, s.nth(const_cast<void*>(value), i), wire::TimeForm::http_date);
  return out;
}

bool is_option(const Member& m) {
  return m.place.where == Where::header && m.place.wire.starts_with("x-amz-") && m.shape->veil == shape::Veil::none;
}

// The literal markers of the operation's pattern: "acl": "", "list-type": "2"; those that are members come with their values.
void write_markers(JsonWriter& w, const Operation& operation) {
  std::string_view http = operation.http;
  std::size_t question = http.find('?');
  if (question == http.npos) return;
  http = http.substr(question + 1, http.find(' ', question) - question - 1);
  while (!http.empty()) {
    std::string_view marker = http.substr(0, http.find('&'));
    http.remove_prefix(std::min(http.size(), marker.size() + 1));
    std::string_view name = marker.substr(0, marker.find('='));
    const auto& members = operation.request->members;
    if (std::any_of(members.begin(), members.end(),
                    [&](auto& m) { return m.place.where == Where::query && m.place.wire == name; }))
      continue;
    w.key(name).text(marker.size() > name.size() ? marker.substr(name.size() + 1) : std::string_view());
  }
}

const std::string* label_of(const Operation& operation, const void* request, std::string_view name) {
  for (auto& m : operation.request->members)
    if (m.place.where == Where::path && m.place.wire == name) return static_cast<const std::string*>(member_of(m, request));
  return nullptr;
}

// Services within the house name the bucket's own host.
std::string host_of(const Call& call, const std::string* bucket) {
  const auto& peer = call.peer();
  if (call.caller().who != service::Who::service || !bucket) return peer.host;
  const std::string& region = call.record_region().empty() ? call.scope().region : call.record_region();
  return *bucket + ".s3." + region + ".amazonaws.com";
}

std::string header_value(const Shape& s, const void* object, std::string_view wire) {
  for (auto& m : s.members)
    if (m.place.where == Where::header && m.place.wire == wire)
      if (const void* v = value_of(*m.shape, member_of(m, object))) return text_of(*m.shape, v);
  return {};
}

// Default_SSE_S3 and its like; empty where nothing was encrypted or opened.
std::string encryption_applied(const Operation& operation, const void* request, const void* result) {
  constexpr std::string_view header = "x-amz-server-side-encryption";
  std::string algorithm = result ? header_value(*operation.result, result, header) : "";
  if (algorithm.empty()) return {};
  bool by_default = header_value(*operation.request, request, header).empty();
  if (operation.name == "GetObject" || operation.name == "HeadObject")
    by_default = static_cast<const GetObjectResult*>(result)->encrypted_by_default;
  return std::string(by_default ? "Default_" : "") + (algorithm == "AES256" ? "SSE_S3" : "SSE_KMS");
}

// Of the body: an object's, or the document that the answer is.
std::int64_t bytes_out(const Call& call, const Operation& operation, const void* result) {
  std::int64_t out = 0;
  if (call.effects().body) out += call.effects().body->length;
  for (auto& piece : call.effects().rest) out += piece.length;
  const auto& members = operation.result->members;
  const bool document = result && std::any_of(members.begin(), members.end(), [](auto& m) { return m.place.where == Where::body || m.place.where == Where::payload; });
  if (document) out += std::int64_t(wire::write(wire::Protocol::rest_xml, *operation.result, result, {.operation = operation.name, .xml_namespace = kNamespace, .root = operation.root}).body.size());
  return out;
}

}  // namespace

void record_parameters(Call& call, const Operation& operation, const void* request, std::string& json) {
  JsonWriter w(json);
  w.open('{');
  const std::string* bucket = label_of(operation, request, "Bucket");
  if (bucket) w.key("bucketName"_name).text(*bucket);
  w.key("Host"_name).text(host_of(call, bucket));
  if (const std::string* key = label_of(operation, request, "Key")) w.key("key"_name).text(*key);
  write_markers(w, operation);
  for (auto& m : operation.request->members) {
    const void* value = value_of(*m.shape, member_of(m, request));
    if (!value) continue;
    if (m.place.where == Where::payload) write_payload(w, operation, m, value);
    else if (m.place.where == Where::header_map && m.place.wire == "x-amz-object-lock-")
      for (auto& [name, text] : *static_cast<const Headers*>(value)) w.key(std::string(m.place.wire) + name).text(text);
    else if (m.place.where == Where::query || is_option(m)) w.key(m.place.wire).text(text_of(*m.shape, value));
  }
  w.close('}');
}

void record_response(Call&, const Operation& operation, const void* result, std::string& json) {
  JsonWriter w(json);
  w.open('{');
  bool any = false;
  if (operation.trace.data_event)
    for (auto& m : operation.result->members) {
      const void* value = is_option(m) ? value_of(*m.shape, member_of(m, result)) : nullptr;
      if (!value) continue;
      any = true;
      w.key(m.place.wire).text(text_of(*m.shape, value));
    }
  w.close('}');
  if (!any) json.clear();
}

void record_additional(Call& call, const Operation& operation, const void* request, const void* result, std::string& json) {
  const auto& peer = call.peer();
  JsonWriter w(json);
  w.open('{');
  if (!peer.authentication.empty()) w.key("SignatureVersion"_name).text("SigV4");
  if (!peer.tls_cipher.empty()) w.key("CipherSuite"_name).text(peer.tls_cipher);
  w.key("bytesTransferredIn"_name).number(call.body ? call.body->place.size : peer.bytes_in);      // without the framing of chunks
  if (std::string sse = request ? encryption_applied(operation, request, result) : ""; !sse.empty()) w.key("SSEApplied"_name).text(sse);
  if (!peer.authentication.empty()) w.key("AuthenticationMethod"_name).text(peer.authentication);
  w.key("x-amz-id-2"_name).text(host_id(call.request_id())).key("bytesTransferredOut"_name).number(bytes_out(call, operation, result));
  w.close('}');
}

void record_deletion(Call& call, const std::string& bucket, const Bucket& settings, const std::string& key,
                     const std::optional<std::string>& version) {
  const auto& caller = call.caller();
  std::string parameters;
  JsonWriter w(parameters);
  w.open('{').key("bucketName").text(bucket).key("Host").text(host_of(call, &bucket)).key("key").text(key);
  if (version) w.key("versionId").text(*version);
  w.close('}');
  const std::string arn = bucket_arn(call, bucket);
  const std::vector<record::Resource> resources{{"", "AWS::S3::Object", arn + "/" + key},
                                                {settings.account, "AWS::S3::Bucket", arn}};
  record::Identity identity = caller.identity;
  identity.invoked_by = "s3.amazonaws.com";
  if (caller.who == service::Who::anonymous)
    identity = {.type = "AWSAccount", .account = "anonymous", .invoked_by = identity.invoked_by};
  std::vector<std::string> accounts;
  if (!caller.account().empty()) accounts.push_back(caller.account());
  if (caller.account() != settings.account) accounts.push_back(settings.account);
  const std::string shared = accounts.size() > 1 ? base::uuid() : "";
  for (auto& account : accounts) {
    record::Identity shown =
        account == caller.account() || caller.who == service::Who::service ? identity : record::as_foreign_account(identity);
    std::string id = base::uuid();
    record::Event e{.identity = &shown,
                    .time = call.now(),
                    .source = "s3.amazonaws.com",
                    .name = "DeleteObject",
                    .region = settings.region,
                    .source_ip = "s3.amazonaws.com",
                    .user_agent = "s3.amazonaws.com",
                    .parameters = parameters,
                    .request_id = call.request_id(),
                    .event_id = id,
                    .type = "AwsServiceEvent",
                    .recipient = account,
                    .shared_id = shared,
                    .read_only = false,
                    .management = false,
                    .resources = &resources};
    auto& entry = call.txn().entry();
    record::compose(e, entry.begin_record(account, settings.region, service::kData, e.time));
    entry.end_record();
  }
}

void record_lifecycle(Call& call, const std::string& bucket, const Bucket& settings, const LifecycleEvent& event) {
  std::string details;
  JsonWriter w(details);
  w.open('{').key("operation").text(event.operation).key("bucketName").text(bucket).key("key").text(event.key);
  if (event.version) w.key("versionId").text(*event.version);
  w.key("lifecycleRuleId").text(event.rule);
  if (!event.storage_class.empty()) w.key("destinationStorageClass").text(event.storage_class);
  w.close('}');
  const std::string arn = bucket_arn(call, bucket), id = base::uuid();
  const std::vector<record::Resource> resources{{"", "AWS::S3::Object", arn + "/" + event.key}, {settings.account, "AWS::S3::Bucket", arn}};
  const record::Identity identity{.account = settings.account, .invoked_by = "s3.amazonaws.com"};
  record::Event e{.identity = &identity,
                  .time = call.now(),
                  .source = "s3.amazonaws.com",
                  .name = event.name,
                  .region = settings.region,
                  .source_ip = "s3.amazonaws.com",
                  .user_agent = "s3.amazonaws.com",
                  .service_details = details,
                  .event_id = id,
                  .type = "AwsServiceEvent",
                  .recipient = settings.account,
                  .read_only = false,
                  .management = false,
                  .resources = &resources};
  auto& entry = call.txn().entry();
  record::compose(e, entry.begin_record(settings.account, settings.region, service::kData | service::kChange, e.time));
  entry.end_record();
}

}  // namespace s3
