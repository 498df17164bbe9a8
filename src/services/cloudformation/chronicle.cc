#include "services/cloudformation/chronicle.h"

#include "base/log.h"
#include "service/outbox.h"
#include "services/cloudformation/acting.h"
#include "services/cloudformation/resources/type.h"
#include "services/sns/api.h"

namespace cloudformation {
namespace {

// Counted down, so that the newest comes first in the order of keys. Versions grow with commits; within one the serial counts.
std::string event_key(store::Txn& txn) {
  static std::atomic<std::uint64_t> serial{0};
  char text[48];
  std::snprintf(text, sizeof text, "%020llu%020llu", static_cast<unsigned long long>(UINT64_MAX - txn.version()),
                static_cast<unsigned long long>(UINT64_MAX - ++serial));
  return text;
}

void put_event(House& house, store::Txn& txn, const Place& place, const StackRecord& stack, EventRecord e) {
  e.time = house.clock.now();
  e.token = stack.token;
  const std::string key = event_key(txn);
  at(txn, kEvents, place).put(store::joined(stack.id, key), e);
  base::log_info("stack " + stack.name + " (" + place.account + ", " + place.region + ") " + e.logical + " " + e.type + " " + e.status + (e.reason.empty() ? "" : ": " + e.reason));
  if (!stack.topics.empty())
    service::put_outbox(txn, {std::string(kNotice), store::joined(place.account, place.region, store::joined(stack.id, key)), e.time, 0});
}

std::string_view kind_of(const ApiError& e) {
  auto has = [&](std::string_view word) { return e.code.find(word) != e.code.npos; };
  if (e.record_code == "AccessDenied" || has("AccessDenied") || has("AuthorizationError") || has("UnauthorizedOperation")) return "AccessDenied";
  if (has("AlreadyExists") || has("AlreadyOwned") || has("NameExists") || has("ResourceExists") || has("ResourceConflict")) return "AlreadyExists";
  if (has("NotFound") || has("NoSuch") || has("NonExistent") || has("DoesNotExist")) return "NotFound";
  if (has("LimitExceeded") || has("TooMany")) return "ServiceLimitExceeded";
  if (has("Throttl")) return "Throttling";
  return e.status >= 500 ? "ServiceInternalError" : "InvalidRequest";
}

std::string in_quotes(const std::string& text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? '"' : c;
  return out + "'\n";
}

}  // namespace

void set_status(House& house, store::Txn& txn, const Place& place, StackRecord& stack, std::string_view status, std::string_view reason) {
  stack.status = status;
  stack.reason = reason;
  at(txn, kStacks, place).put(stack.id, stack);
  put_event(house, txn, place, stack, {.id = base::uuid(), .logical = stack.name, .physical = stack.arn, .type = std::string(kStackType), .status = stack.status, .reason = stack.reason,
                                       .properties = {}, .token = {}, .time = {}});
}

void tell(House& house, store::Txn& txn, const Place& place, const StackRecord& stack, const ResourceRecord& r, std::string_view status, std::string_view reason) {
  const std::string id = r.logical + "-" + std::string(status) + "-" + base::iso_millis(house.clock.now());
  put_event(house, txn, place, stack, {.id = id, .logical = r.logical, .physical = r.physical, .type = r.type, .status = std::string(status), .reason = std::string(reason),
                                       .properties = r.shown, .token = {}, .time = {}});
}

void set_status(House& house, store::Txn& txn, const Place& place, const StackRecord& stack, ResourceRecord& r, std::string_view status, std::string_view reason) {
  r.status = status;
  r.reason = reason;
  r.updated = house.clock.now();
  at(txn, kResources, place).put(store::joined(stack.id, r.logical), r);
  tell(house, txn, place, stack, r, status, reason);
}

std::string reason_of(const ApiError& e, std::string_view operation, std::string_view token) {
  if (e.code == kInvalidProperties) return e.message;
  std::string service(operation.substr(0, operation.find(':')));
  if (!service.empty()) service[0] = char(std::toupper(static_cast<unsigned char>(service[0])));
  std::string out = "Resource handler returned message: \"" + e.message;
  if (!service.empty()) out += " (Service: " + service + ", Status Code: " + std::to_string(e.status) + ")";
  return out + "\" (RequestToken: " + std::string(token) + ", HandlerErrorCode: " + std::string(kind_of(e)) + ")";
}

// The message has a line for each member, its value in single quotes.
void send_notice(House& house, const std::string& payload) {
  std::vector<std::string> part;
  for (std::size_t from = 0;;) {
    auto end = payload.find('\0', from);
    part.push_back(payload.substr(from, end == payload.npos ? end : end - from));
    if (end == payload.npos) break;
    from = end + 1;
  }
  if (part.size() != 4) return;
  const Place place{part[0], part[1], part[2]};
  std::optional<StackRecord> stack;
  std::optional<EventRecord> e;
  {
    store::Txn txn = house.store.read();
    stack = at(txn, kStacks, place).get(place.stack);
    e = at(txn, kEvents, place).get(store::joined(place.stack, part[3]));
  }
  if (!stack || !e) return;
  sns::Publish publish;
  std::string text = "StackId=" + in_quotes(stack->arn) + "Timestamp=" + in_quotes(base::iso_millis(e->time)) + "EventId=" + in_quotes(e->id) + "LogicalResourceId=" + in_quotes(e->logical) +
                     "Namespace=" + in_quotes(place.account) + "PhysicalResourceId=" + in_quotes(e->physical);
  text += "PrincipalId=" + in_quotes(stack->principal.principal_id) + "ResourceProperties=" + in_quotes(e->properties.empty() ? "null" : e->properties) + "ResourceStatus=" + in_quotes(e->status) +
          "ResourceStatusReason=" + in_quotes(e->reason) + "ResourceType=" + in_quotes(e->type) + "StackName=" + in_quotes(stack->name) + "ClientRequestToken=" + in_quotes(e->token.empty() ? "null" : e->token);
  static_cast<std::string&>(publish.message) = std::move(text);
  publish.subject.emplace("AWS CloudFormation Notification");
  for (auto& arn : stack->topics) {
    publish.topicArn = arn;
    try {
      auto hands = hands_of(house, place, *stack);
      house.act(sns::Publish::operation, &publish, hands.principal, place.scope(), hands.via);
    } catch (const ApiError& error) {
      base::log_error("notice of stack " + stack->name + " to " + arn + ": " + error.code + ": " + error.message);
    }
  }
}

}  // namespace cloudformation
