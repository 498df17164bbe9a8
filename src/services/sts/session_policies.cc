#include "services/sts/session_policies.h"

#include <set>

#include "base/bytes.h"

namespace sts {

using service::Access, service::ApiError, service::Call;

namespace {

constexpr std::size_t kPlainPolicies = 2048;           // characters of an inline policy and ARNs together
constexpr std::size_t kPolicyArns = 10;
constexpr std::size_t kPacked = 8192;                  // bytes; a token must fit into a request's header fields

[[noreturn]] void invalid(std::string message) { throw ApiError{"ValidationError", 400, std::move(message)}; }

[[noreturn]] void too_large(std::size_t percent) {
  throw ApiError{"PackedPolicyTooLarge", 400,
                 "Packed policy consumes " + std::to_string(percent) + "% of allotted space, please use smaller policy."};
}

}  // namespace

void add_policies(iam::Session& session, const Call& call, std::optional<std::string_view> policy, const std::vector<PolicyDescriptor>& arns) {
  std::size_t plain = 0;
  if (policy) {
    if (auto fault = policy::fault(*policy, policy::Kind::session)) throw ApiError{"MalformedPolicyDocument", 400, *fault};
    session.policies.emplace_back(*policy);
    plain += iam::size_without_blanks(*policy);
  }
  if (arns.size() > kPolicyArns) invalid("The number of managed policy ARNs exceeds the limit of " + std::to_string(kPolicyArns) + ".");
  for (auto& descriptor : arns) {
    if (!descriptor.arn) invalid("Managed policy ARN is missing.");
    plain += descriptor.arn->size();
    if (!iam::policy_exists(call.house(), call.txn(), session.account, *descriptor.arn))
      throw ApiError{"MalformedPolicyDocument", 400, "Managed policy " + *descriptor.arn + " does not exist or is not attachable."};
    session.policy_arns.push_back(*descriptor.arn);
  }
  if (plain > kPlainPolicies) too_large(plain * 100 / kPlainPolicies);
  session.restricted = session.restricted || policy || !arns.empty();
}

void add_tags(iam::Session& session, const std::vector<Tag>& tags) {
  std::set<std::string> seen;
  for (auto& tag : tags) {
    if (!seen.insert(base::lower(tag.key)).second) invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    if (base::lower(tag.key).starts_with("aws:")) invalid("Tag keys must not begin with aws:.");
    auto& handed_on = session.transitive_tags;
    if (std::any_of(handed_on.begin(), handed_on.end(), [&](auto& key) { return base::iequals(key, tag.key); }))
      invalid("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
    session.tags[tag.key] = tag.value;
  }
  if (session.tags.size() > 50) invalid("The number of session tags exceeds the limit of 50.");
}

std::optional<std::int64_t> packed_size(const iam::Session& session) {
  std::size_t bytes = 0;
  for (auto& policy : session.policies) bytes += policy.size();
  for (auto& arn : session.policy_arns) bytes += arn.size();
  for (auto& [key, value] : session.tags) bytes += key.size() + value.size() + 2;
  if (bytes == 0) return {};
  if (bytes > kPacked) too_large(bytes * 100 / kPacked);
  return std::max<std::int64_t>(1, std::int64_t(bytes * 100 / kPacked));
}

void add_tag_keys(Access& access, const std::vector<Tag>& tags) {
  if (tags.empty()) return;
  std::vector<std::string> keys;
  for (auto& tag : tags) {
    keys.push_back(tag.key);
    access.keys.push_back({"aws:RequestTag/" + tag.key, {tag.value}});
  }
  access.keys.push_back({"aws:TagKeys", std::move(keys)});
}

Credentials credentials(const service::House& house, const iam::Session& session) {
  auto issued = iam::issue(house, session);
  return {.accessKeyId = issued.access_key, .secretAccessKey = issued.secret, .sessionToken = issued.token, .expiration = session.expires};
}

bool with_mfa(const Call& call, const std::optional<SerialNumber>& serial, const std::optional<TokenCode>& code, bool use) {
  if (!serial && !code) return false;
  auto denied = [](std::string_view why) { throw ApiError{"AccessDenied", 403, "MultiFactorAuthentication failed" + std::string(why), "AccessDenied"}; };
  if (!serial || !code) denied(", must provide both MFA serial number and one time pass code.");
  auto answer = iam::check_mfa(call.house(), call.txn(), call.caller(), *serial, *code, use);
  if (answer == iam::MfaAnswer::not_theirs)
    denied(", unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.");
  if (answer == iam::MfaAnswer::wrong) denied(" with invalid MFA one time pass code.");
  return true;
}

}  // namespace sts
