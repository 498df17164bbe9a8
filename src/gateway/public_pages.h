#pragma once
// What anyone may fetch without a signature: the certificates SNS signs with.
#include <optional>
#include <string>
#include <string_view>

#include "service/house.h"

namespace gateway {

// /SimpleNotificationService-<id>.pem of a Region's SNS endpoint; nothing where there is no such page.
std::optional<std::string> public_page(service::House&, std::string_view service, std::string_view region, std::string_view path);

// Wired in main: the body behind a link of ours, by what stands in its path behind "/_orgtrail/lambda/". One for each house.
struct Downloads { std::optional<service::BodyOut> (*code)(service::House&, std::string_view token) = nullptr; };

}  // namespace gateway
