#include "services/sns/envelope.h"

#include "base/bytes.h"
#include "base/json.h"

namespace sns {
namespace {

bool is_notification(const Envelope& e) { return e.type == "Notification"; }

void line(std::string& out, std::string_view key, std::string_view value) {
  out += out.empty() ? "{\n  " : ",\n  ";
  base::append_json_string(out, key);
  out += " : ";
  base::append_json_string(out, value);
}

void attributes(std::string& out, const MessageAttributes& all) {
  out += ",\n  \"MessageAttributes\" : {";
  bool first = true;
  for (auto& [name, a] : all) {
    out += first ? "\n    " : ",\n    ";
    first = false;
    base::append_json_string(out, name);
    out += " : ";
    base::JsonWriter(out).open('{').key("Type").text(a.dataType).key("Value").text(a.binaryValue ? base::base64(a.binaryValue->bytes) : a.stringValue.value_or("")).close('}');
  }
  out += "\n  }";
}

}  // namespace

std::string text_to_sign(const Envelope& e) {
  std::string out;
  auto add = [&](std::string_view key, const std::string& value) { out.append(key).append("\n").append(value).append("\n"); };
  add("Message", e.message);
  add("MessageId", e.message_id);
  if (!e.subject.empty() && is_notification(e)) add("Subject", e.subject);
  if (!is_notification(e)) add("SubscribeURL", e.subscribe_url);
  add("Timestamp", base::iso_millis(e.time));
  if (!is_notification(e)) add("Token", e.token);
  add("TopicArn", e.topic_arn);
  add("Type", e.type);
  return out;
}

std::string json(const Envelope& e) {
  std::string out;
  line(out, "Type", e.type);
  line(out, "MessageId", e.message_id);
  if (!e.sequence.empty()) line(out, "SequenceNumber", e.sequence);
  if (!is_notification(e)) line(out, "Token", e.token);
  line(out, "TopicArn", e.topic_arn);
  if (!e.subject.empty()) line(out, "Subject", e.subject);
  line(out, "Message", e.message);
  if (!is_notification(e)) line(out, "SubscribeURL", e.subscribe_url);
  line(out, "Timestamp", base::iso_millis(e.time));
  line(out, "SignatureVersion", e.signature_version);
  line(out, "Signature", e.signature);
  line(out, "SigningCertURL", e.certificate_url);
  if (is_notification(e)) line(out, "UnsubscribeURL", e.unsubscribe_url);
  if (!e.attributes.empty()) attributes(out, e.attributes);
  return out + "\n}";
}

std::string function_event(const Envelope& e, std::string_view subscription_arn) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("Records").open('[').open('{').key("EventSource").text("aws:sns").key("EventVersion").text("1.0");
  w.key("EventSubscriptionArn").text(subscription_arn).key("Sns").open('{');
  w.key("Type").text(e.type).key("MessageId").text(e.message_id).key("TopicArn").text(e.topic_arn).key("Subject");
  if (e.subject.empty()) w.null(); else w.text(e.subject);
  w.key("Message").text(e.message).key("Timestamp").text(base::iso_millis(e.time)).key("SignatureVersion").text(e.signature_version);
  w.key("Signature").text(e.signature).key("SigningCertUrl").text(e.certificate_url).key("UnsubscribeUrl").text(e.unsubscribe_url);
  w.key("MessageAttributes").open('{');
  for (auto& [name, a] : e.attributes)
    w.key(name).open('{').key("Type").text(a.dataType).key("Value").text(a.binaryValue ? base::base64(a.binaryValue->bytes) : a.stringValue.value_or("")).close('}');
  w.close('}').close('}').close('}').close(']').close('}');
  return out;
}

}  // namespace sns
