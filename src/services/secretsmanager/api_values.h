#pragma once
// A secret's values: versions, their staging labels, passwords to put into them.
#include "services/secretsmanager/api_words.h"

namespace secretsmanager {

struct PutSecretValueResult { std::string arn, name, versionId; std::vector<std::string> versionStages; };
BOOST_DESCRIBE_STRUCT(PutSecretValueResult, (), (arn, name, versionId, versionStages))
struct PutSecretValue {
  SecretId secretId;
  Maybe<RequestToken> clientRequestToken;
  Maybe<SecretBinary> secretBinary;
  Maybe<SecretString> secretString;
  Maybe<Stages> versionStages;
  Maybe<Secret<Text<36, 256, "^[a-zA-Z0-9\\-]+$">>> rotationToken;

  using Result = PutSecretValueResult;
  static constexpr std::string_view operation = "secretsmanager:PutSecretValue";
};
BOOST_DESCRIBE_STRUCT(PutSecretValue, (), (secretId, clientRequestToken, secretBinary, secretString, versionStages, rotationToken))

struct UpdateSecretVersionStage {
  SecretId secretId;
  Stage versionStage;
  Maybe<VersionId> removeFromVersionId, moveToVersionId;

  using Result = Named;
  static constexpr std::string_view operation = "secretsmanager:UpdateSecretVersionStage";
};
BOOST_DESCRIBE_STRUCT(UpdateSecretVersionStage, (), (secretId, versionStage, removeFromVersionId, moveToVersionId))

struct GetSecretValueResult {
  std::string arn, name, versionId;
  Maybe<SecretBinary> secretBinary;
  Maybe<Secret<std::string>> secretString;
  std::vector<std::string> versionStages;
  base::Time createdDate;
};
BOOST_DESCRIBE_STRUCT(GetSecretValueResult, (), (arn, name, versionId, secretBinary, secretString, versionStages, createdDate))
struct GetSecretValue {
  SecretId secretId;
  Maybe<VersionId> versionId;
  Maybe<Stage> versionStage;

  using Result = GetSecretValueResult;
  static constexpr std::string_view operation = "secretsmanager:GetSecretValue";
};
BOOST_DESCRIBE_STRUCT(GetSecretValue, (), (secretId, versionId, versionStage))

struct APIErrorType { std::string secretId, errorCode, message; };
BOOST_DESCRIBE_STRUCT(APIErrorType, (), (secretId, errorCode, message))
struct BatchGetSecretValueResult { std::vector<GetSecretValueResult> secretValues; Maybe<std::string> nextToken; std::vector<APIErrorType> errors; };
BOOST_DESCRIBE_STRUCT(BatchGetSecretValueResult, (), (secretValues, nextToken, errors))
struct BatchGetSecretValue {
  Maybe<List<SecretId, 1, 20>> secretIdList;
  Maybe<Filters> filters;
  Maybe<Whole<1, 20>> maxResults;
  Maybe<NextToken> nextToken;

  using Result = BatchGetSecretValueResult;
  static constexpr std::string_view operation = "secretsmanager:BatchGetSecretValue";
};
BOOST_DESCRIBE_STRUCT(BatchGetSecretValue, (), (secretIdList, filters, maxResults, nextToken))

struct SecretVersionsListEntry {
  std::string versionId;
  Maybe<std::vector<std::string>> versionStages;
  Maybe<base::Time> lastAccessedDate;
  base::Time createdDate;
  std::vector<std::string> kmsKeyIds;
};
BOOST_DESCRIBE_STRUCT(SecretVersionsListEntry, (), (versionId, versionStages, lastAccessedDate, createdDate, kmsKeyIds))
struct ListSecretVersionIdsResult { std::vector<SecretVersionsListEntry> versions; Maybe<std::string> nextToken; std::string arn, name; };
BOOST_DESCRIBE_STRUCT(ListSecretVersionIdsResult, (), (versions, nextToken, arn, name))
struct ListSecretVersionIds {
  SecretId secretId;
  Maybe<Whole<1, 100>> maxResults;
  Maybe<NextToken> nextToken;
  Maybe<bool> includeDeprecated;

  using Result = ListSecretVersionIdsResult;
  static constexpr std::string_view operation = "secretsmanager:ListSecretVersionIds";
};
BOOST_DESCRIBE_STRUCT(ListSecretVersionIds, (), (secretId, maxResults, nextToken, includeDeprecated))

struct GetRandomPasswordResult { Secret<std::string> randomPassword; };
BOOST_DESCRIBE_STRUCT(GetRandomPasswordResult, (), (randomPassword))
struct GetRandomPassword {
  Maybe<Whole<1, 4096>> passwordLength;
  Maybe<Text<0, 4096>> excludeCharacters;
  Maybe<bool> excludeNumbers, excludePunctuation, excludeUppercase, excludeLowercase, includeSpace, requireEachIncludedType;

  using Result = GetRandomPasswordResult;
  static constexpr std::string_view operation = "secretsmanager:GetRandomPassword";
};
BOOST_DESCRIBE_STRUCT(GetRandomPassword, (), (passwordLength, excludeCharacters, excludeNumbers, excludePunctuation, excludeUppercase, excludeLowercase,
                                              includeSpace, requireEachIncludedType))

}  // namespace secretsmanager
