#include "services/lambda/invoke.h"

#include <random>

#include "base/json.h"
#include "service/traces.h"
#include "services/lambda/engine.h"
#include "services/lambda/lineage.h"
#include "services/lambda/queue.h"

namespace lambda {
namespace {

constexpr std::size_t kMostPayload = 6'291'456, kMostEvent = 1'048'576, kMostAnswer = 6'291'556;      // bytes. Lambda quotas
constexpr std::int64_t kLongest = 1200;          // seconds a request may wait: the longest time-out and what comes before it

ApiError too_large(std::size_t most) {
  return {"RequestTooLargeException", 413, "Request must be smaller than " + std::to_string(most) + " bytes for the InvokeFunction operation"};
}

ApiError in_a_loop() {
  return {"RecursiveInvocationException", 400,
          "Lambda has detected your function being invoked in a recursive loop with other AWS resources and stopped your function's invocation.", {}, {{"Type", "User"}}};
}

std::string payload_of(const Invoke& q, std::size_t most) {
  std::string text = q.payload ? q.payload->bytes : "";
  if (text.size() > most) throw too_large(most);
  if (base::trim(text).empty()) return "{}";
  if (!base::is_utf8(text) || !base::parse_json(text)) throw ApiError{"InvalidRequestContentException", 400, "Could not parse request body into json: The payload is not valid JSON."};
  return text;
}

std::string client_context(const Invoke& q) {
  if (!q.clientContext || q.clientContext->empty()) return {};
  auto json = base::unbase64(*q.clientContext);
  if (!json || json->size() > 3583 || !base::parse_json(*json))
    throw ApiError{"InvalidRequestContentException", 400, "Client context must be a valid Base64-encoded JSON object."};
  return std::move(*json);
}

void refuse_what_is_not_built(const Invoke& q) {
  if (q.durableExecutionName) throw not_supported("DurableExecutionName");
  if (q.tenantId) throw not_supported("TenantId");
}

bool waits(const Invoke& q) { return !q.invocationType || *q.invocationType == "RequestResponse"; }

// Begins the invocation; what stands against it is kept for the handler to say.
std::shared_ptr<Running> begin(const Invoke& q, Call& call) {
  auto running = std::make_shared<Running>();
  running->request_id = base::uuid();
  running->begun = base::HostClock{}.now();
  try {
    refuse_what_is_not_built(q);
    Target t = target_of(q.functionName, q.qualifier, call);
    Version v = chosen_version(call.house(), call.txn(), t);
    const Function f = function_at(call, t);
    const std::string whole = function_arn(call.house(), t.at, t.name);
    Turn turn = next_turn(service::trace_of(q.trace, call), whole, call.now());
    if (turn.count > kMostTurns && !f.may_loop) throw in_a_loop();
    Engine::Job job{v, t.at, arn_of(call.house(), t), {running->request_id, payload_of(q, kMostPayload), client_context(q), std::move(turn.trace)}};
    running->version = v.version;
    auto& engine = call.house().cache<Engine>();
    if (!engine.enter(whole, f.reserved)) throw throttled();
    engine.invoke(std::move(job), [running, &engine, whole](runtime::Outcome outcome) {
      engine.leave(whole);
      std::lock_guard lock(running->mutex);
      running->outcome = std::move(outcome);
    });
  } catch (const ApiError& e) {
    running->refusal = e;
  }
  return running;
}

InvocationResponse answer_of(const Running& running, const runtime::Outcome& o, bool tail) {
  if (o.refused) throw ApiError{"ServiceException", 500, "The function could not be started: " + *o.refused};
  InvocationResponse out;
  out.executedVersion = running.version;
  out.payload.emplace().bytes = o.payload;
  if (o.function_error) out.functionError = o.error_kind;
  if (o.payload.size() > kMostAnswer) {
    out.functionError = "Unhandled";
    out.payload->bytes = R"({"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"})";
  }
  if (tail) out.logResult = base::base64(o.log_tail);
  return out;
}

InvocationResponse finished(const Invoke& q, Call& call) {
  if (!q.running) throw ApiError{"ServiceException", 500, "Calls between services invoke functions with the type Event."};
  Running& running = *q.running;
  call.set_request_id(running.request_id);
  if (running.refusal) throw *running.refusal;
  std::lock_guard lock(running.mutex);
  if (!running.outcome) throw ApiError{"ServiceException", 503, "The function was still running when the server ended its request."};
  return answer_of(running, *running.outcome, q.logType == "Tail");
}

}  // namespace

ApiError throttled() { return {"TooManyRequestsException", 429, "Rate Exceeded.", {}, {{"Reason", "ReservedFunctionConcurrentInvocationLimitExceeded"}, {"Type", "User"}}}; }

Version chosen_version(House& house, store::Txn& txn, const Target& t) {
  Target at = t;
  if (!t.qualifier.empty() && t.qualifier != "$LATEST" && !is_number(t.qualifier)) {
    auto alias = store::Bound<AliasRecord>(txn, kAliases, t.at.account, t.at.region).get(store::joined(t.name, t.qualifier));
    if (!alias) throw not_found("Cannot find alias arn: " + arn_of(house, t));
    at.qualifier = alias->version;
    thread_local std::mt19937_64 dice{std::random_device{}()};
    for (auto& [version, weight] : alias->weights)
      if (std::uniform_real_distribution<double>(0.0, 1.0)(dice) < weight) at.qualifier = version;
  }
  auto v = find_version(txn, at);
  if (!v) throw not_found("Function not found: " + arn_of(house, t));
  if (v->state == "Pending" || v->state == "Failed")
    throw conflict("The operation cannot be performed at this time. The function is currently in the following state: " + v->state);
  return std::move(*v);
}

// Who was let through when the invocation began is not asked again: it has happened.
std::vector<Access> to_invoke(const Invoke& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  Access access = on_function("lambda:InvokeFunction", t, call);
  Access listed{.action = "", .resource = function_arn(call.house(), t.at, t.name), .owner = t.at.account, .type = "AWS::Lambda::Function"};
  if (q.running) return {std::move(listed)};
  return {std::move(access), std::move(listed)};
}

// Looked at again after a share of the time it has taken so far: soon for the short ones.
std::optional<service::Patience> await_outcome(const Invoke& q, Call& call) {
  if (!waits(q)) return {};
  if (!q.running) q.running = begin(q, call);
  if (q.running->refusal) return {};
  {
    std::lock_guard lock(q.running->mutex);
    if (q.running->outcome) return {};
  }
  const std::int64_t taken = base::HostClock{}.now().ms - q.running->begun.ms;
  return service::Patience{kLongest, base::Time{call.now().ms + taken / 32}};
}

InvocationResponse invoke(const Invoke& q, Call& call) {
  if (waits(q)) return finished(q, call);
  refuse_what_is_not_built(q);
  Target t = target_of(q.functionName, q.qualifier, call);
  chosen_version(call.house(), call.txn(), t);
  if (*q.invocationType == "DryRun") {
    call.effects().status = 204;
    return {};
  }
  enqueue(call, t, payload_of(q, kMostEvent), q.afterwards, service::trace_of(q.trace, call));
  call.effects().status = 202;
  return {};
}

Access to_invoke_async(const InvokeAsync& q, Call& call) { return on_function("lambda:InvokeFunction", target_of(q.functionName, {}, call), call); }

InvokeAsyncResponse invoke_async(const InvokeAsync& q, Call& call) {
  Target t = target_of(q.functionName, {}, call);
  chosen_version(call.house(), call.txn(), t);
  Invoke like;
  like.payload = q.invokeArgs;
  enqueue(call, t, payload_of(like, kMostEvent), {}, service::trace_of({}, call));
  call.effects().status = 202;
  return {};
}

void tell_version(Call& call, const service::Operation& operation, const void* request, const void*, std::string& json) {
  if (operation.name != "Invoke" || !request) return;
  auto& q = *static_cast<const Invoke*>(request);
  try {
    Target t = target_of(q.functionName, q.qualifier, call);
    std::string version = q.running ? q.running->version : "";
    if (version.empty()) {
      auto v = find_version(call.txn(), t);
      if (!v) return;
      version = v->version;
    }
    base::JsonWriter(json).open('{').key("functionVersion").text(function_arn(call.house(), t.at, t.name, version)).close('}');
  } catch (const ApiError&) {}       // the name was none: the call says so
}

}  // namespace lambda
