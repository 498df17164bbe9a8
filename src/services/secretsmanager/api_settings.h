#pragma once
// What is laid upon a secret: its resource policy, its rotation, its replicas in other Regions.
#include "services/secretsmanager/api_words.h"

namespace secretsmanager {

struct PutResourcePolicy {
  SecretId secretId;
  PolicyText resourcePolicy;
  Maybe<bool> blockPublicPolicy;

  using Result = Named;
  static constexpr std::string_view operation = "secretsmanager:PutResourcePolicy";
};
BOOST_DESCRIBE_STRUCT(PutResourcePolicy, (), (secretId, resourcePolicy, blockPublicPolicy))

struct GetResourcePolicyResult { std::string arn, name; Maybe<std::string> resourcePolicy; };
BOOST_DESCRIBE_STRUCT(GetResourcePolicyResult, (), (arn, name, resourcePolicy))
struct GetResourcePolicy { SecretId secretId; using Result = GetResourcePolicyResult; static constexpr std::string_view operation = "secretsmanager:GetResourcePolicy"; };
BOOST_DESCRIBE_STRUCT(GetResourcePolicy, (), (secretId))
struct DeleteResourcePolicy { SecretId secretId; using Result = Named; static constexpr std::string_view operation = "secretsmanager:DeleteResourcePolicy"; };
BOOST_DESCRIBE_STRUCT(DeleteResourcePolicy, (), (secretId))

struct ValidationErrorsEntry { std::string checkName, errorMessage; };
BOOST_DESCRIBE_STRUCT(ValidationErrorsEntry, (), (checkName, errorMessage))
struct ValidateResourcePolicyResult { bool policyValidationPassed = false; std::vector<ValidationErrorsEntry> validationErrors; };
BOOST_DESCRIBE_STRUCT(ValidateResourcePolicyResult, (), (policyValidationPassed, validationErrors))
struct ValidateResourcePolicy {
  Maybe<SecretId> secretId;
  PolicyText resourcePolicy;

  using Result = ValidateResourcePolicyResult;
  static constexpr std::string_view operation = "secretsmanager:ValidateResourcePolicy";
};
BOOST_DESCRIBE_STRUCT(ValidateResourcePolicy, (), (secretId, resourcePolicy))

struct RotateSecret {
  SecretId secretId;
  Maybe<RequestToken> clientRequestToken;
  Maybe<LambdaArn> rotationLambdaARN;
  Maybe<RotationRules> rotationRules;
  Maybe<std::vector<ExternalSecretRotationMetadataItem>> externalSecretRotationMetadata;
  Maybe<RoleArn> externalSecretRotationRoleArn;
  Maybe<bool> rotateImmediately;

  using Result = NamedVersion;
  static constexpr std::string_view operation = "secretsmanager:RotateSecret";
};
BOOST_DESCRIBE_STRUCT(RotateSecret, (), (secretId, clientRequestToken, rotationLambdaARN, rotationRules, externalSecretRotationMetadata,
                                         externalSecretRotationRoleArn, rotateImmediately))

struct CancelRotateSecret { SecretId secretId; using Result = NamedVersion; static constexpr std::string_view operation = "secretsmanager:CancelRotateSecret"; };
BOOST_DESCRIBE_STRUCT(CancelRotateSecret, (), (secretId))

struct ReplicationResult { std::string arn; std::vector<ReplicationStatus> replicationStatus; };
BOOST_DESCRIBE_STRUCT(ReplicationResult, (), (arn, replicationStatus))
struct ReplicateSecretToRegions {
  SecretId secretId;
  ReplicaRegions addReplicaRegions;
  Maybe<bool> forceOverwriteReplicaSecret;

  using Result = ReplicationResult;
  static constexpr std::string_view operation = "secretsmanager:ReplicateSecretToRegions";
};
BOOST_DESCRIBE_STRUCT(ReplicateSecretToRegions, (), (secretId, addReplicaRegions, forceOverwriteReplicaSecret))

struct RemoveRegionsFromReplication {
  SecretId secretId;
  List<RegionName, 1> removeReplicaRegions;

  using Result = ReplicationResult;
  static constexpr std::string_view operation = "secretsmanager:RemoveRegionsFromReplication";
};
BOOST_DESCRIBE_STRUCT(RemoveRegionsFromReplication, (), (secretId, removeReplicaRegions))

struct StopReplicationResult { std::string arn; };
BOOST_DESCRIBE_STRUCT(StopReplicationResult, (), (arn))
struct StopReplicationToReplica { SecretId secretId; using Result = StopReplicationResult; static constexpr std::string_view operation = "secretsmanager:StopReplicationToReplica"; };
BOOST_DESCRIBE_STRUCT(StopReplicationToReplica, (), (secretId))

}  // namespace secretsmanager
