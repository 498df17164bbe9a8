#include "services/secretsmanager/rotation.h"

#include "base/arn.h"
#include "base/log.h"
#include "services/events/schedule.h"
#include "services/lambda/api_invoke.h"
#include "services/secretsmanager/told.h"
#include "services/secretsmanager/versions.h"

namespace secretsmanager {
namespace {

constexpr std::string_view kHost = "secretsmanager.amazonaws.com", kStep = "secretsmanager.rotation_step", kStepEnded = "secretsmanager.rotation_step_ended";
constexpr std::array<std::string_view, 4> kSteps = {"createSecret", "setSecret", "testSecret", "finishSecret"};

// A trial is the one step testSecret, whose version goes again.
struct Step { std::string account, region, name, version; std::int64_t number = 0; bool trial = false; };
BOOST_DESCRIBE_STRUCT(Step, (), (account, region, name, version, number, trial))
constexpr std::int64_t kTest = 2;

std::optional<base::Time> next_time(const SecretRecord& s, base::Time now) {
  if (s.after_days) return now.plus_seconds(s.after_days * 86'400);
  auto schedule = s.schedule.empty() ? std::nullopt : events::Schedule::parse(s.schedule);
  return schedule ? schedule->next(now) : std::nullopt;
}

void plan(SecretRecord& s, base::Time now) { s.next_rotation = s.rotates ? next_time(s, now).value_or(base::Time{}) : base::Time{}; }

void put_step(store::Txn& txn, const Step& step, base::Time now) { service::put_outbox(txn, {std::string(kStep), shape::packed(step), now, 0}); }

void announce(store::Txn& txn, const Scope& at, SecretRecord& s, const std::string& version, base::Time now, bool trial) {
  s.stages[std::string(kPending)] = version;
  s.rotation = version;
  s.rotation_step = trial ? kTest : 0;
  put_step(txn, {at.account, at.region, s.name, version, s.rotation_step, trial}, now);
}

// Announces the version, and has the first step done.
void begin(House& house, store::Txn& txn, const Scope& at, SecretRecord& s, const std::string& version, base::Time now) {
  announce(txn, at, s, version, now, false);
  record_happening(txn, at, now, {"RotationStarted", secret_arn(house, at, s.name, s.suffix), ""});
}

std::optional<std::string> unfinished(const SecretRecord& s) {
  auto pending = s.stages.find(std::string(kPending)), current = s.stages.find(std::string(kCurrent));
  if (pending == s.stages.end() || (current != s.stages.end() && current->second == pending->second)) return {};
  return pending->second;
}

// Reads the secret that a step belongs to, and lets `edit` change it while its rotation is still that one.
template <class F> void change(House& house, store::Txn& txn, const Step& step, F edit) {
  store::Bound<SecretRecord> secrets(txn, kSecrets, step.account, step.region);
  auto before = secrets.get(step.name);
  if (!before || before->rotation != step.version || before->deletion.ms) return;
  SecretRecord after = *before;
  edit(after, secret_arn(house, {step.account, step.region}, after.name, after.suffix));
  save(txn, {step.account, step.region}, &*before, after);
}

void take_back(SecretRecord& s, const std::string& version) {
  if (auto pending = s.stages.find(std::string(kPending)); pending != s.stages.end() && pending->second == version) s.stages.erase(pending);
}

void fail(House& house, store::Txn& txn, const Step& step, const std::string& why) {
  change(house, txn, step, [&](SecretRecord& s, const std::string& arn) {
    s.rotation.clear();
    if (step.trial) take_back(s, step.version);
    record_happening(txn, {step.account, step.region}, house.clock.now(), {"RotationFailed", arn, ""});
    base::log_info("rotation of " + arn + " failed in " + std::string(kSteps[std::size_t(step.number)]) + (why.empty() ? "" : ": ") + why);
  });
}

std::string event_of(const Step& step, const std::string& arn) {
  std::string out;
  base::JsonWriter(out).open('{').key("Step").text(kSteps[std::size_t(step.number)]).key("SecretId").text(arn).key("ClientRequestToken").text(step.version)
      .key("RotationToken").text(base::uuid()).close('}');
  return out;
}

lambda::Invoke invocation(const std::string& function) {
  lambda::Invoke out;
  out.functionName = function;
  out.invocationType = "Event";
  return out;
}

void run_step(House& house, const std::string& payload) {
  auto step = shape::unpacked<Step>(payload);
  if (!step || std::size_t(step->number) >= kSteps.size()) return;
  Scope at{step->account, step->region};
  std::optional<SecretRecord> s;
  {
    store::Txn txn = house.store.read();
    s = store::Bound<SecretRecord>(txn, kSecrets, at.account, at.region).get(step->name);
  }
  if (!s || s->rotation != step->version || s->rotation_step > step->number || s->deletion.ms) return;      // ended, or begun before
  const std::string arn = secret_arn(house, at, s->name, s->suffix);
  auto invoke = invocation(s->lambda);
  invoke.payload = Secret<Blob>(Blob{event_of(*step, arn)});
  invoke.afterwards = lambda::Afterwards{std::string(kStepEnded), payload};
  auto begun = [&](store::Txn& txn, const void*) { change(house, txn, *step, [&](SecretRecord& r, const std::string&) { r.rotation_step = step->number + 1; }); };
  try {
    house.act(lambda::Invoke::operation, &invoke, service::service_principal(kHost, arn, at.account), at, {}, begun);
  } catch (const ApiError& e) {
    if (e.status >= 500 || e.status == 429 || e.code == "ResourceConflictException") throw;      // later it may: the function is being made
    house.note([&](store::Txn& txn) { fail(house, txn, *step, e.message); });
  }
}

// The last step is to have moved AWSCURRENT to the new version.
void finish(House& house, store::Txn& txn, const Step& step) {
  bool moved = false;
  change(house, txn, step, [&](SecretRecord& s, const std::string& arn) {
    auto current = s.stages.find(std::string(kCurrent));
    moved = current != s.stages.end() && current->second == step.version;
    if (!moved) return;
    take_back(s, step.version);
    s.rotation.clear();
    s.rotated = s.changed = house.clock.now();
    plan(s, s.rotated);
    record_happening(txn, {step.account, step.region}, s.rotated, {"RotationSucceeded", arn, ""});
  });
  if (!moved) fail(house, txn, step, "AWSCURRENT is not the version that was rotated to");
}

void end_step(House& house, const std::string& payload) {
  auto end = shape::unpacked<lambda::InvocationEnd>(payload);
  auto step = end ? shape::unpacked<Step>(end->about) : std::nullopt;
  if (!step) return;
  house.note([&](store::Txn& txn) {
    auto s = store::Bound<SecretRecord>(txn, kSecrets, step->account, step->region).get(step->name);
    if (!s || s->rotation != step->version || s->rotation_step != step->number + 1) return;      // told before
    if (!end->refused.empty() || !end->function_error.empty())
      return fail(house, txn, *step, end->refused.empty() ? end->function_error : end->refused);
    if (step->trial)
      return change(house, txn, *step, [&](SecretRecord& r, const std::string&) { take_back(r, step->version); r.rotation.clear(); });
    if (std::size_t(step->number) + 1 == kSteps.size()) return finish(house, txn, *step);
    ++step->number;
    put_step(txn, *step, house.clock.now());
  });
}

// What a request says of the schedule, taken over into the record.
void take_rules(const RotationRules& rules, SecretRecord& s) {
  if (rules.automaticallyAfterDays && rules.scheduleExpression)
    throw invalid_parameter("You can't specify both AutomaticallyAfterDays and ScheduleExpression.");
  if (rules.scheduleExpression && !events::Schedule::parse(*rules.scheduleExpression))
    throw invalid_parameter("Invalid ScheduleExpression: " + *rules.scheduleExpression);
  if (rules.automaticallyAfterDays || rules.scheduleExpression) {
    s.after_days = rules.automaticallyAfterDays ? rules.automaticallyAfterDays->value : 0;
    s.schedule = rules.scheduleExpression ? std::string(*rules.scheduleExpression) : "";
  }
  if (rules.duration) s.duration = *rules.duration;
}

void check_function(Call& call, const Found& s) {
  auto arn = base::parse_arn(s.record.lambda);
  if (!arn || arn->service != "lambda" || !arn->resource.starts_with("function:"))
    throw invalid_parameter("Invalid Lambda function ARN: " + s.record.lambda);
  if (!call.house().find(lambda::Invoke::operation).operation)
    throw invalid_request("Lambda is not part of this server: the secret can't be rotated.");
  if (!call.as(service::service_principal(kHost, s.arn, s.at.account)).may(invocation(s.record.lambda)))
    throw ApiError{"AccessDeniedException", 400, "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com."};
}

}  // namespace

std::vector<Access> to_rotate_secret(const RotateSecret& q, Call& call) {
  ConditionKeys keys;
  if (q.rotationLambdaARN) keys.push_back({"secretsmanager:RotationLambdaARN", {*q.rotationLambdaARN}});
  keys.push_back({"secretsmanager:ModifyRotationRules", {q.rotationRules ? "true" : "false"}});
  keys.push_back({"secretsmanager:RotateImmediately", {q.rotateImmediately.value_or(true) ? "true" : "false"}});
  std::vector<Access> out;
  out.push_back(to_secret("secretsmanager:RotateSecret", q.secretId, call, std::move(keys)));
  const std::string function = q.rotationLambdaARN ? std::string(*q.rotationLambdaARN) : find(call, q.secretId).record.lambda;
  auto arn = base::parse_arn(function);
  if (arn && arn->account == call.caller().account()) out.push_back({.action = "lambda:InvokeFunction", .resource = function, .recorded = false});
  return out;
}

NamedVersion rotate_secret(const RotateSecret& q, Call& call) {
  if (q.externalSecretRotationMetadata || q.externalSecretRotationRoleArn)
    throw invalid_parameter("Managed external secrets are not part of this server.");
  Found s = changeable(call, q.secretId);
  if (q.rotationLambdaARN && !q.rotationLambdaARN->empty()) s.record.lambda = *q.rotationLambdaARN;
  if (s.record.lambda.empty()) throw invalid_request("No Lambda rotation function ARN is associated with this secret.");
  if (q.rotationRules) take_rules(*q.rotationRules, s.record);
  check_function(call, s);
  const std::string version = version_id(q.clientRequestToken);
  const bool now = q.rotateImmediately.value_or(true);
  if (unfinished(s.record)) {
    if (s.record.rotation == version) return {s.arn, s.record.name, version};
    throw invalid_request("A previous rotation isn't complete. That rotation will be reattempted.");
  }
  if (!stages_of(s.record, version).empty()) throw invalid_parameter("Version " + version + " already exists.");
  s.record.rotates = true;
  plan(s.record, call.now());
  if (now) begin(call.house(), call.txn(), s.at, s.record, version, call.now());
  else announce(call.txn(), s.at, s.record, version, call.now(), true);
  put(call, s);
  NamedVersion out{s.arn, s.record.name, {}};
  if (now) out.versionId = version;
  return out;
}

Access to_cancel_rotate_secret(const CancelRotateSecret& q, Call& call) {
  return to_secret("secretsmanager:CancelRotateSecret", q.secretId, call);
}

NamedVersion cancel_rotate_secret(const CancelRotateSecret& q, Call& call) {
  Found s = changeable(call, q.secretId);
  NamedVersion out{s.arn, s.record.name, {}};
  if (!s.record.rotation.empty()) out.versionId = s.record.rotation;
  s.record.rotates = false;
  s.record.rotation.clear();
  s.record.next_rotation = {};
  put(call, s);
  return out;
}

void abandon_rotation(Call& call, Found& s, const std::string& version, const std::vector<std::string>& stages) {
  if (s.record.rotation.empty() || s.record.rotation == version || std::find(stages.begin(), stages.end(), kCurrent) == stages.end()) return;
  s.record.stages.erase(std::string(kPending));
  s.record.rotation.clear();
  record_happening(call.txn(), s.at, call.now(), {"RotationAbandoned", s.arn, ""});
}

void begin_due_rotation(House& house, store::Txn& txn, const Scope& at, SecretRecord& s, base::Time now) {
  plan(s, now);
  if (s.rotation.empty()) begin(house, txn, at, s, unfinished(s).value_or(base::uuid()), now);
}

std::vector<service::OutboxHandler> rotation_handlers() { return {{kStep, run_step}, {kStepEnded, end_step}}; }

}  // namespace secretsmanager
