#pragma once
// Parameters: written, read, listed, labelled, deleted.
#include "services/ssm/api_words.h"

namespace ssm {

struct PutParameterResult { std::int64_t version = 0; std::string tier; };
BOOST_DESCRIBE_STRUCT(PutParameterResult, (), (version, tier))
struct PutParameter {
  Name name;
  Maybe<Text<0, 1024>> description;
  Hidden<std::string> value;
  Maybe<ParameterType> type;
  Maybe<KeyId> keyId;
  Maybe<bool> overwrite;
  Maybe<Text<0, 1024>> allowedPattern;
  Maybe<List<Tag, 0, 1000>> tags;
  Maybe<Tier> tier;
  Maybe<Text<1, 4096>> policies;
  Maybe<Text<0, 128>> dataType;

  using Result = PutParameterResult;
  static constexpr std::string_view operation = "ssm:PutParameter";
};
BOOST_DESCRIBE_STRUCT(PutParameter, (), (name, description, value, type, keyId, overwrite, allowedPattern, tags, tier, policies, dataType))

struct Parameter {
  std::string name, type;
  Secret<std::string> value;           // of a SecureString that is not decrypted: its ciphertext, in base64
  std::int64_t version = 0;
  Maybe<std::string> selector;         // ":3" or ":label", as it was asked for
  Maybe<std::string> sourceResult;     // of a secret of Secrets Manager: which one it is
  base::Time lastModifiedDate;
  std::string arn, dataType;
};
BOOST_DESCRIBE_STRUCT(Parameter, (), (name, type, value, version, selector, sourceResult, lastModifiedDate, arn, dataType))

struct GetParameterResult { Parameter parameter; };
BOOST_DESCRIBE_STRUCT(GetParameterResult, (), (parameter))
struct GetParameter {
  Name name;                           // or ARN, either with :version or :label behind it
  Maybe<bool> withDecryption;

  using Result = GetParameterResult;
  static constexpr std::string_view operation = "ssm:GetParameter";
};
BOOST_DESCRIBE_STRUCT(GetParameter, (), (name, withDecryption))

struct GetParametersResult { std::vector<Parameter> parameters; std::vector<std::string> invalidParameters; };
BOOST_DESCRIBE_STRUCT(GetParametersResult, (), (parameters, invalidParameters))
struct GetParameters {
  List<Name, 1, 10> names;
  Maybe<bool> withDecryption;

  using Result = GetParametersResult;
  static constexpr std::string_view operation = "ssm:GetParameters";
};
BOOST_DESCRIBE_STRUCT(GetParameters, (), (names, withDecryption))

struct GetParametersByPathResult { std::vector<Parameter> parameters; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(GetParametersByPathResult, (), (parameters, nextToken))
struct GetParametersByPath {
  Name path;
  Maybe<bool> recursive;
  Maybe<std::vector<ParameterStringFilter>> parameterFilters;
  Maybe<bool> withDecryption;
  Maybe<Whole<1, 10>> maxResults;
  Maybe<std::string> nextToken;

  using Result = GetParametersByPathResult;
  static constexpr std::string_view operation = "ssm:GetParametersByPath";
};
BOOST_DESCRIBE_STRUCT(GetParametersByPath, (), (path, recursive, parameterFilters, withDecryption, maxResults, nextToken))

struct ParameterInlinePolicy { std::string policyText, policyType, policyStatus; };
BOOST_DESCRIBE_STRUCT(ParameterInlinePolicy, (), (policyText, policyType, policyStatus))

struct ParameterMetadata {
  std::string name, arn, type;
  Maybe<std::string> keyId;
  base::Time lastModifiedDate;
  std::string lastModifiedUser;
  Maybe<std::string> description, allowedPattern;
  std::int64_t version = 0;
  std::string tier;
  std::vector<ParameterInlinePolicy> policies;
  std::string dataType;
};
BOOST_DESCRIBE_STRUCT(ParameterMetadata, (), (name, arn, type, keyId, lastModifiedDate, lastModifiedUser, description, allowedPattern, version, tier, policies,
                                              dataType))

struct ParametersFilter { OneOf<"Name", "Type", "KeyId"> key; List<Text<1, 1024>, 1, 50> values; };
BOOST_DESCRIBE_STRUCT(ParametersFilter, (), (key, values))
struct DescribeParametersResult { std::vector<ParameterMetadata> parameters; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(DescribeParametersResult, (), (parameters, nextToken))
struct DescribeParameters {
  Maybe<std::vector<ParametersFilter>> filters;
  Maybe<std::vector<ParameterStringFilter>> parameterFilters;
  Maybe<PageSize> maxResults;
  Maybe<std::string> nextToken;
  Maybe<bool> shared;

