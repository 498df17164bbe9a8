#include "services/sts/roles.h"

#include "base/arn.h"
#include "services/iam/sessions.h"
#include "services/sts/session_policies.h"

namespace sts {

using service::Access, service::ApiError, service::Call, service::Who;

namespace {

constexpr std::int64_t kDefaultSeconds = 3600, kChainedSeconds = 3600;
constexpr std::string_view kTrustsNobody = R"({"Version":"2012-10-17","Statement":[]})";

[[noreturn]] void denied(std::string message) { throw ApiError{"AccessDenied", 403, std::move(message), "AccessDenied"}; }

// The source identity stays what the first of a chain of sessions set.
std::string source_identity(const AssumeRole& q, const Call& call) {
  auto& session = call.caller().identity.session;
  if (session && !session->source_identity.empty()) return session->source_identity;
  return q.sourceIdentity.value_or(SessionName());
}

bool has_transitive_tags(const Call& call) { return !call.caller().transitive_tags.empty(); }

Access on_role(std::string_view action, const AssumeRole& q, const Call& call, const std::optional<iam::TrustingRole>& role,
               std::string_view account) {
  Access a{.action = action, .resource = q.roleArn, .owner = std::string(account), .type = "AWS::IAM::Role"};
  a.resource_policy = call.house().compiled(role ? std::string_view(role->trust) : kTrustsNobody);
  a.rule = policy::ResourceRule::resource_must_allow;
  a.denial_recorded = false;
  a.keys.push_back({"sts:RoleSessionName", {q.roleSessionName}});
  if (q.externalId) a.keys.push_back({"sts:ExternalId", {*q.externalId}});
  if (auto source = source_identity(q, call); !source.empty()) a.keys.push_back({"sts:SourceIdentity", {source}});
  if (q.transitiveTagKeys) a.keys.push_back({"sts:TransitiveTagKeys", {q.transitiveTagKeys->begin(), q.transitiveTagKeys->end()}});
  if (q.tags) add_tag_keys(a, *q.tags);
  if (role)
    for (auto& [key, value] : role->tags) {
      a.keys.push_back({"aws:ResourceTag/" + key, {value}});
      a.keys.push_back({"iam:ResourceTag/" + key, {value}});
    }
  return a;
}

void check_duration(std::int64_t seconds, const iam::TrustingRole& role, const Call& call) {
  if (seconds > role.max_session)
    throw ApiError{"ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."};
  if (call.caller().who == Who::role_session && seconds > kChainedSeconds)
    throw ApiError{"ValidationError", 400, "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."};
}

// Transitive tags of the calling session come along, and stay transitive.
void inherit_tags(iam::Session& session, const Call& call) {
  auto& caller = call.caller();
  for (auto& key : caller.transitive_tags)
    if (auto it = caller.tags.find(key); it != caller.tags.end()) session.tags[key] = it->second;
  session.transitive_tags = caller.transitive_tags;
}

void add_transitive(iam::Session& session, const AssumeRole& q) {
  if (!q.transitiveTagKeys) return;
  for (auto& key : *q.transitiveTagKeys) {
    bool given = q.tags && std::any_of(q.tags->begin(), q.tags->end(), [&](auto& tag) { return tag.key == key; });
    if (!given) throw ApiError{"ValidationError", 400, "The specified transitive tag key must be included in the requested tags."};
    session.transitive_tags.push_back(key);
  }
}

}  // namespace

// A role that is not there trusts nobody: the answer is the one for a role that does not trust this caller.
std::vector<Access> on_assume_role(const AssumeRole& q, Call& call) {
  auto arn = base::parse_arn(q.roleArn);
  if (!arn || arn->service != "iam" || !base::is_account_id(arn->account) || !arn->resource.starts_with("role/"))
    throw ApiError{"ValidationError", 400, q.roleArn + " is invalid"};
  auto who = call.caller().who;
  if (who == Who::root) denied("Roles may not be assumed by root accounts.");
  if (who == Who::federated) denied("Cannot call AssumeRole with federated user credentials");
  auto role = iam::find_role(call.house(), call.txn(), q.roleArn);
  std::vector<Access> out = {on_role("sts:AssumeRole", q, call, role, arn->account)};
  if ((q.tags && !q.tags->empty()) || has_transitive_tags(call)) out.push_back(on_role("sts:TagSession", q, call, role, arn->account));
  if (!source_identity(q, call).empty()) out.push_back(on_role("sts:SetSourceIdentity", q, call, role, arn->account));
  if (with_mfa(call, q.serialNumber, q.tokenCode, false))
    for (auto& access : out) {
      access.keys.push_back({"aws:MultiFactorAuthPresent", {"true"}});
      access.keys.push_back({"aws:MultiFactorAuthAge", {"0"}});
    }
  return out;
}

AssumeRoleResult assume_role(const AssumeRole& q, Call& call) {
  auto role = iam::find_role(call.house(), call.txn(), q.roleArn);
  if (!role) denied("Not authorized to perform sts:AssumeRole");      // authorization refused it before
  if (q.providedContexts) throw ApiError{"ValidationError", 400, "ProvidedContexts is not supported."};
  std::int64_t seconds = q.durationSeconds ? std::int64_t(*q.durationSeconds) : kDefaultSeconds;
  check_duration(seconds, *role, call);
  std::string source = source_identity(q, call);
  if (q.sourceIdentity && *q.sourceIdentity != source) denied("Source identity of the calling session cannot be changed.");

  iam::Session session{.kind = "role", .account = role->account, .issuer = role->id, .name = q.roleSessionName, .issued = call.now(),
                       .expires = iam::session_clock().plus_seconds(seconds), .source_identity = source};
  inherit_tags(session, call);
  add_policies(session, call, q);
  if (q.tags) add_tags(session, *q.tags);
  add_transitive(session, q);
  session.mfa = with_mfa(call, q.serialNumber, q.tokenCode, true);

  AssumeRoleResult out;
  out.packedPolicySize = packed_size(session);
  out.credentials = credentials(call.house(), session);
  out.assumedRoleUser = {role->id + ":" + q.roleSessionName,
                         "arn:" + call.house().settings.partition + ":sts::" + role->account + ":assumed-role/" +
                             role->name + "/" + q.roleSessionName};
  if (!source.empty()) out.sourceIdentity = source;
  return out;
}

}  // namespace sts
