#include "services/events/send.h"

#include "base/crypto.h"
#include "base/bytes.h"
#include "base/json.h"
#include "service/in_turn.h"
#include "services/lambda/api.h"
#include "services/logs/api.h"
#include "services/sns/api.h"
#include "services/sqs/api.h"

namespace events {

using service::ApiError, service::House, service::PrincipalPtr, service::Scope;
using Beside = House::Beside;

namespace {

// The account acted in is that of a caller who has one, and the resource's for a service.
Scope scope_of(const PrincipalPtr& who, const Destination& to) {
  return {who->who == service::Who::service ? to.account : who->account(), to.region};
}

void to_queue(House& house, const PrincipalPtr& who, const Errand& e, const Beside& beside) {
  sqs::SendMessage send;
  send.queueUrl = sqs::url_of(e.to.region, e.to.account, e.to.name);
  send.messageBody = e.input;
  if (e.target.sqsParameters && e.target.sqsParameters->messageGroupId) send.messageGroupId = *e.target.sqsParameters->messageGroupId;
  service::act_in_turn(house, who, scope_of(who, e.to), send, beside);
}

void to_topic(House& house, const PrincipalPtr& who, const Errand& e, const Beside& beside) {
  sns::Publish publish;
  publish.topicArn = e.target.arn;
  publish.message = e.input;
  service::act_in_turn(house, who, scope_of(who, e.to), publish, beside);
}

// The whole event, or what a template makes: {"timestamp": …, "message": …}.
logs::InputLogEvent log_event(const Errand& e) {
  logs::InputLogEvent out;
  std::string_view time;
  std::int64_t at = e.received.ms;
  if (auto event = base::parse_json(e.event); event && !event->at_key("time").get(time))
    if (auto parsed = base::parse_time(time)) at = parsed->ms;
  out.message = e.input;
  if (auto made = base::parse_json(e.input); made && made->is_object()) {
    base::JsonValue message;
    if (std::int64_t given = 0; !made->at_key("timestamp").get(given)) {
      at = given;
      std::string_view text;
      if (!made->at_key("message").get(message)) out.message = message.get(text) ? std::string(simdjson::minify(message)) : std::string(text);
    }
  }
  out.timestamp.value = at;
  return out;
}

// One stream for each target of each rule.
std::string stream_name(const Errand& e) {
  std::string h = base::hex(base::sha256(rule_arn(e.bus, e.delivery.rule) + "/" + e.target.id));
  return h.substr(0, 8) + "-" + h.substr(8, 4) + "-" + h.substr(12, 4) + "-" + h.substr(16, 4) + "-" + h.substr(20, 12);
}

void to_log_group(House& house, const PrincipalPtr& who, const Errand& e, const Beside& beside) {
  logs::PutLogEvents put;
  put.logGroupName = e.to.name;
  put.logStreamName = stream_name(e);
  put.logEvents.push_back(log_event(e));
  try {
    service::act_in_turn(house, who, scope_of(who, e.to), put, beside);
  } catch (const ApiError& fault) {
    if (fault.code != "ResourceNotFoundException" || fault.message.find("stream") == fault.message.npos) throw;
    logs::CreateLogStream make;
    make.logGroupName = e.to.name;
    make.logStreamName = put.logStreamName;
    house.act(who, scope_of(who, e.to), make);
    service::act_in_turn(house, who, scope_of(who, e.to), put, beside);
  }
}

void to_function(House& house, const PrincipalPtr& who, const Errand& e, const Beside& beside) {
  lambda::Invoke invoke;
  invoke.functionName = e.target.arn;
  invoke.invocationType = "Event";
  invoke.payload.emplace().bytes = e.input;
  service::act_in_turn(house, who, scope_of(who, e.to), invoke, beside);
}

// What the target's input would be changes nothing here: another bus gets the event itself.
void to_bus(House& house, const PrincipalPtr& who, const Errand& e, const Beside& beside) {
  if (e.delivery.forwarded) throw ApiError{"THIRD_ACCOUNT_HOP_DETECTED", 400, "An event that came from another event bus is not sent on to a third."};
  PutEvents put;
  put.entries.emplace_back();
  auto& entry = put.entries.back();
  std::string_view text;
  auto event = base::parse_json(e.event);
  if (event && !event->at_key("source").get(text)) entry.source = std::string(text);
  if (event && !event->at_key("detail-type").get(text)) entry.detailType = std::string(text);
  entry.eventBusName = e.target.arn;
  entry.forwarded = e.event;
  service::act_in_turn(house, who, {who->account(), e.to.region}, put, beside);
}

}  // namespace

void send(House& house, const Errand& e, const Beside& beside) {
  PrincipalPtr who = e.target.roleArn                ? under_role(house, e.bus, e.delivery.rule, *e.target.roleArn)
                     : e.to.kind == TargetKind::bus ? account_itself(e.bus.account)
                                                    : itself(e.bus, e.delivery.rule);
  switch (e.to.kind) {
    case TargetKind::queue: return to_queue(house, who, e, beside);
    case TargetKind::topic: return to_topic(house, who, e, beside);
    case TargetKind::log_group: return to_log_group(house, who, e, beside);
    case TargetKind::bus: return to_bus(house, who, e, beside);
    case TargetKind::function: return to_function(house, who, e, beside);
    case TargetKind::api_destination: break;
  }
  std::abort();
}

// Attributes: EventBridge User Guide, "Using dead-letter queues to process undelivered events".
void send_dead_letter(House& house, const Errand& e, const Failure& f, const Beside& beside) {
  auto to = destination(e.target.deadLetterConfig->arn.value_or(LongArn()));
  if (!to) throw ApiError{"NO_RESOURCE", 400, "There is no such dead-letter queue."};
  sqs::SendMessage send;
  send.queueUrl = sqs::url_of(to->region, to->account, to->name);
  send.messageBody = e.event;
  send.messageAttributes.emplace();
  auto attribute = [&](const char* name, std::string value) {
    if (value.empty()) return;
    sqs::AttributeValue v;
    v.stringValue = std::move(value);
    v.dataType = "String";
    (*send.messageAttributes)[name] = std::move(v);
  };
  attribute("RULE_ARN", rule_arn(e.bus, e.delivery.rule));
  attribute("TARGET_ARN", e.target.arn);
  attribute("ERROR_CODE", f.code);
  attribute("ERROR_MESSAGE", f.message);
  attribute("EXHAUSTED_RETRY_CONDITION", f.exhausted);
  attribute("RETRY_ATTEMPTS", std::to_string(e.delivery.attempts));
  service::act_in_turn(house, itself(e.bus, e.delivery.rule), {to->account, to->region}, send, beside);
}

}  // namespace events
