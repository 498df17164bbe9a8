#include "services/kms/kms.h"

#include "services/kms/aliases.h"
#include "services/kms/data_keys.h"
#include "services/kms/encryption.h"
#include "services/kms/grants.h"
#include "services/kms/key_policies.h"
#include "services/kms/keys.h"
#include "services/kms/rotation.h"
#include "services/kms/signing.h"
#include "services/kms/tags.h"

namespace kms {
namespace {

using service::Effect, service::operation, service::Operation, service::Trace, service::waiting;

// The records show what KMS assumed where the request said nothing.
template <class Q> bool completed(const Operation& o, const void* request, base::JsonWriter& w) {
  if (o.request != shape::of<Q>()) return false;
  Q q = with_defaults(*static_cast<const Q*>(request));
  record::write_value(w, *o.request, &q, record::Dates::comma);
  return true;
}

void parameters(Call&, const Operation& o, const void* request, std::string& json) {
  base::JsonWriter w(json);
  if (completed<Encrypt>(o, request, w) || completed<Decrypt>(o, request, w) || completed<ReEncrypt>(o, request, w)) return;
  if (completed<CreateKey>(o, request, w) || completed<Sign>(o, request, w) || completed<Verify>(o, request, w)) return;
  record::write_value(w, *o.request, request, record::Dates::comma);
  if (json == "{}") json.clear();
}

// Cryptographic use of a key reads, whatever its verb says.
constexpr Trace kUse{.read_only = true};

}  // namespace

service::Service kms() {
  return {.name = "kms", .event_source = "kms.amazonaws.com", .protocol = wire::Protocol::json11, .version = "TrentService",
          .operations = {
              waiting<to_create_key, create_key, await_material>("CreateKey", Effect::write),
              operation<to_describe_key, describe_key>("DescribeKey", Effect::read),
              operation<to_list_keys, list_keys>("ListKeys", Effect::read),
              operation<to_enable_key, enable_key>("EnableKey", Effect::write),
              operation<to_disable_key, disable_key>("DisableKey", Effect::write),
              operation<to_update_key_description, update_key_description>("UpdateKeyDescription", Effect::write),
              operation<to_schedule_key_deletion, schedule_key_deletion>("ScheduleKeyDeletion", Effect::write),
              operation<to_cancel_key_deletion, cancel_key_deletion>("CancelKeyDeletion", Effect::write),

              operation<to_get_key_policy, get_key_policy>("GetKeyPolicy", Effect::read),
              operation<to_put_key_policy, put_key_policy>("PutKeyPolicy", Effect::write),
              operation<to_list_key_policies, list_key_policies>("ListKeyPolicies", Effect::read),

              operation<to_create_alias, create_alias>("CreateAlias", Effect::write),
              operation<to_update_alias, update_alias>("UpdateAlias", Effect::write),
              operation<to_delete_alias, delete_alias>("DeleteAlias", Effect::write),
              operation<to_list_aliases, list_aliases>("ListAliases", Effect::read),

              operation<to_create_grant, create_grant>("CreateGrant", Effect::write),
              operation<to_list_grants, list_grants>("ListGrants", Effect::read),
              operation<to_list_retirable_grants, list_retirable_grants>("ListRetirableGrants", Effect::read),
              operation<to_revoke_grant, revoke_grant>("RevokeGrant", Effect::write),
              operation<to_retire_grant, retire_grant>("RetireGrant", Effect::write),

              operation<to_encrypt, encrypt_text>("Encrypt", Effect::read, kUse),
              operation<to_decrypt, decrypt_text>("Decrypt", Effect::read, kUse),
              operation<to_re_encrypt, re_encrypt>("ReEncrypt", Effect::read, kUse),
              operation<to_generate_data_key, generate_data_key>("GenerateDataKey", Effect::read, kUse),
              operation<to_generate_data_key_without_plaintext, generate_data_key_without_plaintext>("GenerateDataKeyWithoutPlaintext",
                                                                                                     Effect::read, kUse),
              waiting<to_generate_data_key_pair, generate_data_key_pair, await_pair>("GenerateDataKeyPair", Effect::read, kUse),
              waiting<to_generate_data_key_pair_without_plaintext, generate_data_key_pair_without_plaintext, await_pair_without_plaintext>(
                  "GenerateDataKeyPairWithoutPlaintext", Effect::read, kUse),
              operation<to_generate_random, generate_random>("GenerateRandom", Effect::read, kUse),

              operation<to_get_public_key, get_public_key>("GetPublicKey", Effect::read),
              operation<to_sign, sign>("Sign", Effect::read, kUse),
              operation<to_verify, verify>("Verify", Effect::read, kUse),
              operation<to_generate_mac, generate_mac>("GenerateMac", Effect::read, kUse),
              operation<to_verify_mac, verify_mac>("VerifyMac", Effect::read, kUse),
              operation<to_derive_shared_secret, derive_shared_secret>("DeriveSharedSecret", Effect::read, kUse),

              operation<to_enable_key_rotation, enable_key_rotation>("EnableKeyRotation", Effect::write),
              operation<to_disable_key_rotation, disable_key_rotation>("DisableKeyRotation", Effect::write),
              operation<to_get_key_rotation_status, get_key_rotation_status>("GetKeyRotationStatus", Effect::read),
              operation<to_rotate_key_on_demand, rotate_key_on_demand>("RotateKeyOnDemand", Effect::write),
              operation<to_list_key_rotations, list_key_rotations>("ListKeyRotations", Effect::read),

              operation<to_tag_resource, tag_resource>("TagResource", Effect::write),
              operation<to_untag_resource, untag_resource>("UntagResource", Effect::write),
              operation<to_list_resource_tags, list_resource_tags>("ListResourceTags", Effect::read),
          },
          .parameters = parameters};
}

}  // namespace kms
