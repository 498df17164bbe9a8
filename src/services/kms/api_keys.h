#pragma once
// Keeping keys: their life, policies, aliases, rotation and tags. Members stand in the order the records show.
#include "services/kms/api_words.h"

namespace kms {

struct MultiRegionKey { std::string arn, region; };
BOOST_DESCRIBE_STRUCT(MultiRegionKey, (), (arn, region))
struct MultiRegionConfiguration { std::string multiRegionKeyType; MultiRegionKey primaryKey; std::vector<MultiRegionKey> replicaKeys; };
BOOST_DESCRIBE_STRUCT(MultiRegionConfiguration, (), (multiRegionKeyType, primaryKey, replicaKeys))

struct KeyMetadata {
  std::string aWSAccountId, keyId, arn;
  std::optional<base::Time> creationDate;          // absent for AWS managed keys: nobody created them
  bool enabled = false;
  std::string description, keyUsage, keyState;
  std::optional<base::Time> deletionDate;
  std::string origin, keyManager, customerMasterKeySpec, keySpec;
  std::optional<std::vector<std::string>> encryptionAlgorithms, signingAlgorithms, keyAgreementAlgorithms;
  bool multiRegion = false;
  std::optional<MultiRegionConfiguration> multiRegionConfiguration;
  std::optional<std::int64_t> pendingDeletionWindowInDays;
  std::optional<std::vector<std::string>> macAlgorithms;
  std::optional<std::string> currentKeyMaterialId;
};
BOOST_DESCRIBE_STRUCT(KeyMetadata, (), (aWSAccountId, keyId, arn, creationDate, enabled, description, keyUsage, keyState, deletionDate, origin, keyManager,
                                        customerMasterKeySpec, keySpec, encryptionAlgorithms, signingAlgorithms, keyAgreementAlgorithms, multiRegion,
                                        multiRegionConfiguration, pendingDeletionWindowInDays, macAlgorithms, currentKeyMaterialId))
struct KeyMetadataResult { KeyMetadata keyMetadata; };
BOOST_DESCRIBE_STRUCT(KeyMetadataResult, (), (keyMetadata))

struct CreateKey {
  std::optional<PolicyText> policy;
  std::optional<Description> description;
  std::optional<Origin> origin;
  std::optional<bool> bypassPolicyLockoutSafetyCheck;
  std::optional<std::vector<Tag>> tags;
  std::optional<bool> multiRegion;
  std::optional<CustomerMasterKeySpec> customerMasterKeySpec;     // the older name of keySpec
  std::optional<KeySpec> keySpec;
  std::optional<KeyUsage> keyUsage;
  std::optional<Text<1, 64>> customKeyStoreId;
  std::optional<Text<1, 128>> xksKeyId;

  using Result = KeyMetadataResult;
  static constexpr std::string_view operation = "kms:CreateKey";
};
BOOST_DESCRIBE_STRUCT(CreateKey, (), (policy, description, origin, bypassPolicyLockoutSafetyCheck, tags, multiRegion, customerMasterKeySpec, keySpec,
                                      keyUsage, customKeyStoreId, xksKeyId))

struct DescribeKey {
  KeyName keyId;
  std::optional<GrantTokens> grantTokens;

  using Result = KeyMetadataResult;
  static constexpr std::string_view operation = "kms:DescribeKey";
};
BOOST_DESCRIBE_STRUCT(DescribeKey, (), (keyId, grantTokens))

struct KeyListEntry { std::string keyId, keyArn; };
BOOST_DESCRIBE_STRUCT(KeyListEntry, (), (keyId, keyArn))
struct ListKeysResult { std::vector<KeyListEntry> keys; std::optional<std::string> nextMarker; bool truncated = false; };
BOOST_DESCRIBE_STRUCT(ListKeysResult, (), (keys, nextMarker, truncated))
struct ListKeys {
  std::optional<PageSize> limit;
  std::optional<Marker> marker;