  using Result = DescribeParametersResult;
  static constexpr std::string_view operation = "ssm:DescribeParameters";
};
BOOST_DESCRIBE_STRUCT(DescribeParameters, (), (filters, parameterFilters, maxResults, nextToken, shared))

struct ParameterHistory {
  std::string name, type;
  Maybe<std::string> keyId;
  base::Time lastModifiedDate;
  std::string lastModifiedUser;
  Maybe<std::string> description;
  Secret<std::string> value;
  Maybe<std::string> allowedPattern;
  std::int64_t version = 0;
  std::vector<std::string> labels;
  std::string tier;
  std::vector<ParameterInlinePolicy> policies;
  std::string dataType;
};
BOOST_DESCRIBE_STRUCT(ParameterHistory, (), (name, type, keyId, lastModifiedDate, lastModifiedUser, description, value, allowedPattern, version, labels, tier,
                                             policies, dataType))
struct GetParameterHistoryResult { std::vector<ParameterHistory> parameters; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(GetParameterHistoryResult, (), (parameters, nextToken))
struct GetParameterHistory {
  Name name;
  Maybe<bool> withDecryption;
  Maybe<PageSize> maxResults;
  Maybe<std::string> nextToken;

  using Result = GetParameterHistoryResult;
  static constexpr std::string_view operation = "ssm:GetParameterHistory";
};
BOOST_DESCRIBE_STRUCT(GetParameterHistory, (), (name, withDecryption, maxResults, nextToken))

struct LabelParameterVersionResult { std::vector<std::string> invalidLabels; std::int64_t parameterVersion = 0; };
BOOST_DESCRIBE_STRUCT(LabelParameterVersionResult, (), (invalidLabels, parameterVersion))
struct LabelParameterVersion {
  Name name;
  Maybe<std::int64_t> parameterVersion;
  Labels labels;

  using Result = LabelParameterVersionResult;
  static constexpr std::string_view operation = "ssm:LabelParameterVersion";
};
BOOST_DESCRIBE_STRUCT(LabelParameterVersion, (), (name, parameterVersion, labels))

struct UnlabelParameterVersionResult { std::vector<std::string> removedLabels, invalidLabels; };
BOOST_DESCRIBE_STRUCT(UnlabelParameterVersionResult, (), (removedLabels, invalidLabels))
struct UnlabelParameterVersion {
  Name name;
  std::int64_t parameterVersion = 0;
  Labels labels;

  using Result = UnlabelParameterVersionResult;
  static constexpr std::string_view operation = "ssm:UnlabelParameterVersion";
};
BOOST_DESCRIBE_STRUCT(UnlabelParameterVersion, (), (name, parameterVersion, labels))

struct DeleteParameter { Name name; using Result = Nothing; static constexpr std::string_view operation = "ssm:DeleteParameter"; };
BOOST_DESCRIBE_STRUCT(DeleteParameter, (), (name))

struct DeleteParametersResult { std::vector<std::string> deletedParameters, invalidParameters; };
BOOST_DESCRIBE_STRUCT(DeleteParametersResult, (), (deletedParameters, invalidParameters))
struct DeleteParameters { List<Name, 1, 10> names; using Result = DeleteParametersResult; static constexpr std::string_view operation = "ssm:DeleteParameters"; };
BOOST_DESCRIBE_STRUCT(DeleteParameters, (), (names))

}  // namespace ssm

template <> inline constexpr auto shape::places<ssm::Parameter> = std::to_array<shape::Place>({{"arn", shape::Where::body, "ARN"}});
template <> inline constexpr auto shape::places<ssm::ParameterMetadata> = std::to_array<shape::Place>({{"arn", shape::Where::body, "ARN"}});
