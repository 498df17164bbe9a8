#include "services/organizations/effective.h"

#include <mutex>
#include <set>

#include "service/house.h"
#include "services/organizations/access.h"
#include "services/organizations/accounts.h"
#include "services/organizations/attachments.h"
#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/paging.h"

namespace organizations {

using service::Access, service::Call;

Inherited inherited_by(store::Txn& txn, const OrganizationRow& organization, const AccountRow& account, std::string_view type) {
  Inherited out{.levels = {}, .updated = account.joined};
  auto targets = lineage(txn, organization, account.parent);
  targets.push_back(account.id);
  for (auto& target : targets) {
    std::vector<std::pair<std::int64_t, PolicySource>> here;
    std::string begin = within(organization.id, target, type);
    rows(txn, kAttachments).each(begin, begin, [&](std::string_view key, Attachment attachment) {
      auto policy = find_policy(txn, organization, key.substr(begin.size()));
      if (!policy) return true;
      out.updated = std::max({out.updated, policy->updated, attachment.since});
      here.push_back({attachment.version, {policy->id, std::move(policy->content)}});
      return out.any = true;
    });
    std::stable_sort(here.begin(), here.end(), [](auto& a, auto& b) { return a.first < b.first; });
    auto& level = out.levels.emplace_back();
    for (auto& [version, source] : here) level.push_back(std::move(source));
  }
  return out;
}

namespace {

service::ApiError no_effective_policy() {
  return refusal("EffectivePolicyNotFoundException",
                 "If you ran this action on the management account, this policy type is not enabled. If you ran the action on a member account, the account "
                 "doesn't have an effective policy of this type. Contact the administrator of your organization about attaching a policy of this type to the account.");
}

bool is_own(const DescribeEffectivePolicy& q, const Call& call) { return !q.targetId || *q.targetId == call.scope().account; }

}  // namespace

std::vector<Access> on_effective_policy(const DescribeEffectivePolicy& q, Call& call) {
  std::vector<Access> wanted;
  wanted.push_back(access_to(call, DescribeEffectivePolicy::operation, q.targetId ? std::string(*q.targetId) : call.scope().account));
  detail::complete(wanted, q, call, is_own(q, call));
  return wanted;
}

DescribeEffectivePolicyResult describe_effective_policy(const DescribeEffectivePolicy& q, Call& call) {
  auto organization = is_own(q, call) ? for_member(call) : for_reader(call);
  std::string target = q.targetId ? std::string(*q.targetId) : call.scope().account;
  if (!is_account(target)) throw invalid("TARGET_NOT_SUPPORTED", "You can't perform the specified operation on that target entity.");
  auto account = find_member(call.txn(), organization, target);
  if (!account) throw no_target();
  if (!in_force(organization, q.policyType)) throw no_effective_policy();
  auto inherited = inherited_by(call.txn(), organization, *account, q.policyType);
  if (!inherited.any) throw no_effective_policy();
  return {{effective_policy(q.policyType, inherited.levels).content, inherited.updated, account->id, q.policyType}};
}

namespace {

// Organizations' accounts whose effective policy of a type is invalid, as new as the state they were found in.
struct InvalidAccounts {
  using Ids = std::set<std::string, std::less<>>;
  struct Kept { std::uint64_t version = 0; std::shared_ptr<const Ids> ids; };
  std::mutex mutex;
  std::map<std::string, Kept> kept;
};
constexpr std::size_t kMostKept = 100;

InvalidAccounts::Ids invalid_in(store::Txn& txn, const OrganizationRow& organization, std::string_view type) {
  InvalidAccounts::Ids out;
  std::string begin = within(organization.id);
  rows(txn, kMembers).each(begin, begin, [&](std::string_view key, Mark) {
    auto account = find_member(txn, organization, key.substr(begin.size()));
    if (account && !effective_policy(type, inherited_by(txn, organization, *account, type).levels).flaws.empty()) out.insert(account->id);
    return true;
  });
  return out;
}

std::shared_ptr<const InvalidAccounts::Ids> invalid_accounts(Call& call, const OrganizationRow& organization, std::string_view type) {
  auto& cache = call.house().cache<InvalidAccounts>();
  const auto version = call.house().store.touched("organizations");
  const std::string key = store::joined(organization.id, type);
  {
    std::lock_guard lock(cache.mutex);
    if (auto it = cache.kept.find(key); it != cache.kept.end() && it->second.version == version) return it->second.ids;
  }
  auto ids = std::make_shared<const InvalidAccounts::Ids>(invalid_in(call.txn(), organization, type));
  if (version > call.txn().version()) return ids;              // older than what the cache is asked about
  std::lock_guard lock(cache.mutex);
  if (cache.kept.size() >= kMostKept) cache.kept.clear();
  cache.kept[key] = {version, ids};
  return ids;
}

}  // namespace

// Only AWS Backup's plans can be invalid once they are merged; the other types' documents are checked when they are stored.
ListAccountsWithInvalidEffectivePolicyResult list_accounts_with_invalid_effective_policy(const ListAccountsWithInvalidEffectivePolicy& q, Call& call) {
  auto organization = for_reader(call);
  if (!in_force(organization, q.policyType)) throw no_effective_policy();
  ListAccountsWithInvalidEffectivePolicyResult out{.accounts = {}, .policyType = q.policyType, .nextToken = {}};
  if (q.policyType != "BACKUP_POLICY") return out;
  auto invalid = invalid_accounts(call, organization, q.policyType);
  out.nextToken = page(call.in(kMembers), within(organization.id), q, [&](std::string_view id, Mark) {
    auto account = invalid->contains(id) ? find_member(call.txn(), organization, id) : std::nullopt;
    if (!account) return false;
    out.accounts.push_back(shown(call, organization, *account));
    return true;
  });
  return out;
}

ListEffectivePolicyValidationErrorsResult list_effective_policy_validation_errors(const ListEffectivePolicyValidationErrors& q, Call& call) {
  auto organization = for_reader(call);
  auto account = find_member(call.txn(), organization, q.accountId);
  if (!account) throw no_account();
  if (!in_force(organization, q.policyType)) throw no_effective_policy();
  auto inherited = inherited_by(call.txn(), organization, *account, q.policyType);
  if (!inherited.any) throw no_effective_policy();
  ListEffectivePolicyValidationErrorsResult out{.accountId = account->id,
                                                .policyType = q.policyType,
                                                .path = path_to(call.txn(), organization, account->parent) + account->id + "/",
                                                .evaluationTimestamp = call.now(),
                                                .nextToken = {},
                                                .effectivePolicyValidationErrors = {}};
  auto flaws = effective_policy(q.policyType, inherited.levels).flaws;
  std::uint64_t at = 0;
  if (std::string start = page_start(q.nextToken); !start.empty())
    for (char c : start.substr(0, 9)) at = c >= '0' && c <= '9' ? at * 10 + std::uint64_t(c - '0') : flaws.size();
  for (std::size_t n = page_size(q.maxResults); at < flaws.size() && n > 0; ++at, --n)
    out.effectivePolicyValidationErrors.push_back({flaws[at].code, flaws[at].message, flaws[at].path, flaws[at].policies});
  if (at < flaws.size()) out.nextToken = base::base64url(std::to_string(at));
  return out;
}

}  // namespace organizations
