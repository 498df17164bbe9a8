#include "services/iam/account.h"

#include "base/arn.h"
#include "services/iam/certificates.h"
#include "services/iam/mfa.h"
#include "services/iam/page.h"
#include "services/iam/providers.h"
#include "services/iam/server_certificates.h"
#include "services/iam/service_credentials.h"

namespace iam {

using service::ApiError, service::Call;

namespace {

// Versions of all the account's own policies.
std::int64_t policy_versions(const Directory& dir) {
  std::int64_t n = 0;
  dir.in(state::kVersions).each("", "", [&](std::string_view, const state::Version&) { return ++n, true; });
  return n;
}

}  // namespace

Nothing create_account_alias(const CreateAccountAlias& q, Call& call) {
  Directory dir(call);
  auto account = dir.settings();
  auto aliases = dir.in(state::kAliases);
  if (account.alias == q.accountAlias) return {};
  if (base::is_account_id(q.accountAlias)) throw ApiError{"ValidationError", 400, "An account alias must not be twelve digits."};
  if (aliases.has(q.accountAlias)) throw ApiError{"EntityAlreadyExists", 409, "The account alias " + q.accountAlias + " already exists."};
  if (!account.alias.empty()) aliases.erase(account.alias);           // an account has one: a new one takes its place
  account.alias = q.accountAlias;
  aliases.put(account.alias, {dir.account()});
  dir.put(account);
  return {};
}

Nothing delete_account_alias(const DeleteAccountAlias& q, Call& call) {
  Directory dir(call);
  auto account = dir.settings();
  if (account.alias != q.accountAlias) no_such_entity("The account alias " + q.accountAlias + " does not exist.");
  dir.in(state::kAliases).erase(account.alias);
  account.alias.clear();
  dir.put(account);
  return {};
}

ListAccountAliasesResult list_account_aliases(const ListAccountAliases& q, Call& call) {
  Page page(q);
  ListAccountAliasesResult out;
  auto alias = Directory(call).settings().alias;
  if (!alias.empty() && alias >= page.from() && page.take(alias)) out.accountAliases.push_back(alias);
  page.close(out);
  return out;
}

GetAccountSummaryResult get_account_summary(const GetAccountSummary&, Call& call) {
  Directory dir(call);
  auto account = dir.settings();
  GetAccountSummaryResult out;
  auto& map = out.summaryMap;
  for (Kind kind : {Kind::user, Kind::group, Kind::role, Kind::policy, Kind::profile}) {
    auto& f = facts(kind);
    auto count = account.counts.find(std::string(f.word));
    map[std::string(f.count)] = count == account.counts.end() ? 0 : count->second;
    map[std::string(f.count) + "Quota"] = f.limit;
    if (f.inline_size) map[std::string(f.title) + "PolicySizeQuota"] = f.inline_size;
    if (f.inline_size) map["AttachedPoliciesPer" + std::string(f.title) + "Quota"] = 10;
  }
  map["AccessKeysPerUserQuota"] = 2;
  map["AccountAccessKeysPresent"] = account.root_keys.empty() ? 0 : 1;
  map["AccountMFAEnabled"] = has_mfa(dir, dir.account()) ? 1 : 0;
  map["AccountPasswordPresent"] = 0;
  map["AccountSigningCertificatesPresent"] = signing_certificates_of(dir, dir.account()).empty() ? 0 : 1;
  map["AssumeRolePolicySizeQuota"] = 2048;
  map["GlobalEndpointTokenVersion"] = token_version(dir);
  map["GroupsPerUserQuota"] = 10;
  map["MFADevices"] = account.counts[std::string(kMfaCount)];
  map["MFADevicesInUse"] = account.counts[std::string(kMfaInUse)];
  map["PolicySizeQuota"] = 6144;
  map["PolicyVersionsInUse"] = policy_versions(dir);
  map["PolicyVersionsInUseQuota"] = 10000;
  map["Providers"] = account.counts[std::string(kOidcWord)] + account.counts[std::string(kSamlWord)];
  map["ServerCertificates"] = account.counts[std::string(kServerCertificateCount)];
  map["ServerCertificatesQuota"] = kServerCertificatesAtMost;
  map["SigningCertificatesPerUserQuota"] = 2;
  map["VersionsPerPolicyQuota"] = 5;
  return out;
}

GetAccountPasswordPolicyResult get_account_password_policy(const GetAccountPasswordPolicy&, Call& call) {
  Directory dir(call);
  auto account = dir.settings();
  if (!account.password_policy) no_such_entity("The Password Policy with domain name " + dir.account() + " cannot be found.");
  return {*account.password_policy};
}

// What is not given returns to its default.
Nothing update_account_password_policy(const UpdateAccountPasswordPolicy& q, Call& call) {
  Directory dir(call);
  auto account = dir.settings();
  PasswordPolicy p{.requireSymbols = q.requireSymbols.value_or(false), .requireNumbers = q.requireNumbers.value_or(false),
                   .requireUppercaseCharacters = q.requireUppercaseCharacters.value_or(false),
                   .requireLowercaseCharacters = q.requireLowercaseCharacters.value_or(false),
                   .allowUsersToChangePassword = q.allowUsersToChangePassword.value_or(false), .expirePasswords = q.maxPasswordAge.has_value(),
                   .hardExpiry = q.hardExpiry};
  if (q.minimumPasswordLength) p.minimumPasswordLength = *q.minimumPasswordLength;
  if (q.maxPasswordAge) p.maxPasswordAge = std::int64_t(*q.maxPasswordAge);
  if (q.passwordReusePrevention) p.passwordReusePrevention = std::int64_t(*q.passwordReusePrevention);
  account.password_policy = p;
  dir.put(account);
  return {};
}

Nothing delete_account_password_policy(const DeleteAccountPasswordPolicy&, Call& call) {
  Directory dir(call);
  auto account = dir.settings();
  if (!account.password_policy) no_such_entity("The account policy with name PasswordPolicy cannot be found.");
  account.password_policy.reset();
  dir.put(account);
  return {};
}

}  // namespace iam
