#include "services/cloudtrail/log_group.h"

#include "base/arn.h"
#include "services/cloudtrail/destinations.h"
#include "services/logs/api.h"
#include "services/sts/api.h"

namespace cloudtrail {

using service::ApiError, service::Call;

namespace {

constexpr std::string_view kLogGroup = "log-group:";

ApiError bad_group(std::string text) { return error("InvalidCloudWatchLogsLogGroupArnException", std::move(text)); }
ApiError bad_role(std::string text) { return error("InvalidCloudWatchLogsRoleArnException", std::move(text)); }

// In the account that configures it and the trail's home Region, written with :* behind it.
void check_group(const Trail& t, Call& call) {
  auto arn = base::parse_arn(t.logGroupArn);
  const bool formed = arn && arn->service == "logs" && arn->partition == call.house().settings.partition && arn->resource.starts_with(kLogGroup) &&
                      arn->resource.ends_with(":*") && arn->resource.size() > kLogGroup.size() + 2;
  if (!formed || arn->account != call.caller().account() || arn->region != t.homeRegion) throw bad_group("CloudTrail cannot validate the specified log group ARN.");
  LogGroup group = log_group_of(t);
  if (!call.house().ports().log_group_exists(call.txn(), group.at.account, group.at.region, group.name)) throw bad_group("Check the log group ARN: CloudTrail can't validate it.");
}

void check_role(const Trail& t, Call& call) {
  auto arn = base::parse_arn(t.logRoleArn);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/") || arn->account != call.caller().account())
    throw bad_role("CloudTrail cannot validate the specified role ARN.");
}

service::PrincipalPtr assumed(const Trail& t, const LogGroup& group, Call& call) {
  sts::AssumeRole assume;
  assume.roleArn = t.logRoleArn;
  assume.roleSessionName = kLogSession;
  try {
    auto session = call.as(acting_for(t)).at(group.at).ask(assume);
    if (auto principal = session_of(call.house(), call.txn(), session.credentials.accessKeyId, session.credentials.sessionToken)) return principal;
  } catch (const ApiError&) {}
  throw bad_role("Access denied. Check the trust relationships for your role.");
}

// The role must be able to make the streams of the trail's owner, and to write into them.
void check_rights(const Trail& t, Call& call) {
  const LogGroup group = log_group_of(t);
  Call session = call.as(assumed(t, group, call)).at(group.at);
  Trail alone = t;
  alone.organization = false;
  for (auto& stream : {log_stream_name(t, t.account), log_stream_name(alone, t.account)}) {
    logs::CreateLogStream make;
    make.logGroupName = group.name;
    make.logStreamName = stream;
    logs::PutLogEvents put;
    put.logGroupName = group.name;
    put.logStreamName = stream;
    if (!session.may(make) || !session.may(put)) throw bad_group("Access denied. Check the permissions for your role.");
  }
}

}  // namespace

LogGroup log_group_of(const Trail& t) {
  auto arn = base::parse_arn(t.logGroupArn);
  if (!arn) return {};
  std::string_view name = arn->resource.substr(std::min(kLogGroup.size(), arn->resource.size()));
  if (name.ends_with(":*")) name.remove_suffix(2);
  return {{std::string(arn->account), std::string(arn->region)}, std::string(name)};
}

std::string log_stream_name(const Trail& t, const std::string& account) {
  std::string organization = (t.organization || account != t.account) && !t.organizationId.empty() ? t.organizationId + "_" : "";
  return organization + account + "_CloudTrail_" + t.homeRegion;
}

void set_log_group(Trail& t, const std::optional<std::string>& group, const std::optional<std::string>& role, Call& call) {
  if (!group && !role) return;
  if (group) t.logGroupArn = *group;
  if (role) t.logRoleArn = *role;
  auto targets = call.elsewhere(kLogTargets, "");
  if (t.logGroupArn.empty() && t.logRoleArn.empty()) return targets.erase(t.id);
  if (t.logRoleArn.empty()) throw bad_role("You must specify a role ARN as well as a log group.");
  if (t.logGroupArn.empty()) throw bad_group("You must specify a log group as well as a role ARN.");
  check_group(t, call);
  check_role(t, call);
  check_rights(t, call);
  LogTarget target = targets.get(t.id).value_or(LogTarget{std::int64_t(call.txn().version()), {}});
  target.retry = {};
  targets.put(t.id, target);
}

void add_pass_role(const std::optional<std::string>& role, std::vector<service::Access>& out) {
  if (!role || role->empty()) return;
  service::Access pass{.action = "iam:PassRole", .resource = *role};
  pass.keys.push_back({"iam:PassedToService", {"cloudtrail.amazonaws.com"}});
  out.push_back(std::move(pass));
}

service::PrincipalPtr session_of(service::House& house, store::Txn& txn, const std::string& access_key, const std::string& token) {
  auto answer = house.ports().credential(house, txn, access_key, token);
  if (!answer.credential) return nullptr;
  auto out = std::make_shared<service::Principal>(*answer.credential->principal);
  out->identity.invoked_by = "cloudtrail.amazonaws.com";
  return out;
}

}  // namespace cloudtrail
