#pragma once
// Secrets: made, described, listed, tagged, deleted.
#include "services/secretsmanager/api_words.h"

namespace secretsmanager {

struct CreateSecretResult { std::string arn, name; Maybe<std::string> versionId; Maybe<std::vector<ReplicationStatus>> replicationStatus; };
BOOST_DESCRIBE_STRUCT(CreateSecretResult, (), (arn, name, versionId, replicationStatus))
struct CreateSecret {
  SecretName name;
  Maybe<RequestToken> clientRequestToken;
  Maybe<Description> description;
  Maybe<KmsKeyId> kmsKeyId;
  Maybe<SecretBinary> secretBinary;
  Maybe<SecretString> secretString;
  Maybe<Tags> tags;
  Maybe<ReplicaRegions> addReplicaRegions;
  Maybe<bool> forceOverwriteReplicaSecret;
  Maybe<SecretType> type;

  using Result = CreateSecretResult;
  static constexpr std::string_view operation = "secretsmanager:CreateSecret";
};
BOOST_DESCRIBE_STRUCT(CreateSecret, (), (name, clientRequestToken, description, kmsKeyId, secretBinary, secretString, tags, addReplicaRegions,
                                         forceOverwriteReplicaSecret, type))

struct UpdateSecret {
  SecretId secretId;
  Maybe<RequestToken> clientRequestToken;
  Maybe<Description> description;
  Maybe<KmsKeyId> kmsKeyId;
  Maybe<SecretBinary> secretBinary;
  Maybe<SecretString> secretString;
  Maybe<SecretType> type;

  using Result = NamedVersion;
  static constexpr std::string_view operation = "secretsmanager:UpdateSecret";
};
BOOST_DESCRIBE_STRUCT(UpdateSecret, (), (secretId, clientRequestToken, description, kmsKeyId, secretBinary, secretString, type))

using StagesOfVersions = std::map<std::string, std::vector<std::string>>;

struct DescribeSecretResult {
  std::string arn, name;
  Maybe<std::string> description, kmsKeyId;
  Maybe<bool> rotationEnabled;
  Maybe<std::string> rotationLambdaARN;
  Maybe<RotationRules> rotationRules;
  Maybe<base::Time> lastRotatedDate, lastChangedDate, lastAccessedDate, deletedDate, nextRotationDate;
  Maybe<Tags> tags;
  Maybe<StagesOfVersions> versionIdsToStages;
  Maybe<std::string> owningService;
  base::Time createdDate;
  Maybe<std::string> primaryRegion;
  Maybe<std::vector<ReplicationStatus>> replicationStatus;
};
BOOST_DESCRIBE_STRUCT(DescribeSecretResult, (), (arn, name, description, kmsKeyId, rotationEnabled, rotationLambdaARN, rotationRules, lastRotatedDate,
                                                 lastChangedDate, lastAccessedDate, deletedDate, nextRotationDate, tags, versionIdsToStages, owningService,
                                                 createdDate, primaryRegion, replicationStatus))
struct DescribeSecret { SecretId secretId; using Result = DescribeSecretResult; static constexpr std::string_view operation = "secretsmanager:DescribeSecret"; };
BOOST_DESCRIBE_STRUCT(DescribeSecret, (), (secretId))

struct SecretListEntry {
  std::string arn, name;
  Maybe<std::string> description, kmsKeyId;
  Maybe<bool> rotationEnabled;
  Maybe<std::string> rotationLambdaARN;
  Maybe<RotationRules> rotationRules;
  Maybe<base::Time> lastRotatedDate, lastChangedDate, lastAccessedDate, deletedDate, nextRotationDate;
  Maybe<Tags> tags;
  Maybe<StagesOfVersions> secretVersionsToStages;
  Maybe<std::string> owningService;
  base::Time createdDate;
  Maybe<std::string> primaryRegion;
};
BOOST_DESCRIBE_STRUCT(SecretListEntry, (), (arn, name, description, kmsKeyId, rotationEnabled, rotationLambdaARN, rotationRules, lastRotatedDate,
                                            lastChangedDate, lastAccessedDate, deletedDate, nextRotationDate, tags, secretVersionsToStages, owningService,
                                            createdDate, primaryRegion))
struct ListSecretsResult { std::vector<SecretListEntry> secretList; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListSecretsResult, (), (secretList, nextToken))
struct ListSecrets {
  Maybe<bool> includePlannedDeletion;
  Maybe<Whole<1, 100>> maxResults;
  Maybe<NextToken> nextToken;
  Maybe<Filters> filters;
  Maybe<OneOf<"asc", "desc">> sortOrder;
  Maybe<OneOf<"created-date", "last-accessed-date", "last-changed-date", "name">> sortBy;

  using Result = ListSecretsResult;
  static constexpr std::string_view operation = "secretsmanager:ListSecrets";
};
BOOST_DESCRIBE_STRUCT(ListSecrets, (), (includePlannedDeletion, maxResults, nextToken, filters, sortOrder, sortBy))

struct DeleteSecretResult { std::string arn, name; base::Time deletionDate; };
BOOST_DESCRIBE_STRUCT(DeleteSecretResult, (), (arn, name, deletionDate))
struct DeleteSecret {
  SecretId secretId;
  Maybe<std::int64_t> recoveryWindowInDays;
  Maybe<bool> forceDeleteWithoutRecovery;

  using Result = DeleteSecretResult;
  static constexpr std::string_view operation = "secretsmanager:DeleteSecret";
};
BOOST_DESCRIBE_STRUCT(DeleteSecret, (), (secretId, recoveryWindowInDays, forceDeleteWithoutRecovery))

struct RestoreSecret { SecretId secretId; using Result = Named; static constexpr std::string_view operation = "secretsmanager:RestoreSecret"; };
BOOST_DESCRIBE_STRUCT(RestoreSecret, (), (secretId))

struct TagResource { SecretId secretId; Tags tags; using Result = Nothing; static constexpr std::string_view operation = "secretsmanager:TagResource"; };
BOOST_DESCRIBE_STRUCT(TagResource, (), (secretId, tags))
struct UntagResource {
  SecretId secretId;
  std::vector<Text<1, 128>> tagKeys;
  using Result = Nothing;
  static constexpr std::string_view operation = "secretsmanager:UntagResource";
};
BOOST_DESCRIBE_STRUCT(UntagResource, (), (secretId, tagKeys))

}  // namespace secretsmanager
