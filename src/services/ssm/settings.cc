#include "services/ssm/settings.h"

namespace ssm {
namespace {

std::string setting_arn(Call& call, std::string_view id) {
  return "arn:" + call.house().settings.partition + ":ssm:" + call.scope().region + ":" + call.scope().account + ":servicesetting" + std::string(id);
}

// By its path, or by ARN.
std::string id_of(Call& call, std::string_view given) {
  const std::string prefix = setting_arn(call, "");
  return std::string(given.starts_with(prefix) ? given.substr(prefix.size()) : given);
}

Access to_setting(std::string_view action, std::string_view id, Call& call) {
  const std::string path = id_of(call, id);
  return {.action = action, .resource = setting_arn(call, path.starts_with('/') ? path : "/" + path)};
}

std::string known(Call& call, std::string_view given) {
  std::string id = id_of(call, given);
  if (id == kDefaultTier || id == kHighThroughput) return id;
  throw ApiError{"ServiceSettingNotFound", 400, "The service setting " + id + " is not part of this server: it has " + std::string(kDefaultTier) + " and " + std::string(kHighThroughput) + "."};
}

std::string_view default_of(std::string_view id) { return id == kDefaultTier ? kStandard : std::string_view("false"); }

ServiceSettingResult shown(Call& call, const std::string& id) {
  auto row = call.in(kSettings).get(id);
  ServiceSetting out{id, row ? row->value : std::string(default_of(id)), row ? row->modified : base::Time{}, row ? row->modified_by : "System", setting_arn(call, id),
                     row ? "Customized" : "Default"};
  return {std::move(out)};
}

}  // namespace

std::string setting(Call& call, std::string_view id) {
  auto row = call.in(kSettings).get(id);
  return row ? row->value : std::string(default_of(id));
}

Access to_get_service_setting(const GetServiceSetting& q, Call& call) { return to_setting("ssm:GetServiceSetting", q.settingId, call); }
Access to_update_service_setting(const UpdateServiceSetting& q, Call& call) {
  return to_setting("ssm:UpdateServiceSetting", q.settingId, call);
}
Access to_reset_service_setting(const ResetServiceSetting& q, Call& call) {
  return to_setting("ssm:ResetServiceSetting", q.settingId, call);
}

ServiceSettingResult get_service_setting(const GetServiceSetting& q, Call& call) { return shown(call, known(call, q.settingId)); }

shape::Nothing update_service_setting(const UpdateServiceSetting& q, Call& call) {
  const std::string id = known(call, q.settingId);
  const bool tier = id == kDefaultTier;
  if (tier ? q.settingValue != kStandard && q.settingValue != kAdvanced && q.settingValue != kIntelligent : q.settingValue != "true" && q.settingValue != "false")
    throw invalid("The setting value " + q.settingValue + " is not valid for " + id + ".");
  call.in(kSettings).put(id, {q.settingValue, call.now(), call.caller().identity.arn});
  return {};
}

ServiceSettingResult reset_service_setting(const ResetServiceSetting& q, Call& call) {
  const std::string id = known(call, q.settingId);
  call.in(kSettings).erase(id);
  return shown(call, id);
}

}  // namespace ssm
