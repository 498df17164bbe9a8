#include "gateway/public_pages.h"

#include "service/signer.h"

namespace gateway {

std::optional<std::string> public_page(service::House& house, std::string_view service, std::string_view region, std::string_view path) {
  constexpr std::string_view kBefore = "/SimpleNotificationService-", kAfter = ".pem";
  if (service != "sns" || !path.starts_with(kBefore) || !path.ends_with(kAfter) || path.size() <= kBefore.size() + kAfter.size()) return {};
  return service::signing_certificate(house, service, region, path.substr(kBefore.size(), path.size() - kBefore.size() - kAfter.size()));
}

}  // namespace gateway
