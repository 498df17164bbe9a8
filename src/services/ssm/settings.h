#pragma once
// Parameter Store's own settings. Source: Systems Manager API Reference, "GetServiceSetting".
#include "services/ssm/api_settings.h"
#include "services/ssm/parameter.h"

namespace ssm {

inline constexpr std::string_view kDefaultTier = "/ssm/parameter-store/default-parameter-tier", kHighThroughput = "/ssm/parameter-store/high-throughput-enabled";

std::string setting(Call&, std::string_view id);           // as it is set, or AWS's default

Access to_get_service_setting(const GetServiceSetting&, Call&);
Access to_update_service_setting(const UpdateServiceSetting&, Call&);
Access to_reset_service_setting(const ResetServiceSetting&, Call&);

ServiceSettingResult get_service_setting(const GetServiceSetting&, Call&);
shape::Nothing update_service_setting(const UpdateServiceSetting&, Call&);
ServiceSettingResult reset_service_setting(const ResetServiceSetting&, Call&);

}  // namespace ssm
