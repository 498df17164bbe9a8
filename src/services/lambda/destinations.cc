#include "services/lambda/destinations.h"

#include "base/arn.h"
#include "base/json.h"
#include "base/log.h"
#include "services/events/api.h"
#include "services/lambda/engine.h"
#include "services/lambda/settings.h"
#include "services/sns/api.h"
#include "services/sqs/api.h"

namespace lambda {
namespace {

std::string as_json(const std::string& text) {
  if (!text.empty() && base::parse_json(text)) return text;
  std::string out;
  base::append_json_string(out, text);
  return out;
}

// Source: Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations".
std::string record_of(const Report& r, base::Time now, const House& house) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("version").text("1.0").key("timestamp").text(base::iso_millis(now)).key("requestContext").open('{');
  w.key("requestId").text(r.request_id).key("functionArn").text(function_arn(house, r.target.at, r.target.name, r.version));
  w.key("condition").text(r.condition).key("approximateInvokeCount").number(r.attempts).close('}').key("requestPayload").raw(as_json(r.payload));
  if (r.attempts > 0) {
    w.key("responseContext").open('{').key("statusCode").number(200).key("executedVersion").text(r.version);
    if (r.outcome.function_error) w.key("functionError").text(r.outcome.error_kind);
    w.close('}').key("responsePayload").raw(r.outcome.payload.empty() ? "null" : as_json(r.outcome.payload));
  }
  w.close('}');
  return out;
}

sqs::AttributeValue attribute(std::string_view type, std::string text) {
  sqs::AttributeValue v;
  v.dataType = type;
  v.stringValue = std::move(text);
  return v;
}

// The event itself, with what happened to it beside it.
struct DeadLetter { std::string request_id, code, message; };

DeadLetter dead_letter(const Report& r) {
  std::string_view message;
  auto json = base::parse_json(r.outcome.payload);
  std::string text = json && !(*json)["errorMessage"].get(message) ? std::string(message) : r.outcome.refused.value_or(r.condition);
  return {r.request_id, r.condition == "RetriesExhausted" ? "200" : "429", text.substr(0, 1024)};
}

void to_queue(House& house, const service::PrincipalPtr& who, const base::Arn& arn, const std::string& trace, const std::string& body, const std::optional<DeadLetter>& dead, const House::Beside& done) {
  sqs::SendMessage send;
  send.queueUrl = sqs::url_of(arn.region, arn.account, arn.resource);
  send.messageBody = body;
  send.trace = trace;
  if (dead) {
    sqs::Attributes attributes;
    attributes.emplace("RequestID", attribute("String", dead->request_id));
    attributes.emplace("ErrorCode", attribute("Number", dead->code));
    if (!dead->message.empty()) attributes.emplace("ErrorMessage", attribute("String", dead->message));
    send.messageAttributes = std::move(attributes);
  }
  house.act(who, {who->account(), std::string(arn.region)}, send, done);
}

void to_topic(House& house, const service::PrincipalPtr& who, const base::Arn& arn, const std::string& topic, const std::string& trace, const std::string& body, const std::optional<DeadLetter>& dead,
              const House::Beside& done) {
  sns::Publish publish;
  publish.topicArn = topic;
  publish.message = body;
  publish.trace = trace;
  if (dead) {
    sns::MessageAttributes attributes;
    attributes["RequestID"] = {"String", dead->request_id, {}};
    attributes["ErrorCode"] = {"Number", dead->code, {}};
    if (!dead->message.empty()) attributes["ErrorMessage"] = {"String", dead->message, {}};
    publish.messageAttributes.emplace(std::move(attributes));
  }
  house.act(who, {who->account(), std::string(arn.region)}, publish, done);
}

void to_bus(House& house, const service::PrincipalPtr& who, const base::Arn& arn, const std::string& bus, const Report& r, const std::string& record, const House::Beside& done) {
  events::PutEvents put;
  auto& entry = put.entries.emplace_back();
  entry.source = "lambda";
  entry.detailType = std::string("Lambda Function Invocation Result - ") + (r.condition == "Success" ? "Success" : "Failure");
  entry.detail = record;
  entry.resources.emplace();
  entry.resources->push_back(shape::Text<0, 2048>(bus));
  entry.resources->push_back(shape::Text<0, 2048>(function_arn(house, r.target.at, r.target.name, r.version)));
  entry.eventBusName.emplace(bus);
  house.act(who, {who->account(), std::string(arn.region)}, put, done);
}

void send(House& house, const service::PrincipalPtr& who, const std::string& to, const Report& r, bool as_dead_letter, const House::Beside& done) {
  auto arn = base::parse_arn(to);
  if (!arn) throw invalid("no destination: " + to);
  std::optional<DeadLetter> dead;
  if (as_dead_letter) dead = dead_letter(r);
  const std::string body = as_dead_letter ? r.payload : record_of(r, house.clock.now(), house);
  if (arn->service == "sqs") return to_queue(house, who, *arn, r.trace, body, dead, done);
  if (arn->service == "sns") return to_topic(house, who, *arn, to, r.trace, body, dead, done);
  if (arn->service == "events") return to_bus(house, who, *arn, to, r, body, done);
  Invoke next;
  next.functionName = to;
  next.invocationType = "Event";
  next.payload.emplace().bytes = body;
  next.trace = r.trace;
  house.act(who, {who->account(), std::string(arn->region)}, next, done);
}

}  // namespace

void send_report(House& house, const Report& r, const House::Beside& done) {
  std::string destination, dead_letters, role;
  {
    store::Txn txn = house.store.read();
    auto settings = event_settings(txn, r.target);
    destination = r.condition == "Success" ? settings.on_success : settings.on_failure;
    if (auto v = find_version(txn, r.target)) {
      role = v->role;
      if (r.condition != "Success") dead_letters = v->dead_letter;
    }
  }
  if (role.empty() || (destination.empty() && dead_letters.empty())) return house.note(done);
  auto tell = [&](const std::string& to, bool as_dead_letter, const House::Beside& beside) {
    try {
      auto session = house.cache<Engine>().session(r.target.at, r.target.name, role);
      send(house, session->principal, to, r, as_dead_letter, beside);
      return true;
    } catch (const ApiError& e) {
      base::log_error("lambda: the end of an event of " + r.arn + " could not be told to " + to + ": " + e.code + ": " + e.message);
      return false;
    }
  };
  bool ended = false;
  if (!dead_letters.empty()) ended = tell(dead_letters, true, destination.empty() ? done : House::Beside()) && destination.empty();
  if (!destination.empty()) ended = tell(destination, false, done);
  if (!ended) house.note(done);
}

}  // namespace lambda
