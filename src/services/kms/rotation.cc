#include "services/kms/rotation.h"

#include "base/crypto.h"
#include "services/kms/paging.h"

namespace kms {
namespace {

constexpr std::int64_t kYear = 365, kDay = 86'400;
constexpr std::ptrdiff_t kMostOnDemand = 25;       // KMS Developer Guide, "Rotate KMS keys"

Access to_key(Call& call, std::string_view action, const std::string& key, Callers callers = Callers::own, ConditionKeys more = {}) {
  return access_to(call, action, find_key_proper(call, key), callers, nullptr, std::move(more));
}

// Only what encrypts under a material that the ciphertext names can be given another.
void must_rotate(const Key& key) {
  if (key.record.spec != kSymmetric) throw ApiError{"UnsupportedOperationException", 400, ""};
}

std::int64_t period_of(const EnableKeyRotation& q) { return q.rotationPeriodInDays ? q.rotationPeriodInDays->value : kYear; }

}  // namespace

void rotate(House& house, store::Txn& txn, const Scope& at, base::Time now, std::string_view type, KeyRecord& record) {
  std::string arn = key_arn(house, at, record.id), details;
  record.backings.push_back(new_backing(house, arn, record.backings.size() + 1, now, type, base::random_bytes(secret_size(record.spec))));
  base::JsonWriter w(details);
  w.open('{').key("rotationType").text(type).key("keyOrigin").text("AWS_KMS").key("keyId").text(record.id).close('}');
  House::record_service_event({.source = "kms.amazonaws.com", .name = "RotateKey", .account = at.account, .region = at.region, .details = details,
                               .resources = {{at.account, "AWS::KMS::Key", arn}}}, now, txn);
}

Access to_enable_key_rotation(const EnableKeyRotation& q, Call& call) {
  return to_key(call, "kms:EnableKeyRotation", q.keyId, Callers::own, {{"kms:RotationPeriodInDays", {std::to_string(period_of(q))}}});
}
Access to_disable_key_rotation(const DisableKeyRotation& q, Call& call) { return to_key(call, "kms:DisableKeyRotation", q.keyId); }
Access to_get_key_rotation_status(const GetKeyRotationStatus& q, Call& call) {
  return to_key(call, "kms:GetKeyRotationStatus", q.keyId, Callers::all);
}
Access to_rotate_key_on_demand(const RotateKeyOnDemand& q, Call& call) { return to_key(call, "kms:RotateKeyOnDemand", q.keyId); }
Access to_list_key_rotations(const ListKeyRotations& q, Call& call) { return to_key(call, "kms:ListKeyRotations", q.keyId); }

// The period counts from the day rotation was enabled, or last happened by itself; a new period does not change that.
Done enable_key_rotation(const EnableKeyRotation& q, Call& call) {
  KeyPtr key = change_key(call, q.keyId, [&](const Key& k, KeyRecord& r) {
    must_be_usable(k);
    must_rotate(k);
    if (!r.rotates) r.rotated = call.now();
    r.rotates = true;
    r.period = period_of(q);
  });
  return {key->arn};
}

Done disable_key_rotation(const DisableKeyRotation& q, Call& call) {
  KeyPtr key = change_key(call, q.keyId, [](const Key& k, KeyRecord& r) {
    must_be_usable(k);
    must_rotate(k);
    r.rotates = false;
  });
  return {key->arn};
}

GetKeyRotationStatusResult get_key_rotation_status(const GetKeyRotationStatus& q, Call& call) {
  KeyPtr key = authorized_key(call, q.keyId);
  const KeyRecord& r = key->record;
  if (key->managed) return {.keyRotationEnabled = true, .keyId = key->arn, .rotationPeriodInDays = kYear, .nextRotationDate = {}};     // AWS sees to it
  GetKeyRotationStatusResult out{.keyRotationEnabled = r.rotates && r.state != kPendingDeletion, .keyId = key->arn};
  if (!out.keyRotationEnabled) return out;
  out.rotationPeriodInDays = r.period;
  out.nextRotationDate = r.rotated.plus_seconds(r.period * kDay);
  return out;
}

KeyIdResult rotate_key_on_demand(const RotateKeyOnDemand& q, Call& call) {
  KeyPtr key = change_key(call, q.keyId, [&](const Key& k, KeyRecord& r) {
    must_be_usable(k);
    must_rotate(k);
    if (std::count_if(r.backings.begin(), r.backings.end(), [](auto& b) { return b.rotation == kOnDemand; }) >= kMostOnDemand)
      throw ApiError{"LimitExceededException", 400, "The on-demand rotation limit has been reached for the given keyId."};
    rotate(call.house(), call.txn(), k.at, call.now(), kOnDemand, r);
  });
  return {key->arn};
}

// Newest last. The first material came with the key: it is no rotation, and shown only when all material is asked for.
ListKeyRotationsResult list_key_rotations(const ListKeyRotations& q, Call& call) {
  KeyPtr key = authorized_key(call, q.keyId);
  must_rotate(*key);
  const auto& backings = key->record.backings;
  const std::size_t limit = page_size(q.limit);
  const bool all = q.includeKeyMaterial && *q.includeKeyMaterial == "ALL_KEY_MATERIAL";
  std::size_t i = std::strtoul(after(q.marker).c_str(), nullptr, 10);
  if (i == 0 && !all) i = 1;
  ListKeyRotationsResult out;
  for (; i < backings.size() && out.rotations.size() < limit; ++i) {
    RotationsListEntry e{.keyId = key->arn, .keyMaterialId = key->materials[i].id,
                         .keyMaterialState = i + 1 == backings.size() ? "CURRENT" : "NON_CURRENT"};
    if (i > 0) {
      e.rotationDate = backings[i].created;
      e.rotationType = backings[i].rotation;
    }
    out.rotations.push_back(std::move(e));
  }
  if (i < backings.size()) out.nextMarker = base::base64url(std::to_string(i));
  out.truncated = out.nextMarker.has_value();
  return out;
}

}  // namespace kms
