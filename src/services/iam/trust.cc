#include "services/iam/trust.h"

#include "base/arn.h"
#include "policy/document.h"
#include "policy/respell.h"

namespace iam {
namespace {

using service::ApiError;

constexpr std::size_t kTrustSize = 2048;

}  // namespace

std::optional<std::string> unique_id(const Directory& dir, std::string_view text) {
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "iam") return {};
  const bool user = arn->resource.starts_with("user/");
  if (!user && !arn->resource.starts_with("role/")) return {};
  Directory theirs = dir.of(arn->account);
  auto entity = theirs.find(user ? Kind::user : Kind::role, arn->resource.substr(arn->resource.rfind('/') + 1));
  if (entity && theirs.arn(*entity) == text) return entity->id;
  return theirs.known() ? std::optional<std::string>("") : std::nullopt;
}

std::string present_name(const Directory& dir, const std::string& arn, const std::string& id) {
  Directory theirs = dir.of(base::parse_arn(arn)->account);
  auto entity = theirs.entity(id);
  return entity ? theirs.arn(*entity) : id;
}

std::string effective_trust(const Directory& dir, std::string_view document) {
  if (auto fault = policy::fault(document, policy::Kind::trust)) throw ApiError{"MalformedPolicyDocument", 400, *fault};
  if (size_without_blanks(document) > kTrustSize) limit_exceeded("ACLSizePerRole", kTrustSize);
  return policy::respelled(document, [&](std::string_view text) {
    auto id = unique_id(dir, text);
    if (!id) return std::string(text);
    if (id->empty()) throw ApiError{"MalformedPolicyDocument", 400, "Invalid principal in policy: \"AWS\":\"" + std::string(text) + "\""};
    return *id;
  });
}

std::string readable_trust(const Directory& dir, const state::Entity& role) {
  return policy::readable(role.trust, role.effective_trust, [&](const std::string& arn, const std::string& id) { return present_name(dir, arn, id); });
}

}  // namespace iam
