#include "services/kms/grants.h"

#include "base/arn.h"
#include "base/bytes.h"
#include "base/crypto.h"
#include "services/kms/paging.h"

namespace kms {
namespace {

// What a grant token names.
struct GrantPlace { std::string account, region, key_id, grantee, id; };
BOOST_DESCRIBE_STRUCT(GrantPlace, (), (account, region, key_id, grantee, id))

std::string token_of(const House& house, const Scope& at, const GrantRecord& g) {
  GrantPlace place{at.account, at.region, g.key_id, g.grantee, g.id};
  return base::base64(base::seal(house.key_for("kms-grant-tokens"), shape::packed(place)));
}

GrantPlace place_of(const House& house, std::string_view token) {
  auto sealed = base::unbase64(token);
  auto bytes = sealed ? base::open(house.key_for("kms-grant-tokens"), *sealed) : std::nullopt;
  auto place = bytes ? shape::unpacked<GrantPlace>(*bytes) : std::nullopt;
  if (!place) throw ApiError{"InvalidGrantTokenException", 400, "Invalid grant token"};
  return *place;
}

store::Bound<GrantRecord> grants_at(Call& call, const Scope& at) { return call.elsewhere(kGrants, at.account, at.region); }
std::string row(const GrantRecord& g) { return store::joined(g.key_id, g.grantee, g.id); }

std::optional<GrantRecord> find_grant(Call& call, const Key& key, std::string_view id) {
  std::optional<GrantRecord> out;
  grants_at(call, key.at).each(store::joined(key.record.id, ""), "", [&](std::string_view, GrantRecord g) {
    if (g.id == id) out = std::move(g);
    return !out;
  });
  return out;
}

ApiError no_such_grant(std::string_view id) { return {"NotFoundException", 400, "Grant ID " + std::string(id) + " not found"}; }

bool includes(const EncryptionContext& whole, const EncryptionContext& part) {
  return std::all_of(part.begin(), part.end(), [&](auto& pair) {
    auto it = whole.find(pair.first);
    return it != whole.end() && it->second == pair.second;
  });
}

bool has_operation(const GrantRecord& g, std::string_view operation) {
  return std::find(g.operations.begin(), g.operations.end(), operation) != g.operations.end();
}

// Constraints bind the operations that take an encryption context: those whose accesses give one.
bool covers(const GrantRecord& g, std::string_view operation, const EncryptionContext* context) {
  if (!has_operation(g, operation)) return false;
  if (!context) return true;
  return (!g.subset || includes(*context, *g.subset)) && (!g.equals || *context == *g.equals);
}

// Who holds a grant to CreateGrant may pass on no more than the grant itself gives.
bool covers_child(const GrantRecord& g, const CreateGrant& child) {
  if (!has_operation(g, "CreateGrant")) return false;
  for (auto& operation : child.operations) if (!has_operation(g, operation)) return false;
  static const GrantConstraints none;
  const GrantConstraints& c = child.constraints ? *child.constraints : none;
  if (g.equals && (!c.encryptionContextEquals || *c.encryptionContextEquals != *g.equals)) return false;
  if (!g.subset) return true;
  return (c.encryptionContextSubset && includes(*c.encryptionContextSubset, *g.subset)) ||
         (c.encryptionContextEquals && includes(*c.encryptionContextEquals, *g.subset));
}

std::string root_arn(const House& house, const std::string& account) { return "arn:" + house.settings.partition + ":iam::" + account + ":root"; }

// The names a grant may know the caller by.
std::vector<std::string> names_of(const Call& call) {
  const service::Principal& p = call.caller();
  if (p.who == service::Who::service) return {p.service};
  std::vector<std::string> out = {p.identity.arn};
  if (!p.role_arn.empty() && p.role_arn != p.identity.arn) out.push_back(p.role_arn);
  if (p.who != service::Who::root) out.push_back(root_arn(call.house(), p.account()));
  out.push_back(p.account());
  return out;
}

// The policy engine decides how closely each of the principals names the caller, and what still limits it then.
std::shared_ptr<const policy::Document> allowing(House& house, const std::vector<std::string>& principals) {
  if (principals.empty()) return nullptr;
  std::string json;
  base::JsonWriter w(json);
  w.open('{').key("Version").text("2012-10-17").key("Statement").open('[');
  for (auto& p : principals) {
    bool account = base::is_account_id(p) || base::parse_arn(p);
    w.open('{').key("Effect").text("Allow").key("Principal").open('{').key(account ? "AWS" : "Service").text(p).close('}');
    w.key("Action").text("kms:*").key("Resource").text("*").close('}');
  }
  w.close(']').close('}');
  return house.compiled(json);
}

template <class F> std::shared_ptr<const policy::Document> granted(Call& call, const Key& key, F covering) {
  std::vector<std::string> principals;
  for (auto& name : names_of(call)) {
    bool found = false;
    grants_at(call, key.at).each(store::joined(key.record.id, name, ""), "", [&](std::string_view, GrantRecord g) {
      found = covering(g);
      return !found;
    });
    if (found) principals.push_back(name);
  }
  return allowing(call.house(), principals);
}

GrantListEntry entry_of(const House& house, const Scope& at, const GrantRecord& g) {
  GrantListEntry out{.keyId = key_arn(house, at, g.key_id), .grantId = g.id, .creationDate = g.created, .granteePrincipal = g.grantee,
                     .issuingAccount = root_arn(house, g.issuer), .operations = g.operations};
  if (!g.name.empty()) out.name = g.name;
  if (!g.retiring.empty()) out.retiringPrincipal = g.retiring;
  if (g.subset || g.equals) out.constraints = GrantConstraints{g.subset, g.equals};
  return out;
}

GrantRecord asked_for(const CreateGrant& q, Call& call, const Key& key) {
  GrantRecord g{.key_id = key.record.id, .name = q.name.value_or(""), .grantee = q.granteePrincipal, .retiring = q.retiringPrincipal.value_or(""),
                .issuer = call.scope().account, .created = call.now()};
  g.operations.assign(q.operations.begin(), q.operations.end());
  if (q.constraints) { g.subset = q.constraints->encryptionContextSubset; g.equals = q.constraints->encryptionContextEquals; }
  return g;
}

bool is_principal(const std::string& name) {
  auto arn = base::parse_arn(name);
  auto named = [&](std::string_view kind) { return arn->resource.starts_with(kind) && arn->resource.size() > kind.size(); };
  if (!arn) return base::is_account_id(name) || name.ends_with(".amazonaws.com");
  if (!base::is_account_id(arn->account)) return false;
  return (arn->service == "iam" && (arn->resource == "root" || named("user/") || named("role/"))) ||
         (arn->service == "sts" && (named("assumed-role/") || named("federated-user/")));
}

void check_grant(const CreateGrant& q) {
  if (!is_principal(q.granteePrincipal) || (q.retiringPrincipal && !is_principal(*q.retiringPrincipal)))
    throw ApiError{"InvalidArnException", 400, "The principal of a grant must be a user, a role, a session, an account or a service."};
  if (q.operations.empty()) throw ApiError{"ValidationException", 400, "Operations must not be empty."};
  if (q.constraints && q.constraints->encryptionContextSubset && q.constraints->encryptionContextEquals)
    throw ApiError{"ValidationException", 400, "Grant constraints must not have both EncryptionContextSubset and EncryptionContextEquals."};
}

// KMS Developer Guide, "Grant operations".
bool can_be_granted(const KeyRecord& key, std::string_view operation) {
  auto among = [&](std::initializer_list<std::string_view> names) { return std::find(names.begin(), names.end(), operation) != names.end(); };
  if (among({"CreateGrant", "DescribeKey", "RetireGrant"})) return true;
  if (key.usage == kGenerateVerifyMac) return among({"GenerateMac", "VerifyMac"});
  if (key.usage == kEncryptDecrypt && among({"Decrypt", "Encrypt", "ReEncryptFrom", "ReEncryptTo"})) return true;
  if (key.spec == kSymmetric)
    return among({"GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"});
  if (operation == "GetPublicKey") return true;
  return key.usage == kSignVerify ? among({"Sign", "Verify"}) : key.usage == kKeyAgreement && operation == "DeriveSharedSecret";
}

void check_fits(const CreateGrant& q, const KeyRecord& key) {
  for (auto& operation : q.operations)
    if (!can_be_granted(key, operation))
      throw ApiError{"ValidationException", 400, "Grant operation " + operation + " is not supported for this key type."};
  if (key.spec != kSymmetric && q.constraints && (q.constraints->encryptionContextSubset || q.constraints->encryptionContextEquals))
    throw ApiError{"ValidationException", 400, "Grant constraints are supported for symmetric encryption keys only."};
}

// The grant to be retired, by its token or by key and id; only the key's name where the key is out of reach.
struct Retiring { Named named; GrantRecord grant; };
Retiring to_be_retired(const RetireGrant& q, Call& call) {
  if (q.grantToken.has_value() == q.keyId.has_value() || q.keyId.has_value() != q.grantId.has_value())
    throw ApiError{"ValidationException", 400, "Specify either a grant token, or a key ID and a grant ID."};
  std::string id = q.grantId.value_or(""), key = q.keyId.value_or("");
  if (q.grantToken) {
    GrantPlace place = place_of(call.house(), *q.grantToken);
    id = place.id;
    key = key_arn(call.house(), {place.account, place.region}, place.key_id);
  }
  Retiring out{find_key_proper(call, key), {}};
  if (!out.named.key) return out;
  auto grant = find_grant(call, *out.named.key, id);
  if (!grant) throw no_such_grant(id);
  out.grant = std::move(*grant);
  return out;
}

}  // namespace

void check_tokens(const House& house, const std::optional<GrantTokens>& tokens) {
  if (tokens) for (auto& token : *tokens) place_of(house, token);
}

std::shared_ptr<const policy::Document> covering_grant(Call& call, const Key& key, std::string_view operation, const EncryptionContext* context) {
  return granted(call, key, [&](const GrantRecord& g) { return covers(g, operation, context); });
}

namespace {
// Whether a service asks in the caller's name.
ConditionKeys for_resources(const Call& call) { return {{"kms:GrantIsForAWSResource", {call.peer().via.empty() ? "false" : "true"}}}; }

// What a grant is constrained to.
void add_constraints(const std::optional<EncryptionContext>& subset, const std::optional<EncryptionContext>& equals, ConditionKeys& keys) {
  if (subset) keys.push_back({"kms:GrantConstraintType", {"EncryptionContextSubset"}});
  if (equals) keys.push_back({"kms:GrantConstraintType", {"EncryptionContextEquals"}});
  for (auto* context : {&subset, &equals}) if (*context) add_context(**context, keys);
}
}  // namespace

Access to_create_grant(const CreateGrant& q, Call& call) {
  check_tokens(call.house(), q.grantTokens);
  Named named = find_key_proper(call, q.keyId);
  ConditionKeys keys = for_resources(call);
  keys.push_back({"kms:GranteePrincipal", {q.granteePrincipal}});
  keys.push_back({"kms:GrantOperations", {q.operations.begin(), q.operations.end()}});
  if (q.retiringPrincipal) keys.push_back({"kms:RetiringPrincipal", {*q.retiringPrincipal}});
  if (q.constraints) add_constraints(q.constraints->encryptionContextSubset, q.constraints->encryptionContextEquals, keys);
  Access access = access_to(call, "kms:CreateGrant", named, Callers::all, nullptr, std::move(keys));
  if (access.grant) access.grant = granted(call, *named.key, [&](const GrantRecord& g) { return covers_child(g, q); });
  return access;
}

Access to_list_grants(const ListGrants& q, Call& call) { return access_to(call, "kms:ListGrants", find_key_proper(call, q.keyId), Callers::all, nullptr, for_resources(call)); }
Access to_list_retirable_grants(const ListRetirableGrants&, Call& call) { return access_to_all(call, "kms:ListRetirableGrants"); }
Access to_revoke_grant(const RevokeGrant& q, Call& call) { return access_to(call, "kms:RevokeGrant", find_key_proper(call, q.keyId), Callers::all, nullptr, for_resources(call)); }

// The grant itself says who may retire it: its retiring principal, its grantee if RetireGrant is among its operations,
// and the account that made it.
Access to_retire_grant(const RetireGrant& q, Call& call) {
  auto [named, g] = to_be_retired(q, call);
  ConditionKeys keys;
  add_constraints(g.subset, g.equals, keys);
  Access access = access_to(call, "kms:RetireGrant", named, Callers::all, nullptr, std::move(keys));
  if (!named.key) return access;
  std::vector<std::string> principals = {root_arn(call.house(), g.issuer)};
  if (!g.retiring.empty()) principals.push_back(g.retiring);
  if (has_operation(g, "RetireGrant")) principals.push_back(g.grantee);
  access.grant = allowing(call.house(), principals);
  return access;
}

CreateGrantResult create_grant(const CreateGrant& q, Call& call) {
  check_grant(q);
  KeyPtr key = authorized_key(call, q.keyId);
  must_be_usable(*key);
  check_fits(q, key->record);
  stop_if_dry_run(q.dryRun);
  GrantRecord g = asked_for(q, call, *key);
  auto grants = grants_at(call, key->at);
  if (!g.name.empty())           // the same request again finds the grant it made
    grants.each(store::joined(g.key_id, g.grantee, ""), "", [&](std::string_view, const GrantRecord& other) {
      bool same = other.name == g.name && other.retiring == g.retiring && other.operations == g.operations && other.subset == g.subset &&
                  other.equals == g.equals;
      if (same) g = other;
      return !same;
    });
  if (g.id.empty()) {
    g.id = base::random_text(64, base::kHexDigits);
    grants.put(row(g), g);
  }
  return {g.id, key->arn, token_of(call.house(), key->at, g)};
}

ListGrantsResult list_grants(const ListGrants& q, Call& call) {
  KeyPtr key = authorized_key(call, q.keyId);
  ListGrantsResult out;
  auto grants = grants_at(call, key->at);
  out.nextMarker = page(grants, store::joined(key->record.id, ""), q.marker, page_size(q.limit, 50), [&](std::string_view, GrantRecord g) {
    if ((q.grantId && g.id != *q.grantId) || (q.granteePrincipal && g.grantee != *q.granteePrincipal)) return false;
    out.grants.push_back(entry_of(call.house(), key->at, g));
    return true;
  });
  out.truncated = out.nextMarker.has_value();
  return out;
}

ListGrantsResult list_retirable_grants(const ListRetirableGrants& q, Call& call) {
  ListGrantsResult out;
  out.nextMarker = page(call.in(kGrants), "", q.marker, page_size(q.limit, 50), [&](std::string_view, GrantRecord g) {
    if (g.retiring != q.retiringPrincipal) return false;
    out.grants.push_back(entry_of(call.house(), call.scope(), g));
    return true;
  });
  out.truncated = out.nextMarker.has_value();
  return out;
}

Done revoke_grant(const RevokeGrant& q, Call& call) {
  KeyPtr key = authorized_key(call, q.keyId);
  auto grant = find_grant(call, *key, q.grantId);
  if (!grant) throw no_such_grant(q.grantId);
  stop_if_dry_run(q.dryRun);
  grants_at(call, key->at).erase(row(*grant));
  return {key->arn};
}

Done retire_grant(const RetireGrant& q, Call& call) {
  auto [named, grant] = to_be_retired(q, call);
  stop_if_dry_run(q.dryRun);
  grants_at(call, named.at).erase(row(grant));
  return {named.arn};
}

}  // namespace kms
