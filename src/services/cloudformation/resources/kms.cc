#include "services/kms/api.h"

#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::KMS::Key

constexpr auto& kKey = properties<"BypassPolicyLockoutSafetyCheck Description EnableKeyRotation Enabled KeyPolicy KeySpec~ KeyUsage~ MultiRegion~ Origin~ "
                                  "PendingWindowInDays RotationPeriodInDays Tags">;

std::string default_policy(const Acting& a) {
  return R"({"Version":"2012-10-17","Id":"key-default-1","Statement":[{"Sid":"Enable IAM User Permissions","Effect":"Allow","Principal":{"AWS":"arn:)" +
         a.partition() + ":iam::" + a.account() + R"(:root"},"Action":"kms:*","Resource":"*"}]})";
}

void make_key(Acting& a, const Resource& r) {
  auto q = request<kms::CreateKey>(r);
  if (auto policy = maybe_text_of(r, "KeyPolicy")) q.policy = *policy;
  q.tags = unless_empty(as_tags<kms::Tag>(tags_of(r)));
  a.make(q, [](auto& made) { return made.keyMetadata.keyId; });
}

void set_rotation(Acting& a, const Resource& r) {
  if (!flag_of(r, "EnableKeyRotation", false)) {
    a.call(kms::DisableKeyRotation{r.physical_id});
    return;
  }
  a.call(kms::EnableKeyRotation{r.physical_id, filled<shape::Whole<90, 2560>>(r, "RotationPeriodInDays")});
}

void leave_key_attributes(Acting& a, Resource& r) {
  set(r, "KeyId", r.physical_id);
  set(r, "Arn", arn(a, "kms", "key/" + r.physical_id));
}

void settle_key(Acting& a, Resource& r) {
  if (flag_of(r, "EnableKeyRotation", false)) set_rotation(a, r);
  if (!flag_of(r, "Enabled", true)) a.call(kms::DisableKey{r.physical_id});
  leave_key_attributes(a, r);
}

// Rotation can be set of keys that are enabled.
void update_key(Acting& a, Resource& r, const Resource& before) {
  const bool enabled = flag_of(r, "Enabled", true), rotation = any_changed(r, before, {"EnableKeyRotation", "RotationPeriodInDays"});
  if (enabled ? changed(r, before, "Enabled") : rotation) a.call(kms::EnableKey{r.physical_id});
  if (changed(r, before, "KeyPolicy"))
    a.call(kms::PutKeyPolicy{.keyId = r.physical_id, .policyName = {}, .policy = text_of(r, "KeyPolicy", default_policy(a)),
                             .bypassPolicyLockoutSafetyCheck = filled<bool>(r, "BypassPolicyLockoutSafetyCheck")});
  if (changed(r, before, "Description")) a.call(kms::UpdateKeyDescription{r.physical_id, text_of(r, "Description")});
  if (rotation) set_rotation(a, r);
  if (!enabled && (rotation || changed(r, before, "Enabled"))) a.call(kms::DisableKey{r.physical_id});
  auto tags = tag_change(r, before);
  if (!tags.removed.empty()) a.call(kms::UntagResource{r.physical_id, as<shape::Text<1, 128>>(tags.removed)});
  if (!tags.put.empty()) a.call(kms::TagResource{r.physical_id, as_tags<kms::Tag>(tags.put)});
  leave_key_attributes(a, r);
}

void remove_key(Acting& a, const Resource& r) {
  unless("KMSInvalidStateException", [&] {       // waits to be deleted already
    a.call(kms::ScheduleKeyDeletion{filled<shape::Whole<1, 365>>(r, "PendingWindowInDays"), r.physical_id});
  });
}

// ---- AWS::KMS::Alias

constexpr auto& kAlias = properties<"AliasName*! TargetKeyId*">;

void make_alias(Acting& a, const Resource& r) {
  auto q = request<kms::CreateAlias>(r);
  a.make(q, [&](auto&) { return std::string(q.aliasName); });
}
void update_alias(Acting& a, Resource& r, const Resource&) { a.call(request<kms::UpdateAlias>(r)); }
void remove_alias(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(kms::DeleteAlias{r.physical_id}); });
}

void nothing_more(Acting&, Resource&) {}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::KMS::Key", .properties = kKey, .attributes = names<"Arn KeyId">,
     .make = make_key, .settle = settle_key, .update = update_key, .remove = remove_key},
    {.name = "AWS::KMS::Alias", .properties = kAlias, .attributes = {},
     .make = make_alias, .settle = nothing_more, .update = update_alias, .remove = remove_alias},
};

}  // namespace

Types kms_types() { return kTypes; }

}  // namespace cloudformation::resources
