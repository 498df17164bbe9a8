#include "services/lambda/settings.h"

#include "base/arn.h"
#include "service/system_tags.h"
#include "services/lambda/functions.h"

namespace lambda {
namespace {

constexpr std::size_t kMostTags = 50;

// Tags are a function's; its versions and aliases have none of their own.
Target tagged(const std::string& arn, const Call& call) {
  auto parsed = base::parse_arn(arn);
  if (!parsed || !parsed->resource.starts_with("function:")) throw not_found("The resource you requested does not exist.");
  Target t = target_of(arn, {}, call);
  if (!t.qualifier.empty()) throw invalid("Tags on function aliases and versions are not supported. Please specify a function ARN.");
  return t;
}

void put_function(Call& call, const Function& f) { call.in(kFunctions).put(f.name, f); }

// The row an event configuration is kept at.
std::string key_of(const Target& t) { return store::joined(t.name, t.qualifier.empty() ? "$LATEST" : t.qualifier); }

FunctionEventInvokeConfig shown(const EventSettings& s, const Target& t, const Call& call) {
  FunctionEventInvokeConfig out;
  out.lastModified = s.modified;
  out.functionArn = function_arn(call.house(), t.at, t.name, t.qualifier.empty() ? "$LATEST" : t.qualifier);
  out.maximumRetryAttempts = s.retries;
  out.maximumEventAgeInSeconds = s.age_seconds;
  auto& d = out.destinationConfig.emplace();
  d.onSuccess.emplace();
  d.onFailure.emplace();
  if (!s.on_success.empty()) d.onSuccess->destination = s.on_success;
  if (!s.on_failure.empty()) d.onFailure->destination = s.on_failure;
  return out;
}

std::string destination(const std::optional<std::string>& given) {
  if (!given || given->empty()) return {};
  auto arn = base::parse_arn(*given);
  const bool known = arn && (arn->service == "sqs" || arn->service == "sns" || arn->service == "lambda" || arn->service == "events");
  if (!known) throw invalid("The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=" + *given + ")) is invalid.");
  return *given;
}

template <class Q> void apply(const Q& q, EventSettings& s) {
  if (q.maximumRetryAttempts) s.retries = q.maximumRetryAttempts->value;
  if (q.maximumEventAgeInSeconds) s.age_seconds = q.maximumEventAgeInSeconds->value;
  if (!q.destinationConfig) return;
  if (auto& d = q.destinationConfig->onSuccess) s.on_success = destination(d->destination ? std::optional<std::string>(*d->destination) : std::nullopt);
  if (auto& d = q.destinationConfig->onFailure) s.on_failure = destination(d->destination ? std::optional<std::string>(*d->destination) : std::nullopt);
}

EventSettings existing(const Target& t, const Call& call) {
  auto s = call.elsewhere(kEventSettings, t.at.account, t.at.region).get(key_of(t));
  if (!s) throw not_found("The function " + function_arn(call.house(), t.at, t.name, t.qualifier.empty() ? "$LATEST" : t.qualifier) + " doesn't have an EventInvokeConfig");
  return std::move(*s);
}

}  // namespace

Access to_tag(const TagResource& q, Call& call) {
  Access a = on_function("lambda:TagResource", tagged(q.resource, call), call);
  add_request_tags(a, q.tags);
  return a;
}
Access to_untag(const UntagResource& q, Call& call) {
  Access a = on_function("lambda:UntagResource", tagged(q.resource, call), call);
  a.keys.push_back({"aws:TagKeys", q.tagKeys});
  return a;
}
Access to_list_tags(const ListTags& q, Call& call) { return on_function("lambda:ListTags", tagged(q.resource, call), call); }

Nothing tag_resource(const TagResource& q, Call& call) {
  Target t = tagged(q.resource, call);
  check_own(t, call);
  Function f = function_at(call, t);
  for (auto& [key, value] : q.tags) {
    if (key.empty() || key.size() > 128 || value.size() > 256 || (key.starts_with("aws:") && !service::sets_system_tags(call)))
      throw invalid("The tag key or value is not valid: " + key.substr(0, 128));
    f.tags[key] = value;
  }
  if (f.tags.size() > kMostTags) throw invalid("The number of tags exceeds the limit of 50.");
  put_function(call, f);
  call.effects().status = 204;
  return {};
}

Nothing untag_resource(const UntagResource& q, Call& call) {
  Target t = tagged(q.resource, call);
  check_own(t, call);
  Function f = function_at(call, t);
  for (auto& key : q.tagKeys) f.tags.erase(key);
  put_function(call, f);
  call.effects().status = 204;
  return {};
}

ListTagsResponse list_tags(const ListTags& q, Call& call) { return {function_at(call, tagged(q.resource, call)).tags}; }

// ---- concurrency

Access to_put_concurrency(const PutFunctionConcurrency& q, Call& call) { return on_whole_function("lambda:PutFunctionConcurrency", unqualified(q.functionName, call), call); }
Access to_get_concurrency(const GetFunctionConcurrency& q, Call& call) { return on_whole_function("lambda:GetFunctionConcurrency", unqualified(q.functionName, call), call); }
Access to_delete_concurrency(const DeleteFunctionConcurrency& q, Call& call) {
  return on_whole_function("lambda:DeleteFunctionConcurrency", unqualified(q.functionName, call), call);
}

Concurrency put_function_concurrency(const PutFunctionConcurrency& q, Call& call) {
  Target t = unqualified(q.functionName, call);
  check_own(t, call);
  Function f = function_at(call, t);
  std::int64_t others = 0;
  call.in(kFunctions).each([&](std::string_view, const Function& other) { if (other.name != f.name) others += other.reserved.value_or(0); });
  if (kAccountConcurrency - others - q.reservedConcurrentExecutions.value < kUnreserved)
    throw invalid("Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [" +
                  std::to_string(kUnreserved) + "].");
  f.reserved = q.reservedConcurrentExecutions.value;
  put_function(call, f);
  return {f.reserved};
}

GetFunctionConcurrencyResponse get_function_concurrency(const GetFunctionConcurrency& q, Call& call) {
  return {function_at(call, unqualified(q.functionName, call)).reserved};
}

Nothing delete_function_concurrency(const DeleteFunctionConcurrency& q, Call& call) {
  Target t = unqualified(q.functionName, call);
  check_own(t, call);
  Function f = function_at(call, t);
  f.reserved.reset();
  put_function(call, f);
  call.effects().status = 204;
  return {};
}

// ---- recursive loops

Access to_put_recursion(const PutFunctionRecursionConfig& q, Call& call) { return on_whole_function("lambda:PutFunctionRecursionConfig", unqualified(q.functionName, call), call); }
Access to_get_recursion(const GetFunctionRecursionConfig& q, Call& call) { return on_whole_function("lambda:GetFunctionRecursionConfig", unqualified(q.functionName, call), call); }

RecursionConfig put_recursion(const PutFunctionRecursionConfig& q, Call& call) {
  Target t = unqualified(q.functionName, call);
  check_own(t, call);
  Function f = function_at(call, t);
  f.may_loop = q.recursiveLoop == "Allow";
  put_function(call, f);
  return {RecursiveLoop(q.recursiveLoop)};
}

RecursionConfig get_recursion(const GetFunctionRecursionConfig& q, Call& call) {
  return {RecursiveLoop(function_at(call, unqualified(q.functionName, call)).may_loop ? "Allow" : "Terminate")};
}

// ---- events

Access to_put_event_config(const PutFunctionEventInvokeConfig& q, Call& call) {
  return on_function("lambda:PutFunctionEventInvokeConfig", target_of(q.functionName, q.qualifier, call), call);
}
Access to_update_event_config(const UpdateFunctionEventInvokeConfig& q, Call& call) {
  return on_function("lambda:UpdateFunctionEventInvokeConfig", target_of(q.functionName, q.qualifier, call), call);
}
Access to_get_event_config(const GetFunctionEventInvokeConfig& q, Call& call) {
  return on_function("lambda:GetFunctionEventInvokeConfig", target_of(q.functionName, q.qualifier, call), call);
}
Access to_delete_event_config(const DeleteFunctionEventInvokeConfig& q, Call& call) {
  return on_function("lambda:DeleteFunctionEventInvokeConfig", target_of(q.functionName, q.qualifier, call), call);
}
Access to_list_event_configs(const ListFunctionEventInvokeConfigs& q, Call& call) {
  return on_whole_function("lambda:ListFunctionEventInvokeConfigs", unqualified(q.functionName, call), call);
}

FunctionEventInvokeConfig put_event_config(const PutFunctionEventInvokeConfig& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  check_own(t, call);
  version_at(call, t);
  EventSettings s;
  apply(q, s);
  s.modified = call.now();
  call.in(kEventSettings).put(key_of(t), s);
  return shown(s, t, call);
}

FunctionEventInvokeConfig update_event_config(const UpdateFunctionEventInvokeConfig& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  check_own(t, call);
  version_at(call, t);
  EventSettings s = existing(t, call);
  apply(q, s);
  s.modified = call.now();
  call.in(kEventSettings).put(key_of(t), s);
  return shown(s, t, call);
}

FunctionEventInvokeConfig get_event_config(const GetFunctionEventInvokeConfig& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  version_at(call, t);
  return shown(existing(t, call), t, call);
}

Nothing delete_event_config(const DeleteFunctionEventInvokeConfig& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  check_own(t, call);
  existing(t, call);
  call.in(kEventSettings).erase(key_of(t));
  call.effects().status = 204;
  return {};
}

ListFunctionEventInvokeConfigsResponse list_event_configs(const ListFunctionEventInvokeConfigs& q, Call& call) {
  Target t = unqualified(q.functionName, call);
  function_at(call, t);
  ListFunctionEventInvokeConfigsResponse out;
  auto& list = out.functionEventInvokeConfigs.emplace();
  const std::string begin = store::joined(t.name, "");
  out.nextMarker = page(call.elsewhere(kEventSettings, t.at.account, t.at.region), begin, q.marker, q.maxItems ? std::size_t(q.maxItems->value) : 50,
                        [&](std::string_view key, const EventSettings& s) {
                          list.push_back(shown(s, {t.at, t.name, std::string(key.substr(begin.size()))}, call));
                          return true;
                        });
  return out;
}

EventSettings event_settings(store::Txn& txn, const Target& t) {
  return store::Bound<EventSettings>(txn, kEventSettings, t.at.account, t.at.region).get(key_of(t)).value_or(EventSettings());
}

// ---- runtimes, code signing

Access to_get_runtime_management(const GetRuntimeManagementConfig& q, Call& call) {
  return on_function("lambda:GetRuntimeManagementConfig", target_of(q.functionName, q.qualifier, call), call);
}
Access to_get_code_signing(const GetFunctionCodeSigningConfig& q, Call& call) {
  return on_whole_function("lambda:GetFunctionCodeSigningConfig", unqualified(q.functionName, call), call);
}

// Interpreters are the machine's: they are what they are whenever a function starts.
GetRuntimeManagementConfigResponse get_runtime_management(const GetRuntimeManagementConfig& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  version_at(call, t);
  GetRuntimeManagementConfigResponse out;
  out.updateRuntimeOn = "Auto";
  out.functionArn = function_arn(call.house(), t.at, t.name, t.qualifier.empty() ? "$LATEST" : t.qualifier);
  return out;
}

// No function has one: the members would stand empty.
GetFunctionCodeSigningConfigResponse get_code_signing(const GetFunctionCodeSigningConfig& q, Call& call) {
  Function f = function_at(call, unqualified(q.functionName, call));
  return {"", f.name};
}

}  // namespace lambda
