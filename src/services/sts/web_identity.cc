#include "services/sts/web_identity.h"

#include "base/arn.h"
#include "services/sts/issuer_keys.h"
#include "services/sts/session_policies.h"
#include "shape/validate.h"

namespace sts {

using service::Access, service::ApiError, service::Call, service::House, service::Who;

namespace {

constexpr std::int64_t kDefaultSeconds = 3600;
constexpr std::int64_t kSkewSeconds = 300;             // by which an issuer's clock may be ahead
constexpr std::size_t kSubject = 255;
constexpr std::string_view kDenied = "Not authorized to perform sts:AssumeRoleWithWebIdentity";

[[noreturn]] void invalid(std::string message) { throw ApiError{"InvalidIdentityToken", 400, std::move(message)}; }
[[noreturn]] void denied() { throw ApiError{"AccessDenied", 403, std::string(kDenied), "AccessDenied"}; }

std::string account_of(std::string_view role_arn) {
  auto arn = base::parse_arn(role_arn);
  return arn && arn->service == "iam" && base::is_account_id(arn->account) && arn->resource.starts_with("role/") ? std::string(arn->account) : std::string();
}

struct Vouched { iam::Issuer issuer; WebToken token; std::string audience; };

// Whose token this is: of an issuer that the role's account trusts, for one of the clients it has there.
Vouched read(const House& house, store::Txn& txn, const AssumeRoleWithWebIdentity& q) {
  auto token = read_web_token(q.webIdentityToken);
  if (!token) invalid("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
  for (auto [there, name] : {std::pair(!token->issuer.empty(), "iss"), {!token->subject.empty(), "sub"}, {!token->audience.empty(), "aud"},
                             {token->expires.has_value(), "exp"}, {token->issued.has_value(), "iat"}})
    if (!there) invalid("Missing a required claim: " + std::string(name));
  auto issuer = iam::find_issuer(house, txn, account_of(q.roleArn), token->issuer);
  if (!issuer) invalid("No OpenIDConnect provider found in your account for " + token->issuer);
  std::string audience = !token->authorized_party.empty() ? token->authorized_party : token->audience.size() == 1 ? token->audience[0] : std::string();
  if (std::find(issuer->clients.begin(), issuer->clients.end(), audience) == issuer->clients.end()) invalid("Incorrect token audience");
  if (token->subject.size() > kSubject) invalid("The subject of the token is too long");
  return {std::move(*issuer), std::move(*token), std::move(audience)};
}

void check_signature(House& house, const Vouched& v) {
  auto found = house.cache<IssuerKeys>().known(v.issuer, v.token);
  if (found.fault == IssuerKeys::Fault::unreachable)
    throw ApiError{"IDPCommunicationError", 400,
                   "The request could not be fulfilled because the identity provider (IDP) that was asked to verify the incoming identity "
                   "token could not be reached."};
  if (found.fault == IssuerKeys::Fault::useless)
    invalid("Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation "
            "for requirements");
  if (std::none_of(found.keys.begin(), found.keys.end(), [&](auto& key) { return verifies(key, v.token); })) invalid("The token's signature is not valid");
}

// By the host's clock: issuers are outside, and have no laboratory's.
void check_times(const WebToken& token) {
  const std::int64_t now = iam::session_clock().s();
  if (now >= *token.expires)
    throw ApiError{"ExpiredTokenException", 400, "Token expired: current date/time " + std::to_string(now) +
                                                     " must be before the expiration date/time " + std::to_string(*token.expires)};
  if (token.not_before.value_or(0) > now + kSkewSeconds || *token.issued > now + kSkewSeconds) invalid("The token is not yet valid");
}

service::PrincipalPtr principal_for(const Vouched& v) {
  auto p = std::make_shared<service::Principal>();
  p->who = Who::federated;
  p->identity = {.type = "WebIdentityUser", .principal_id = v.issuer.arn + ":" + v.audience + ":" + v.token.subject, .arn = v.issuer.arn,
                 .account = {}, .access_key = {}, .user_name = v.token.subject, .session = {}, .invoked_by = {}};
  p->entity_name = v.token.subject;
  return p;
}

std::vector<Tag> tags_of(const WebToken& token) {
  std::vector<Tag> out;
  for (auto& [key, value] : token.tags) out.push_back({TagKey(key), decltype(Tag::value)(value)});
  for (auto& tag : out)
    if (!shape::violations(*shape::of<Tag>(), &tag).empty()) invalid("The token's session tags are not valid");
  return out;
}

void authorize(std::string_view action, const AssumeRoleWithWebIdentity& q, const Vouched& v, const iam::TrustingRole& role,
               const std::vector<Tag>& tags, Call& call) {
  Access a{.action = action, .resource = q.roleArn, .owner = role.account};
  a.resource_policy = call.house().compiled(role.trust);
  a.rule = policy::ResourceRule::resource_must_allow;
  const std::string name = v.issuer.url.substr(std::string_view("https://").size());
  a.keys.push_back({name + ":aud", {v.audience}});
  a.keys.push_back({name + ":sub", {v.token.subject}});
  if (!v.token.methods.empty()) a.keys.push_back({name + ":amr", v.token.methods});
  a.keys.push_back({"aws:FederatedProvider", {v.issuer.arn}});
  a.keys.push_back({"sts:RoleSessionName", {q.roleSessionName}});
  if (!v.token.source_identity.empty()) a.keys.push_back({"sts:SourceIdentity", {v.token.source_identity}});
  if (!v.token.transitive_tags.empty()) a.keys.push_back({"sts:TransitiveTagKeys", v.token.transitive_tags});
  add_tag_keys(a, tags);
  for (auto& [key, value] : role.tags) {
    a.keys.push_back({"aws:ResourceTag/" + key, {value}});
    a.keys.push_back({"iam:ResourceTag/" + key, {value}});
  }
  try {
    call.house().authorize(*call.house().find_service("sts"), call, a);
  } catch (const ApiError&) {
    denied();                                          // who is nobody of AWS's learns no more than that
  }
}

}  // namespace

bool unsigned_operation(std::string_view name) { return name == "AssumeRoleWithWebIdentity" || name == "AssumeRoleWithSAML"; }

service::PrincipalPtr vouched(House& house, std::string_view, const void* request) {
  auto& q = *static_cast<const AssumeRoleWithWebIdentity*>(request);
  try {
    store::Txn txn = house.store.read();
    Vouched v = read(house, txn, q);
    check_times(v.token);
    house.cache<IssuerKeys>().learn(v.issuer, v.token);
    check_signature(house, v);
    return principal_for(v);
  } catch (const ApiError&) {
    return nullptr;                                    // the operation itself says why
  }
}

// Nothing is asked here: the token comes first. The role's account sees the attempt in any case.
std::vector<Access> on_web_identity(const AssumeRoleWithWebIdentity& q, Call& call) {
  std::string account = account_of(q.roleArn);
  if (account.empty()) throw ApiError{"ValidationError", 400, q.roleArn + " is invalid"};
  if (!iam::known_account(call.house(), call.txn(), account)) return {};
  Access a{.action = {}, .resource = q.roleArn, .owner = account, .type = "AWS::IAM::Role"};
  return {a};
}

AssumeRoleWithWebIdentityResult assume_role_with_web_identity(const AssumeRoleWithWebIdentity& q, Call& call) {
  if (q.providerId) throw ApiError{"ValidationError", 400, "ProviderId names providers of OAuth 2.0 access tokens; only OpenID Connect tokens are taken."};
  Vouched v = read(call.house(), call.txn(), q);
  check_times(v.token);
  check_signature(call.house(), v);
  Call theirs = call.as(principal_for(v));
  auto role = iam::find_role(call.house(), call.txn(), q.roleArn);
  if (!role) denied();
  const auto tags = tags_of(v.token);
  authorize("sts:AssumeRoleWithWebIdentity", q, v, *role, tags, theirs);
  if (!tags.empty()) authorize("sts:TagSession", q, v, *role, tags, theirs);
  if (!v.token.source_identity.empty()) authorize("sts:SetSourceIdentity", q, v, *role, tags, theirs);
  const std::int64_t seconds = q.durationSeconds ? std::int64_t(*q.durationSeconds) : kDefaultSeconds;
  if (seconds > role->max_session) throw ApiError{"ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."};

  iam::Session session{.kind = "role", .account = role->account, .issuer = role->id, .name = q.roleSessionName, .issued = call.now(),
                       .expires = iam::session_clock().plus_seconds(seconds), .policies = {}, .policy_arns = {}, .tags = {}, .transitive_tags = {},
                       .source_identity = v.token.source_identity, .provider = v.issuer.arn};
  add_policies(session, call, q);
  add_tags(session, tags);
  for (auto& key : v.token.transitive_tags) {
    if (!session.tags.contains(key)) invalid("A transitive tag key of the token is not among its tags");
    session.transitive_tags.push_back(key);
  }

  AssumeRoleWithWebIdentityResult out{.credentials = credentials(call.house(), session), .subjectFromWebIdentityToken = v.token.subject, .assumedRoleUser = {},
                                      .packedPolicySize = packed_size(session), .provider = v.issuer.arn, .audience = v.audience, .sourceIdentity = {}};
  out.assumedRoleUser = {role->id + ":" + q.roleSessionName,
                         "arn:" + call.house().settings.partition + ":sts::" + role->account + ":assumed-role/" + role->name + "/" + q.roleSessionName};
  if (!session.source_identity.empty()) out.sourceIdentity = session.source_identity;
  return out;
}

}  // namespace sts
