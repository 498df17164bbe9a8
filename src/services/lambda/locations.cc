#include "base/crypto.h"
#include "services/lambda/code.h"
#include "services/lambda/lambda.h"

namespace lambda {
namespace {

constexpr std::int64_t kSeconds = 600;           // as long as AWS's are good
constexpr std::string_view kPurpose = "lambda.locations";

base::Time machine_time() { return base::HostClock{}.now(); }      // a link's freshness is the host's affair, as a signature's is

}  // namespace

// The token is what the link leads to, sealed: nobody can make or change one.
std::string location(const Archive& a, const Scope& at, std::string_view what, const Call& call) {
  if (call.peer().host.empty() || call.caller().who == service::Who::service) return {};
  std::string text = std::to_string(machine_time().plus_seconds(kSeconds).ms);
  for (auto part : {std::string_view(at.account), std::string_view(at.region), std::string_view(a.sha256), what}) (text += '\0') += part;
  const std::string token = base::base64url(base::seal(call.house().key_for(kPurpose), text));
  return (call.peer().tls_version.empty() ? "http://" : "https://") + call.peer().host + std::string(kLocations) + token;
}

std::optional<service::BodyOut> download(House& house, std::string_view token) {
  auto sealed = base::unbase64url(token);
  auto text = sealed ? base::open(house.key_for(kPurpose), *sealed) : std::nullopt;
  if (!text) return {};
  std::vector<std::string> parts{""};
  for (char c : *text) {
    if (c == '\0' && parts.size() < 6) parts.emplace_back();
    else parts.back() += c;
  }
  if (parts.size() != 6 || machine_time().ms > std::strtoll(parts[0].c_str(), nullptr, 10)) return {};
  const auto& [account, region, sha256, kind, key] = std::tie(parts[1], parts[2], parts[3], parts[4], parts[5]);
  store::Txn txn = house.store.read();
  std::optional<Archive> archive;
  if (kind == "l") {
    if (auto l = store::Bound<LayerVersion>(txn, kLayerVersions, account, region).get(key)) archive = std::move(l->archive);
  } else if (auto v = store::Bound<Version>(txn, kVersions, account, region).get(key)) {
    archive = std::move(v->code);
  }
  if (!archive || archive->sha256 != sha256) return {};
  auto body_key = base::open(house.key_for("lambda.code"), archive->sealed_key, archive->sha256);
  if (!body_key) return {};
  const std::int64_t size = archive->place.size;
  return service::BodyOut{std::move(archive->place), std::move(*body_key), 0, size};
}

}  // namespace lambda
