#include "services/iam/sessions.h"

#include "base/arn.h"
#include "base/bytes.h"
#include "base/crypto.h"
#include "services/iam/access_key_ids.h"
#include "services/iam/policies.h"
#include "services/iam/providers.h"

namespace iam {

using service::House, service::Principal, service::Who, store::joined;

namespace {

constexpr char kTokenVersion = 1;
constexpr std::size_t kTokenLimit = 24u << 10;         // characters; more than any we issue

std::string bound_to(std::string_view access_key) { return joined("session", access_key); }

// 30 of the MAC's bytes: 40 characters, as every secret access key has.
std::string secret_for(const House& house, std::string_view access_key, std::string_view token) {
  return base::base64(base::hmac_sha256(house.key_for("session secrets"), joined(access_key, token)).substr(0, 30));
}

std::string sts_arn(const House& house, const Session& s, std::string_view resource) {
  return "arn:" + house.settings.partition + ":sts::" + s.account + ":" + std::string(resource);
}

std::string root_arn(const House& house, const Session& s) { return "arn:" + house.settings.partition + ":iam::" + s.account + ":root"; }

void become_role_session(const House& house, const Directory& dir, const Session& s, const state::Entity& role, Principal& p) {
  p.who = Who::role_session;
  p.entity_id = role.id;
  p.entity_name = role.name;
  p.role_arn = dir.arn(role);
  p.identity.type = "AssumedRole";
  p.identity.principal_id = role.id + ":" + s.name;
  p.identity.arn = sts_arn(house, s, "assumed-role/" + role.name + "/" + s.name);
  p.identity.session->issuer = {"Role", role.id, p.role_arn, s.account, role.name};
  p.identity.user_name = s.provider;
}

void become_user(const Directory& dir, const state::Entity& user, Principal& p) {
  p.who = Who::user;
  p.entity_id = user.id;
  p.entity_name = user.name;
  p.identity.type = "IAMUser";
  p.identity.principal_id = user.id;
  p.identity.arn = dir.arn(user);
  p.identity.user_name = user.name;
}

void become_root(const House& house, const Directory& dir, const Session& s, Principal& p) {
  p.who = Who::root;
  p.entity_id = s.account;
  p.identity.type = "Root";
  p.identity.principal_id = s.account;
  p.identity.arn = root_arn(house, s);
  p.identity.user_name = dir.settings().alias;
}

// It is neither the user that vouches for it nor has it that user's id: entity_id only tells their policies apart.
void become_federated(const House& house, const Directory& dir, const Session& s, const state::Entity* user, Principal& p) {
  p.who = Who::federated;
  p.entity_id = "federated:" + s.issuer;
  p.entity_name = s.name;
  p.identity.type = "FederatedUser";
  p.identity.principal_id = s.account + ":" + s.name;
  p.identity.arn = sts_arn(house, s, "federated-user/" + s.name);
  if (user) p.identity.session->issuer = {"IAMUser", user->id, dir.arn(*user), s.account, user->name};
  else p.identity.session->issuer = {"Root", s.account, root_arn(house, s), s.account, ""};
}

}  // namespace

Issued issue(const House& house, const Session& session) {
  Issued out;
  out.access_key = make_access_key_id("ASIA", session.account);
  out.token = base::base64(kTokenVersion + base::seal(house.key_for("sessions"), shape::packed(session), bound_to(out.access_key)));
  out.secret = secret_for(house, out.access_key, out.token);
  return out;
}

std::optional<Opened> open_session(const House& house, std::string_view access_key, std::string_view token) {
  if (token.size() > kTokenLimit) return {};
  auto bytes = base::unbase64(token);
  if (!bytes || bytes->empty() || bytes->front() != kTokenVersion) return {};
  auto plain = base::open(house.key_for("sessions"), std::string_view(*bytes).substr(1), bound_to(access_key));
  auto session = plain ? shape::unpacked<Session>(*plain) : std::nullopt;
  if (!session) return {};
  return Opened{std::move(*session), secret_for(house, access_key, token)};
}

service::PrincipalPtr principal_of(House& house, store::Txn& txn, const Session& s, std::string_view access_key) {
  Directory dir(house, txn, s.account);
  bool of_root = s.issuer == s.account;
  auto entity = of_root ? std::nullopt : dir.entity(s.issuer);
  if (!entity && !of_root) return nullptr;
  auto p = std::make_shared<Principal>();
  p->identity.account = s.account;
  p->identity.access_key = access_key;
  p->identity.session = {.issuer = {}, .created = s.issued, .mfa = s.mfa, .source_identity = s.source_identity};
  if (s.kind == "federated") become_federated(house, dir, s, entity ? &*entity : nullptr, *p);
  else if (of_root) become_root(house, dir, s, *p);
  else if (s.kind == "role") become_role_session(house, dir, s, *entity, *p);
  else become_user(dir, *entity, *p);
  p->session_restricted = s.restricted;
  p->session_policy_texts = s.policies;
  for (auto& arn : s.policy_arns) p->session_policy_texts.push_back(policy_document(dir, arn).value_or(""));
  for (auto& text : p->session_policy_texts)           // one that is gone allows nothing any more: nullptr denies
    p->session_policies.push_back(text.empty() ? nullptr : house.compiled(text));
  p->tags = s.tags;
  p->transitive_tags = s.transitive_tags;
  p->issued = s.issued;
  p->temporary = true;
  p->mfa = s.mfa;
  return p;
}

std::optional<TrustingRole> find_role(const House& house, store::Txn& txn, std::string_view arn) {
  auto parts = base::parse_arn(arn);
  if (!parts || parts->service != "iam" || !parts->resource.starts_with("role/")) return {};
  Directory dir(house, txn, parts->account);
  auto role = dir.find(Kind::role, parts->resource.substr(parts->resource.rfind('/') + 1));
  if (!role || dir.arn(*role) != arn) return {};
  return TrustingRole{dir.account(), role->id, role->name, std::string(arn), std::move(role->effective_trust), role->max_session,
                      std::move(role->tags)};
}

bool policy_exists(const House& house, store::Txn& txn, std::string_view account, std::string_view arn) {
  return bool(find_policy(Directory(house, txn, account), arn));
}

std::optional<Issuer> find_issuer(const House& house, store::Txn& txn, std::string_view account, std::string_view url) {
  constexpr std::string_view scheme = "https://";
  if (!url.starts_with(scheme)) return {};
  Directory dir(house, txn, account);
  std::string_view name = url.substr(scheme.size());
  auto found = dir.in(state::kOidcProviders).get(name);
  if (!found) return {};
  return Issuer{provider_arn(dir, kOidcWord, name), std::string(url), std::move(found->clients), std::move(found->thumbprints)};
}

bool known_account(const House& house, store::Txn& txn, std::string_view account) { return Directory(house, txn, account).known(); }

std::optional<std::string> account_of_key(const House& house, store::Txn& txn, std::string_view access_key) {
  auto key = Directory(house, txn, "").in(state::kAccessKeys).get(access_key);
  return key ? std::optional(key->account) : account_of_access_key(access_key);
}

}  // namespace iam
