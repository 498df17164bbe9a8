#include "services/kms/key.h"

#include "base/arn.h"
#include "base/crypto.h"
#include "service/called_via.h"
#include "service/kept.h"
#include "services/kms/ciphertext.h"
#include "services/kms/grants.h"
#include "services/kms/managed.h"
#include "shape/validate.h"

namespace kms {
namespace {

std::string arn_of(const House& house, const Scope& at, std::string_view kind, std::string_view name) {
  std::string out;
  out.reserve(32 + house.settings.partition.size() + at.region.size() + at.account.size() + kind.size() + name.size());
  out.append("arn:").append(house.settings.partition).append(":kms:").append(at.region).append(":").append(at.account).append(":");
  out.append(kind).append(name);
  return out;
}

std::string bound_to(const std::string& arn, std::size_t number) { return arn + "#" + std::to_string(number); }

ApiError unreadable(const std::string& arn) { return {"KMSInternalException", 500, "The key material of " + arn + " cannot be read."}; }

std::vector<Material> unsealed(House& house, const std::string& arn, const KeyRecord& record) {
  std::vector<Material> out;
  for (std::size_t i = 0; i < record.backings.size(); ++i) {
    auto bytes = base::open(house.key_for("kms"), record.backings[i].sealed, bound_to(arn, i + 1));
    if (!bytes) throw unreadable(arn);
    out.emplace_back(std::move(*bytes));
  }
  return out;
}

ConditionKeys conditions_of(const KeyRecord& r) {
  ConditionKeys out = {{"kms:KeySpec", {r.spec}},
                       {"kms:KeyUsage", {r.usage}},
                       {"kms:KeyOrigin", {"AWS_KMS"}},
                       {"kms:MultiRegion", {r.multi_region ? "true" : "false"}}};
  if (r.multi_region) out.push_back({"kms:MultiRegionKeyType", {"PRIMARY"}});
  if (!r.aliases.empty()) out.push_back({"kms:ResourceAliases", r.aliases});
  for (auto& [key, value] : r.tags) out.push_back({"aws:ResourceTag/" + key, {value}});
  return out;
}

KeyPtr managed_key(House& house, const Scope& at, std::string_view id) {
  auto managed = find_managed(house, at, id);
  if (!managed) return nullptr;
  auto key = std::make_shared<Key>();
  key->arn = key_arn(house, at, id);
  key->at = at;
  key->managed = true;
  key->policy = house.compiled(managed->record.policy);
  key->materials.emplace_back(std::move(managed->material));
  key->conditions = conditions_of(managed->record);
  key->record = std::move(managed->record);
  return key;
}

KeyPtr stored_key(Call& call, const Scope& at, std::string_view id) {
  auto record = call.elsewhere(kKeys, at.account, at.region).get(id);
  if (!record) return nullptr;
  bool has_grants = false;
  call.elsewhere(kGrants, at.account, at.region).each(store::joined(id, ""), "", [&](std::string_view, GrantRecord) {
    has_grants = true;
    return false;
  });
  return make_ready(call.house(), at, std::move(*record), has_grants);
}

// Keys are kept by their own ARNs and those of their aliases.
template <class F> KeyPtr kept(Call& call, const std::string& arn, F read) {
  House& house = call.house();
  return house.cache<service::Kept<Key>>().get(arn, house.store.touched("kms"), call.txn(), read);
}

KeyPtr key_of(Call& call, const Scope& at, std::string_view id, const std::string& arn) {
  return kept(call, arn, [&] {
    KeyPtr key = stored_key(call, at, id);
    return key ? key : managed_key(call.house(), at, id);
  });
}

KeyPtr key_behind(Call& call, const Scope& at, std::string_view alias) {
  if (auto id = managed_id(call.house(), at, alias)) return load_key(call, at, *id);
  auto record = call.elsewhere(kAliases, at.account, at.region).get(alias);
  return record ? load_key(call, at, record->key_id) : nullptr;
}

Named by_alias(Call& call, const Scope& at, std::string_view alias) {
  Named out{nullptr, alias_arn(call.house(), at, alias), at, std::string(alias)};
  out.key = kept(call, out.arn, [&] { return key_behind(call, at, alias); });
  if (out.key) out.arn = out.key->arn;
  return out;
}

Named by_id(Call& call, const Scope& at, std::string_view id) {
  if (!is_key_id(id)) throw ApiError{"NotFoundException", 400, "Invalid keyId '" + std::string(id) + "'"};
  Named out{nullptr, key_arn(call.house(), at, id), at, {}};
  out.key = key_of(call, at, id, out.arn);
  return out;
}

Named by_arn(Call& call, std::string_view name) {
  auto arn = base::parse_arn(name);
  if (!arn || arn->partition != call.house().settings.partition || arn->service != "kms" || !base::is_account_id(arn->account))
    throw ApiError{"InvalidArnException", 400, "Invalid arn " + std::string(name)};
  if (arn->region != call.scope().region) throw ApiError{"NotFoundException", 400, "Invalid arn " + std::string(arn->region)};
  Scope at{std::string(arn->account), std::string(arn->region)};
  if (arn->resource.starts_with("alias/")) return by_alias(call, at, arn->resource);
  if (arn->resource.starts_with("key/")) return by_id(call, at, arn->resource.substr(4));
  throw ApiError{"InvalidArnException", 400, "Invalid arn " + std::string(name)};
}

// s3.amazonaws.com, calling in us-east-1, is s3.us-east-1.amazonaws.com here.
std::string via_service(std::string_view host, std::string_view region) {
  auto dot = host.find('.');
  if (dot == host.npos || host.substr(dot) != ".amazonaws.com") return std::string(host);
  return std::string(host.substr(0, dot + 1)).append(region).append(host.substr(dot));
}

std::vector<std::string> one(std::string_view value) { return std::vector<std::string>(1, std::string(value)); }

void add_caller(Call& call, ConditionKeys& keys) {
  if (!call.caller().account().empty()) keys.emplace_back("kms:CallerAccount", one(call.caller().account()));
  if (!call.peer().via.empty()) keys.push_back({"kms:ViaService", {via_service(service::last_via(call.peer().via), call.scope().region)}});
}

}  // namespace

Material::Material(std::string material) : bytes(std::move(material)), id(material_id(bytes)) {}
Material::~Material() { base::wipe(bytes); }

std::string key_arn(const House& house, const Scope& at, std::string_view id) { return arn_of(house, at, "key/", id); }
std::string alias_arn(const House& house, const Scope& at, std::string_view name) { return arn_of(house, at, "", name); }

Backing new_backing(House& house, const std::string& arn, std::size_t number, base::Time now, std::string_view rotation, std::string material) {
  Backing out{base::seal(house.key_for("kms"), material, bound_to(arn, number)), now, std::string(rotation)};
  base::wipe(material);
  return out;
}

KeyPtr make_ready(House& house, const Scope& at, KeyRecord record, bool has_grants) {
  auto key = std::make_shared<Key>();
  key->arn = key_arn(house, at, record.id);
  key->at = at;
  key->has_grants = has_grants;
  key->policy = house.compiled(record.effective_policy.empty() ? record.policy : record.effective_policy);
  key->materials = unsealed(house, key->arn, record);
  if (is_pair(record.spec)) {
    key->pair = KeyPair::from_der(record.spec, key->materials.back().bytes);
    if (!key->pair) throw unreadable(key->arn);
  }
  key->conditions = conditions_of(record);
  key->record = std::move(record);
  return key;
}

KeyPtr load_key(Call& call, const Scope& at, std::string_view id) { return key_of(call, at, id, key_arn(call.house(), at, id)); }

Named find_key(Call& call, std::string_view name) {
  const Scope& here = call.scope();
  Named out = name.starts_with("arn:") ? by_arn(call, name) : name.starts_with("alias/") ? by_alias(call, here, name) : by_id(call, here, name);
  if (out.key || (out.at.account != here.account && call.caller().who != service::Who::service)) return out;
  throw ApiError{"NotFoundException", 400, out.alias.empty() ? "Key '" + out.arn + "' does not exist" : "Alias " + out.arn + " is not found."};
}

Named find_key_proper(Call& call, std::string_view name) {
  Named out = name.starts_with("alias/") ? by_id(call, call.scope(), name) : find_key(call, name);
  if (!out.alias.empty()) throw ApiError{"InvalidArnException", 400, "Invalid arn " + std::string(name)};
  return out;
}

KeyPtr authorized_key(Call& call, std::string_view name) {
  KeyPtr key = find_key(call, name).key;
  if (!key) std::abort();                // authorization lets nobody through to a key that is not there
  return key;
}

void add_context(const EncryptionContext& context, ConditionKeys& keys) {
  std::vector<std::string> names;
  for (auto& [name, value] : context) {
    keys.push_back({"kms:EncryptionContext:" + name, {value}});
    names.push_back(name);
  }
  if (!names.empty()) keys.push_back({"kms:EncryptionContextKeys", std::move(names)});
}

Access access_to(Call& call, std::string_view action, const Named& named, Callers callers, const EncryptionContext* context, ConditionKeys more) {
  Access out{.action = action, .resource = named.arn, .owner = named.at.account, .rule = policy::ResourceRule::resource_must_allow,
             .keys = std::move(more)};
  out.keys.reserve(out.keys.size() + 5 + (context ? context->size() : 0) + (named.key ? named.key->conditions.size() : 0));
  add_caller(call, out.keys);
  if (!named.alias.empty()) out.keys.emplace_back("kms:RequestAlias", one(named.alias));
  if (context) add_context(*context, out.keys);
  const bool reachable = named.key && (callers == Callers::all || named.at.account == call.scope().account);
  out.recorded = reachable;              // a call that cannot reach the key is its caller's affair alone
  // KMS Developer Guide, "Logging KMS API calls": nor does the owner learn of strangers that were denied.
  out.denial_recorded = call.caller().who == service::Who::service || named.at.account == call.caller().account();
  if (!reachable) return out;            // and without a policy that allows it is refused, as if there were no key
  out.type = "AWS::KMS::Key";
  out.resource_policy = named.key->policy;
  if (named.key->has_grants) out.grant = covering_grant(call, *named.key, action.substr(4), context);
  out.keys.insert(out.keys.end(), named.key->conditions.begin(), named.key->conditions.end());
  return out;
}

Access access_to_encrypt(Call& call, std::string_view action, const Named& named, const EncryptionContext& context, std::string_view algorithm,
                         ConditionKeys more) {
  more.emplace_back("kms:EncryptionAlgorithm", one(algorithm.empty() ? kSymmetric : algorithm));
  return access_to(call, action, named, Callers::all, &context, std::move(more));
}

Access access_to_all(Call& call, std::string_view action, ConditionKeys more) {
  Access out{.action = action, .keys = std::move(more)};
  add_caller(call, out.keys);
  return out;
}

void must_not_be_pending(const Key& key) {
  if (key.record.state == kPendingDeletion) throw ApiError{"KMSInvalidStateException", 400, key.arn + " is pending deletion."};
}

void must_be_usable(const Key& key) {
  must_not_be_pending(key);
  if (key.record.state == kDisabled) throw ApiError{"DisabledException", 400, key.arn + " is disabled."};
}

void must_be_for(const Key& key, std::string_view usage, std::string_view operation, std::string_view algorithm) {
  const KeyRecord& r = key.record;
  if (r.usage != usage)
    throw ApiError{"InvalidKeyUsageException", 400,
                   key.arn + " key usage is " + r.usage + " which is not valid for " + std::string(operation.substr(operation.find(':') + 1)) + "."};
  auto algorithms = algorithms_of(r.spec, r.usage);
  if (std::find(algorithms.begin(), algorithms.end(), algorithm) == algorithms.end())
    throw ApiError{"InvalidKeyUsageException", 400, "Algorithm " + std::string(algorithm) + " is incompatible with key spec " + r.spec + "."};
}

std::vector<std::string> algorithm_names(const KeyRecord& r) {
  auto algorithms = algorithms_of(r.spec, r.usage);
  return {algorithms.begin(), algorithms.end()};
}

void check_length(std::string_view member, std::string_view bytes, std::size_t most) {
  if (!bytes.empty() && bytes.size() <= most) return;
  std::string limit = bytes.empty() ? "greater than or equal to 1" : "less than or equal to " + std::to_string(most);
  throw ApiError{"ValidationException", 400, shape::validation_message({"Value at '" + std::string(member) + "' failed to satisfy constraint: Member must have length " + limit})};
}

void refuse_enclaves(const std::optional<Recipient>& recipient) {
  if (recipient) throw ApiError{"UnsupportedOperationException", 400, "Recipient is not supported."};
}

void stop_if_dry_run(const std::optional<bool>& dry_run) {
  if (dry_run.value_or(false))
    throw ApiError{"DryRunOperationException", 412, "The request would have succeeded, but the DryRun option is set."};
}

}  // namespace kms
