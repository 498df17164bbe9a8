#include "services/kms/keys.h"

#include "base/crypto.h"
#include "services/kms/grants.h"
#include "services/kms/key_policies.h"
#include "services/kms/key_supply.h"
#include "services/kms/paging.h"
#include "services/kms/tags.h"

namespace kms {
namespace {

constexpr std::int64_t kDay = 86'400, kShortestWindow = 7, kLongestWindow = 30;

ApiError unsupported(std::string text) { return {"UnsupportedOperationException", 400, std::move(text)}; }
ApiError invalid(std::string text) { return {"ValidationException", 400, std::move(text)}; }

KeyMetadata metadata_of(const Key& key) {
  const KeyRecord& r = key.record;
  KeyMetadata out{.aWSAccountId = key.at.account, .keyId = r.id, .arn = key.arn, .enabled = r.state == kEnabled, .description = r.description,
                  .keyUsage = r.usage, .keyState = r.state, .origin = "AWS_KMS", .keyManager = key.managed ? "AWS" : "CUSTOMER",
                  .customerMasterKeySpec = r.spec, .keySpec = r.spec, .multiRegion = r.multi_region};
  (r.usage == kSignVerify ? out.signingAlgorithms : r.usage == kGenerateVerifyMac ? out.macAlgorithms :
   r.usage == kKeyAgreement ? out.keyAgreementAlgorithms : out.encryptionAlgorithms) = algorithm_names(r);
  if (r.spec == kSymmetric) out.currentKeyMaterialId = key.materials.back().id;
  if (!key.managed) out.creationDate = r.created;
  if (r.state == kPendingDeletion) out.deletionDate = r.deletion;
  if (r.multi_region) out.multiRegionConfiguration = MultiRegionConfiguration{"PRIMARY", {key.arn, key.at.region}, {}};
  return out;
}

// `q` has its defaults.
void check_kind(const CreateKey& q) {
  if (*q.keySpec != *q.customerMasterKeySpec)
    throw invalid("You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.");
  if (q.customKeyStoreId || q.xksKeyId || *q.origin != "AWS_KMS")
    throw unsupported("Keys whose material is not made by KMS are not supported: Origin " + *q.origin + ".");
  if (!is_known_spec(*q.keySpec)) throw unsupported("KeySpec " + *q.keySpec + " is not supported.");
  if (!q.keyUsage) throw invalid("You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
  if (algorithms_of(*q.keySpec, *q.keyUsage).empty()) throw invalid("KeyUsage " + *q.keyUsage + " is not compatible with KeySpec " + *q.keySpec);
}

std::string new_material(House& house, std::string_view spec) {
  return is_pair(spec) ? fresh_pair(house, spec).private_der() : base::random_bytes(secret_size(spec));
}

Access to_change(Call& call, std::string_view action, const std::string& key) { return access_to(call, action, find_key_proper(call, key), Callers::own); }

}  // namespace

CreateKey with_defaults(CreateKey q) {
  if (!q.keySpec && q.customerMasterKeySpec) q.keySpec = q.customerMasterKeySpec;
  if (!q.keySpec) q.keySpec = "SYMMETRIC_DEFAULT";
  if (!q.customerMasterKeySpec) q.customerMasterKeySpec = q.keySpec;
  if (!q.keyUsage && *q.keySpec == kSymmetric) q.keyUsage = kEncryptDecrypt;
  if (!q.origin) q.origin = "AWS_KMS";
  if (!q.description) q.description = "";
  if (!q.bypassPolicyLockoutSafetyCheck) q.bypassPolicyLockoutSafetyCheck = false;
  if (!q.multiRegion) q.multiRegion = false;
  return q;
}

std::vector<Access> to_create_key(const CreateKey& request, Call& call) {
  CreateKey q = with_defaults(request);
  ConditionKeys keys = {{"kms:BypassPolicyLockoutSafetyCheck", {*q.bypassPolicyLockoutSafetyCheck ? "true" : "false"}},
                        {"kms:KeySpec", {*q.keySpec}},
                        {"kms:KeyOrigin", {*q.origin}},
                        {"kms:MultiRegion", {*q.multiRegion ? "true" : "false"}}};
  if (q.keyUsage) keys.push_back({"kms:KeyUsage", {*q.keyUsage}});
  if (*q.multiRegion) keys.push_back({"kms:MultiRegionKeyType", {"PRIMARY"}});
  std::vector<Access> out;
  if (q.tags) add_request_tags(*q.tags, keys);
  out.push_back(access_to_all(call, "kms:CreateKey", keys));
  if (q.tags && !q.tags->empty()) out.push_back(access_to_all(call, "kms:TagResource", std::move(keys)));
  return out;
}

Access to_describe_key(const DescribeKey& q, Call& call) {
  check_tokens(call.house(), q.grantTokens);
  return access_to(call, "kms:DescribeKey", find_key(call, q.keyId), Callers::all);
}
Access to_list_keys(const ListKeys&, Call& call) { return access_to_all(call, "kms:ListKeys"); }
Access to_enable_key(const EnableKey& q, Call& call) { return to_change(call, "kms:EnableKey", q.keyId); }
Access to_disable_key(const DisableKey& q, Call& call) { return to_change(call, "kms:DisableKey", q.keyId); }
Access to_update_key_description(const UpdateKeyDescription& q, Call& call) { return to_change(call, "kms:UpdateKeyDescription", q.keyId); }
Access to_cancel_key_deletion(const CancelKeyDeletion& q, Call& call) { return to_change(call, "kms:CancelKeyDeletion", q.keyId); }
Access to_schedule_key_deletion(const ScheduleKeyDeletion& q, Call& call) {
  std::int64_t days = q.pendingWindowInDays ? q.pendingWindowInDays->value : kLongestWindow;
  return access_to(call, "kms:ScheduleKeyDeletion", find_key_proper(call, q.keyId), Callers::own, nullptr,
                   {{"kms:ScheduleKeyDeletionPendingWindowInDays", {std::to_string(days)}}});
}

std::optional<service::Patience> await_material(const CreateKey& request, Call& call) {
  CreateKey q = with_defaults(request);
  check_kind(q);
  return until_made(call, *q.keySpec);
}

KeyMetadataResult create_key(const CreateKey& request, Call& call) {
  CreateKey q = with_defaults(request);
  check_kind(q);
  House& house = call.house();
  KeyRecord r{.id = *q.multiRegion ? "mrk-" + base::random_text(32, base::kHexDigits) : base::uuid(), .state = std::string(kEnabled),
              .description = *q.description, .spec = *q.keySpec, .usage = *q.keyUsage,
              .policy = default_policy(house, call.scope().account), .created = call.now(), .multi_region = *q.multiRegion};
  std::string arn = key_arn(house, call.scope(), r.id);
  if (q.policy) {
    check_policy(call, *q.policy, arn, *q.bypassPolicyLockoutSafetyCheck);
    set_policy(call, *q.policy, r);
  }
  if (q.tags) set_tags(r.tags, *q.tags);
  r.backings.push_back(new_backing(house, arn, 1, call.now(), "", new_material(house, r.spec)));
  save(call.txn(), call.scope(), nullptr, r);
  call.effects().made.push_back({call.scope().account, "AWS::KMS::Key", arn});
  return {metadata_of(*make_ready(house, call.scope(), std::move(r), false))};
}

KeyMetadataResult describe_key(const DescribeKey& q, Call& call) { return {metadata_of(*authorized_key(call, q.keyId))}; }

// Keys that were made: AWS managed ones are found through their aliases.
ListKeysResult list_keys(const ListKeys& q, Call& call) {
  ListKeysResult out;
  out.nextMarker = page(call.in(kKeys), "", q.marker, page_size(q.limit), [&](std::string_view id, const KeyRecord&) {
    out.keys.push_back({std::string(id), key_arn(call.house(), call.scope(), id)});
    return true;
  });
  out.truncated = out.nextMarker.has_value();
  return out;
}

Done enable_key(const EnableKey& q, Call& call) {
  KeyPtr key = change_key(call, q.keyId, [](const Key& k, KeyRecord& r) { must_not_be_pending(k); r.state = kEnabled; });
  return {key->arn};
}

Done disable_key(const DisableKey& q, Call& call) {
  KeyPtr key = change_key(call, q.keyId, [](const Key& k, KeyRecord& r) { must_not_be_pending(k); r.state = kDisabled; });
  return {key->arn};
}

Done update_key_description(const UpdateKeyDescription& q, Call& call) {
  KeyPtr key = change_key(call, q.keyId, [&](const Key& k, KeyRecord& r) { must_not_be_pending(k); r.description = q.description; });
  return {key->arn};
}

ScheduleKeyDeletionResult schedule_key_deletion(const ScheduleKeyDeletion& q, Call& call) {
  std::int64_t days = q.pendingWindowInDays ? q.pendingWindowInDays->value : kLongestWindow;
  if (days < kShortestWindow || days > kLongestWindow) throw invalid("PendingWindowInDays must be between 7 and 30 days.");
  base::Time when = call.now().plus_seconds(days * kDay);
  KeyPtr key = change_key(call, q.keyId, [&](const Key& k, KeyRecord& r) {
    must_not_be_pending(k);
    r.state = kPendingDeletion;
    r.deletion = when;
    r.window = days;
  });
  return {key->arn, std::string(kPendingDeletion), when, days};
}

KeyIdResult cancel_key_deletion(const CancelKeyDeletion& q, Call& call) {
  KeyPtr key = change_key(call, q.keyId, [](const Key& k, KeyRecord& r) {
    if (r.state != kPendingDeletion) throw ApiError{"KMSInvalidStateException", 400, k.arn + " is not pending deletion."};
    r.state = kDisabled;
    r.deletion = {};
    r.window = 0;
  });
  return {key->arn};
}

}  // namespace kms
