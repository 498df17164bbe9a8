#include "services/iam/ports.h"

#include "services/iam/access_keys.h"
#include "services/iam/managed_policies.h"
#include "services/iam/policies.h"
#include "services/iam/sessions.h"
#include "services/iam/trust.h"

namespace iam {

using service::Credential, service::CredentialAnswer, service::CredentialFault, service::DocumentPtr, service::House, service::IdentityPolicies,
    service::Principal, service::Who;

namespace {

// A boundary that cannot be read allows nothing; none at all would allow everything.
DocumentPtr or_nothing(DocumentPtr document) {
  static const DocumentPtr nothing = std::make_shared<const policy::Document>(std::vector<policy::Statement>());
  return document ? document : nothing;
}

DocumentPtr managed(House& house, const Directory& dir, const std::string& arn) {
  auto text = policy_document(dir, arn);
  return text ? house.compiled(*text) : nullptr;
}

void add_policies(House& house, const Directory& dir, const state::Entity& e, IdentityPolicies& out) {
  for (auto& arn : e.attached) out.documents.push_back(managed(house, dir, arn));
  dir.in(state::kInlinePolicies).each(store::joined(e.id, ""), "", [&](std::string_view, const state::Written& w) {
    out.documents.push_back(house.compiled(w.document));
    return true;
  });
}

// The user or role whose policies are a principal's; empty for what a root user vouches for.
std::string policy_holder(const Principal& p) {
  if (p.who != Who::federated) return p.entity_id;
  auto& issuer = p.identity.session->issuer;
  return issuer && issuer->type == "IAMUser" ? issuer->principal_id : "";
}

CredentialAnswer fault(CredentialFault f) { return {std::nullopt, f}; }

CredentialAnswer of_session(House& house, store::Txn& txn, std::string_view access_key, std::string_view token) {
  auto opened = open_session(house, access_key, token);
  if (!opened) return fault(CredentialFault::bad_token);
  if (opened->session.expires <= session_clock()) return fault(CredentialFault::expired);
  auto principal = principal_of(house, txn, opened->session, access_key);
  if (!principal) return fault(CredentialFault::unknown);
  return {Credential{std::move(opened->secret), std::move(principal), opened->session.expires}};
}

}  // namespace

CredentialAnswer credential(House& house, store::Txn& txn, std::string_view access_key, std::string_view token) {
  if (!token.empty()) return of_session(house, txn, access_key, token);
  auto key = Directory(house, txn, "").in(state::kAccessKeys).get(access_key);
  if (!key) return fault(CredentialFault::unknown);
  if (!key->active) return fault(CredentialFault::inactive);
  Directory dir(house, txn, key->account);
  auto secret = secret_of(house, access_key, *key);
  auto user = dir.entity(key->owner);
  bool root = key->owner == key->account;
  if (!secret || (!user && !root)) return fault(CredentialFault::unknown);
  auto p = std::make_shared<Principal>();
  p->who = root ? Who::root : Who::user;
  p->entity_id = key->owner;
  p->identity = {.type = root ? "Root" : "IAMUser", .principal_id = key->owner,
                 .arn = root ? "arn:" + dir.partition() + ":iam::" + key->account + ":root" : dir.arn(*user),
                 .account = key->account, .access_key = std::string(access_key), .user_name = root ? dir.settings().alias : user->name};
  if (user) p->entity_name = user->name;
  return {Credential{std::move(*secret), std::move(p), {}}};
}

IdentityPolicies identity_policies(House& house, store::Txn& txn, const Principal& p) {
  IdentityPolicies out;
  Directory dir(house, txn, p.account());
  std::string id = policy_holder(p);
  if (id.empty()) {                                    // a root user's may do what the session's policies say
    out.documents.push_back(house.compiled(aws_policy("/AdministratorAccess")->document));
    return out;
  }
  auto entity = dir.entity(id);
  if (!entity) return out;
  add_policies(house, dir, *entity, out);
  for (auto& group_id : entity->groups) if (auto group = dir.entity(group_id)) add_policies(house, dir, *group, out);
  if (!entity->boundary.empty()) out.boundary = or_nothing(managed(house, dir, entity->boundary));
  if (p.who != Who::federated) out.tags = std::move(entity->tags);
  return out;
}

std::optional<std::string> unique_id(House& house, store::Txn& txn, std::string_view arn) { return unique_id(Directory(house, txn, ""), arn); }

std::string present_name(House& house, store::Txn& txn, const std::string& arn, const std::string& id) {
  return present_name(Directory(house, txn, ""), arn, id);
}

}  // namespace iam
