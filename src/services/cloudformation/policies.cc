#include "services/cloudformation/policies.h"

#include <re2/re2.h>

#include "base/arn.h"

namespace cloudformation {

using language::Fault, language::Value;

namespace {

constexpr std::int64_t kLongest = 12 * 3600;     // seconds a CreationPolicy may wait

std::int64_t seconds_of(const std::string& logical, const std::string& text) {
  static const re2::RE2 form("PT(?:(\\d{1,6})H)?(?:(\\d{1,6})M)?(?:(\\d{1,6})S)?");
  std::string hours, minutes, seconds;
  const bool read = text != "PT" && re2::RE2::FullMatch(text, form, &hours, &minutes, &seconds);
  const std::int64_t out = std::atoll(hours.c_str()) * 3600 + std::atoll(minutes.c_str()) * 60 + std::atoll(seconds.c_str());
  if (!read || out > kLongest)
    throw Fault{"Invalid Timeout " + text + " in the CreationPolicy of resource " + logical + ": it is told as PT#H#M#S, and is 12 hours at the most"};
  return out;
}

}  // namespace

AwaitedSignals awaited_signals(const std::string& logical, const Value& policy) {
  for (auto& [name, member] : policy.members)
    if (name != "ResourceSignal" && name != "AutoScalingCreationPolicy" && name != "StartFleet")
      throw Fault{"Unrecognized CreationPolicy member " + name + " of resource " + logical};
  const Value* signal = policy.find("ResourceSignal");
  if (!signal) return {};                        // the others are of groups and fleets
  for (auto& [name, member] : signal->members)
    if (name != "Count" && name != "Timeout") throw Fault{"Unrecognized ResourceSignal member " + name + " in the CreationPolicy of resource " + logical};
  const std::string count = signal->text_of("Count", "1");
  if (!re2::RE2::FullMatch(count, "\\d{1,9}")) throw Fault{"Invalid Count " + count + " in the CreationPolicy of resource " + logical};
  return {std::atoll(count.c_str()), seconds_of(logical, signal->text_of("Timeout", "PT5M"))};
}

void check_policies(const Blueprint& b) {
  if (!b.form.hooks.members.empty()) throw invalid("Template format error: Hooks are carried out by CodeDeploy, which is not part of this server.");
  for (auto& id : b.order) {
    auto& r = *b.form.resource(id);
    if (const Value v = language::evaluate_plainly(r.creation_policy, b.environment); language::known(v)) awaited_signals(id, v);
    if (r.type != "AWS::Lambda::Alias" || r.update_policy.is_null()) continue;
    if (language::evaluate_plainly(r.update_policy, b.environment).has("CodeDeployLambdaAliasUpdate"))
      throw invalid("Template format error: The UpdatePolicy CodeDeployLambdaAliasUpdate of resource " + id + " is carried out by CodeDeploy, which is not part of this server.");
  }
}

void check_rollback(const RollbackConfiguration& c) {
  if (!c.rollbackTriggers) return;
  for (auto& t : *c.rollbackTriggers) {
    if (t.type != "AWS::CloudWatch::Alarm" && t.type != "AWS::CloudWatch::CompositeAlarm") throw invalid("Rollback trigger type " + t.type + " is not supported.");
    auto arn = base::parse_arn(t.arn);
    if (!arn || arn->service != "cloudwatch" || !arn->resource.starts_with("alarm:")) throw invalid("Invalid rollback trigger ARN: " + t.arn);
  }
}

}  // namespace cloudformation
