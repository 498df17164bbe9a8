// Custom resources: somebody's own function or topic does the work, and answers at an address given to it.
#include "services/cloudformation/responses.h"

#include "base/arn.h"
#include "services/cloudformation/resources/common.h"
#include "services/lambda/api_invoke.h"
#include "services/sns/api.h"

namespace cloudformation::resources {
namespace {

constexpr std::int64_t kHour = 3600;

// Functions are given all scalars as strings.
Value as_strings(const Value& v) {
  if (v.is_list()) {
    Value out = Value::list();
    for (auto& item : v.items) out.push(as_strings(item));
    return out;
  }
  if (v.is_map()) {
    Value out = Value::map();
    for (auto& [name, value] : v.members) if (!value.is_null()) out.set(name, as_strings(value));
    return out;
  }
  return Value(v.text);
}

std::int64_t seconds_of(const Resource& r) {
  const std::int64_t n = std::atoll(text_of(r, "ServiceTimeout", "3600").c_str());
  return n >= 1 && n <= kHour ? n : kHour;
}

std::string request(const Acting& a, const Resource& r, std::string_view kind, const Resource* before) {
  Value q = Value::map();
  q.set("RequestType", Value(kind));
  q.set("ServiceToken", Value(text_of(r, "ServiceToken")));
  q.set("ResponseURL", Value(response_address(a.house(), a.region(), r.stack_id, r.logical_id, r.token, r.begun.plus_seconds(std::max<std::int64_t>(2 * kHour, seconds_of(r))))));
  q.set("StackId", Value(r.stack_id));
  q.set("RequestId", Value(r.token));
  q.set("LogicalResourceId", Value(r.logical_id));
  if (kind != "Create") q.set("PhysicalResourceId", Value(r.physical_id));
  q.set("ResourceType", Value(r.type));
  q.set("ResourceProperties", as_strings(r.properties));
  if (before) q.set("OldResourceProperties", as_strings(before->properties));
  return language::to_json(q);
}

// The one call; in its commit the row learns that it was made.
void send(Acting& a, const Resource& r, const std::string& text, const std::string& physical) {
  const std::string token = text_of(r, "ServiceToken");
  auto arn = base::parse_arn(token);
  if (arn && arn->service == "lambda") {
    lambda::Invoke q;
    q.functionName = token;
    q.invocationType = "Event";
    q.payload.emplace();
    q.payload->bytes = text;
    a.make(q, [&](auto&) { return physical; }, arn->region);
  } else if (arn && arn->service == "sns") {
    sns::Publish q;
    q.topicArn = token;
    q.subject.emplace("AWS CloudFormation custom resource request");
    static_cast<std::string&>(q.message) = text;
    a.make(q, [&](auto&) { return physical; }, arn->region);
  } else {
    throw ApiError{std::string(kInvalidProperties), 400, "Invalid service token."};
  }
}

void make(Acting& a, const Resource& r) { send(a, r, request(a, r, "Create", nullptr), r.name); }
void settle(Acting&, Resource&) {}
void update(Acting& a, Resource& wanted, const Resource& before) {
  if (text_of(wanted, "ServiceToken") != text_of(before, "ServiceToken")) throw ApiError{std::string(kInvalidProperties), 400, "Modifying service token is not allowed."};
  send(a, wanted, request(a, wanted, "Update", &before), wanted.physical_id);
}
void remove(Acting& a, const Resource& r) { send(a, r, request(a, r, "Delete", nullptr), r.physical_id); }

Progress check(Acting& a, Resource& r) {
  for (auto& [name, answer] : signals_of(a.house(), r.stack_id, r.logical_id, {})) {
    if (name != r.token) continue;
    if (!answer.physical.empty()) r.physical_id = answer.physical;
    if (answer.status != "SUCCESS")
      throw ApiError{std::string(kInvalidProperties), 400,
                     "Received response status [FAILED] from custom resource. Message returned: " + answer.reason + " (RequestId: " + r.token + ")"};
    if (!answer.data.empty()) {
      Value data = language::from_json(data_of(a.house(), answer, r.stack_id, r.logical_id));
      r.attributes = data.is_map() ? std::move(data) : Value::map();
    }
    return {};
  }
  const base::Time end = r.begun.plus_seconds(seconds_of(r));
  if (a.now() >= end)
    throw ApiError{std::string(kInvalidProperties), 400,
                   "CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [" + r.token +
                       "]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version."};
  return {.done = false, .again = end};
}

// ---- AWS::CloudFormation::WaitCondition and its handle

void make_handle(Acting& a, const Resource& r) {
  constexpr std::int64_t kValid = 12 * kHour;
  a.keep(response_address(a.house(), a.region(), r.stack_id, r.logical_id, {}, r.begun.plus_seconds(kValid)));
}
void make_condition(Acting& a, const Resource& r) { a.keep(arn(a, "cloudformation", r.stack_id.substr(r.stack_id.find(":stack/") + 1) + "/" + r.logical_id)); }
void remove_nothing(Acting&, const Resource&) {}

Progress check_condition(Acting& a, Resource& r) {
  const std::string handle = text_of(r, "Handle");
  if (handle.empty()) return {};                 // its CreationPolicy says what it waits for
  auto to = addressee_of(handle);
  if (!to) throw ApiError{std::string(kInvalidProperties), 400, "The Handle of a wait condition must refer to an AWS::CloudFormation::WaitConditionHandle."};
  const std::int64_t wanted = std::atoll(text_of(r, "Count", "1").c_str());
  std::int64_t received = 0;
  Value data = Value::map();
  for (auto& [name, signal] : signals_of(a.house(), to->stack_arn, to->logical, {})) {
    if (signal.status != "SUCCESS")
      throw ApiError{std::string(kInvalidProperties), 400, "WaitCondition received failed message: '" + signal.reason + "' for uniqueId: " + name};
    ++received;
    std::string text = signal.data.empty() ? "" : data_of(a.house(), signal, to->stack_arn, to->logical);
    Value v = text.empty() ? Value("") : language::from_json(text);
    data.set(name, v.is_scalar() ? Value(v.text) : Value(text));
  }
  if (received >= wanted) {
    r.attributes = Value::map();
    set(r, "Data", language::to_json(data));
    return {};
  }
  const base::Time end = r.begun.plus_seconds(std::clamp<std::int64_t>(std::atoll(text_of(r, "Timeout", "43200").c_str()), 1, 12 * kHour));
  if (a.now() >= end)
    throw ApiError{std::string(kInvalidProperties), 400,
                   "WaitCondition timed out. Received " + std::to_string(received) + " conditions when expecting " + std::to_string(wanted)};
  return {.done = false, .again = end};
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::CloudFormation::CustomResource", .properties = properties<"ServiceToken*~ ServiceTimeout">, .attributes = names<"*">,
     .make = make, .settle = settle, .update = update, .remove = remove, .check = check, .removed_with_check = true},
    {.name = "AWS::CloudFormation::WaitConditionHandle", .properties = {}, .attributes = {}, .make = make_handle, .settle = settle, .update = nullptr, .remove = remove_nothing},
    {.name = "AWS::CloudFormation::WaitCondition", .properties = properties<"Count~ Handle~ Timeout~">, .attributes = names<"Data">,
     .make = make_condition, .settle = settle, .update = nullptr, .remove = remove_nothing, .check = check_condition},
};

}  // namespace

Types custom_types() { return kTypes; }

}  // namespace cloudformation::resources