  using Result = ListKeysResult;
  static constexpr std::string_view operation = "kms:ListKeys";
};
BOOST_DESCRIBE_STRUCT(ListKeys, (), (limit, marker))

struct EnableKey { KeyName keyId; using Result = Done; static constexpr std::string_view operation = "kms:EnableKey"; };
BOOST_DESCRIBE_STRUCT(EnableKey, (), (keyId))
struct DisableKey { KeyName keyId; using Result = Done; static constexpr std::string_view operation = "kms:DisableKey"; };
BOOST_DESCRIBE_STRUCT(DisableKey, (), (keyId))

struct UpdateKeyDescription {
  KeyName keyId;
  Description description;
  using Result = Done;
  static constexpr std::string_view operation = "kms:UpdateKeyDescription";
};
BOOST_DESCRIBE_STRUCT(UpdateKeyDescription, (), (keyId, description))

struct ScheduleKeyDeletionResult { std::string keyId, keyState; base::Time deletionDate; std::int64_t pendingWindowInDays = 0; };
BOOST_DESCRIBE_STRUCT(ScheduleKeyDeletionResult, (), (keyId, keyState, deletionDate, pendingWindowInDays))
struct ScheduleKeyDeletion {
  std::optional<Whole<1, 365>> pendingWindowInDays;
  KeyName keyId;
  using Result = ScheduleKeyDeletionResult;
  static constexpr std::string_view operation = "kms:ScheduleKeyDeletion";
};
BOOST_DESCRIBE_STRUCT(ScheduleKeyDeletion, (), (pendingWindowInDays, keyId))

struct KeyIdResult { std::string keyId; };
BOOST_DESCRIBE_STRUCT(KeyIdResult, (), (keyId))
struct CancelKeyDeletion { KeyName keyId; using Result = KeyIdResult; static constexpr std::string_view operation = "kms:CancelKeyDeletion"; };
BOOST_DESCRIBE_STRUCT(CancelKeyDeletion, (), (keyId))

struct GetKeyPolicyResult { std::string policy, policyName; };
BOOST_DESCRIBE_STRUCT(GetKeyPolicyResult, (), (policy, policyName))
struct GetKeyPolicy {
  KeyName keyId;
  std::optional<PolicyName> policyName;
  using Result = GetKeyPolicyResult;
  static constexpr std::string_view operation = "kms:GetKeyPolicy";
};
BOOST_DESCRIBE_STRUCT(GetKeyPolicy, (), (keyId, policyName))
struct PutKeyPolicy {
  KeyName keyId;
  std::optional<PolicyName> policyName;
  PolicyText policy;
  std::optional<bool> bypassPolicyLockoutSafetyCheck;
  using Result = Done;
  static constexpr std::string_view operation = "kms:PutKeyPolicy";
};
BOOST_DESCRIBE_STRUCT(PutKeyPolicy, (), (keyId, policyName, policy, bypassPolicyLockoutSafetyCheck))
struct ListKeyPoliciesResult { std::vector<std::string> policyNames; bool truncated = false; };
BOOST_DESCRIBE_STRUCT(ListKeyPoliciesResult, (), (policyNames, truncated))
struct ListKeyPolicies {
  KeyName keyId;
  std::optional<PageSize> limit;
  std::optional<Marker> marker;
  using Result = ListKeyPoliciesResult;
  static constexpr std::string_view operation = "kms:ListKeyPolicies";
};
BOOST_DESCRIBE_STRUCT(ListKeyPolicies, (), (keyId, limit, marker))

struct CreateAlias {
  AliasName aliasName;
  KeyName targetKeyId;
  using Result = Done;
  static constexpr std::string_view operation = "kms:CreateAlias";
};
BOOST_DESCRIBE_STRUCT(CreateAlias, (), (aliasName, targetKeyId))
struct UpdateAlias {
  AliasName aliasName;
  KeyName targetKeyId;
  using Result = Done;
  static constexpr std::string_view operation = "kms:UpdateAlias";
};
BOOST_DESCRIBE_STRUCT(UpdateAlias, (), (aliasName, targetKeyId))
struct DeleteAlias { AliasName aliasName; using Result = Done; static constexpr std::string_view operation = "kms:DeleteAlias"; };
BOOST_DESCRIBE_STRUCT(DeleteAlias, (), (aliasName))
struct AliasListEntry { std::string aliasName, aliasArn, targetKeyId; std::optional<base::Time> creationDate, lastUpdatedDate; };
BOOST_DESCRIBE_STRUCT(AliasListEntry, (), (aliasName, aliasArn, targetKeyId, creationDate, lastUpdatedDate))
struct ListAliasesResult { std::vector<AliasListEntry> aliases; std::optional<std::string> nextMarker; bool truncated = false; };
BOOST_DESCRIBE_STRUCT(ListAliasesResult, (), (aliases, nextMarker, truncated))
struct ListAliases {
  std::optional<KeyName> keyId;
  std::optional<PageSize> limit;
  std::optional<Marker> marker;
  using Result = ListAliasesResult;
  static constexpr std::string_view operation = "kms:ListAliases";
};
BOOST_DESCRIBE_STRUCT(ListAliases, (), (keyId, limit, marker))

struct EnableKeyRotation {
  KeyName keyId;
  std::optional<Whole<90, 2560>> rotationPeriodInDays;
  using Result = Done;
  static constexpr std::string_view operation = "kms:EnableKeyRotation";
};
BOOST_DESCRIBE_STRUCT(EnableKeyRotation, (), (keyId, rotationPeriodInDays))
struct DisableKeyRotation { KeyName keyId; using Result = Done; static constexpr std::string_view operation = "kms:DisableKeyRotation"; };
BOOST_DESCRIBE_STRUCT(DisableKeyRotation, (), (keyId))
struct GetKeyRotationStatusResult {
  bool keyRotationEnabled = false;
  std::string keyId;
  std::optional<std::int64_t> rotationPeriodInDays;
  std::optional<base::Time> nextRotationDate;
};
BOOST_DESCRIBE_STRUCT(GetKeyRotationStatusResult, (), (keyRotationEnabled, keyId, rotationPeriodInDays, nextRotationDate))
struct GetKeyRotationStatus {
  KeyName keyId;
  using Result = GetKeyRotationStatusResult;
  static constexpr std::string_view operation = "kms:GetKeyRotationStatus";
};
BOOST_DESCRIBE_STRUCT(GetKeyRotationStatus, (), (keyId))
struct RotateKeyOnDemand { KeyName keyId; using Result = KeyIdResult; static constexpr std::string_view operation = "kms:RotateKeyOnDemand"; };
BOOST_DESCRIBE_STRUCT(RotateKeyOnDemand, (), (keyId))
struct RotationsListEntry {
  std::string keyId, keyMaterialId, keyMaterialState;
  std::optional<base::Time> rotationDate;
  std::optional<std::string> rotationType;
};
BOOST_DESCRIBE_STRUCT(RotationsListEntry, (), (keyId, keyMaterialId, keyMaterialState, rotationDate, rotationType))
struct ListKeyRotationsResult { std::vector<RotationsListEntry> rotations; std::optional<std::string> nextMarker; bool truncated = false; };
BOOST_DESCRIBE_STRUCT(ListKeyRotationsResult, (), (rotations, nextMarker, truncated))
struct ListKeyRotations {
  KeyName keyId;
  std::optional<OneOf<"ALL_KEY_MATERIAL", "ROTATIONS_ONLY">> includeKeyMaterial;
  std::optional<PageSize> limit;
  std::optional<Marker> marker;
  using Result = ListKeyRotationsResult;
  static constexpr std::string_view operation = "kms:ListKeyRotations";
};
BOOST_DESCRIBE_STRUCT(ListKeyRotations, (), (keyId, includeKeyMaterial, limit, marker))

struct TagResource {
  KeyName keyId;
  std::vector<Tag> tags;
  using Result = Done;
  static constexpr std::string_view operation = "kms:TagResource";
};
BOOST_DESCRIBE_STRUCT(TagResource, (), (keyId, tags))
struct UntagResource {
  KeyName keyId;
  std::vector<Text<1, 128>> tagKeys;
  using Result = Done;
  static constexpr std::string_view operation = "kms:UntagResource";
};
BOOST_DESCRIBE_STRUCT(UntagResource, (), (keyId, tagKeys))
struct ListResourceTagsResult { std::vector<Tag> tags; std::optional<std::string> nextMarker; bool truncated = false; };
BOOST_DESCRIBE_STRUCT(ListResourceTagsResult, (), (tags, nextMarker, truncated))
struct ListResourceTags {
  KeyName keyId;
  std::optional<PageSize> limit;
  std::optional<Marker> marker;
  using Result = ListResourceTagsResult;
  static constexpr std::string_view operation = "kms:ListResourceTags";
};
BOOST_DESCRIBE_STRUCT(ListResourceTags, (), (keyId, limit, marker))

}  // namespace kms
