#pragma once
// What callers say about templates and the types they name.
#include "services/cloudformation/api_words.h"

namespace cloudformation {

struct GetTemplateResult { Secret<std::string> templateBody; std::vector<std::string> stagesAvailable; };
BOOST_DESCRIBE_STRUCT(GetTemplateResult, (), (templateBody, stagesAvailable))
struct GetTemplate {
  std::optional<std::string> stackName;
  std::optional<ChangeSetNameOrId> changeSetName;
  std::optional<OneOf<"Original", "Processed">> templateStage;
  using Result = GetTemplateResult;
  static constexpr std::string_view operation = "cloudformation:GetTemplate";
};
BOOST_DESCRIBE_STRUCT(GetTemplate, (), (stackName, changeSetName, templateStage))

struct ParameterConstraints { std::vector<std::string> allowedValues; };
BOOST_DESCRIBE_STRUCT(ParameterConstraints, (), (allowedValues))
struct ParameterDeclared {
  std::string parameterKey;
  std::optional<std::string> defaultValue;
  std::string parameterType;
  bool noEcho = false;
  std::optional<std::string> description;
  ParameterConstraints parameterConstraints;
};
BOOST_DESCRIBE_STRUCT(ParameterDeclared, (), (parameterKey, defaultValue, parameterType, noEcho, description, parameterConstraints))
struct ResourceIdentifierSummary { std::string resourceType; std::vector<std::string> logicalResourceIds; };
BOOST_DESCRIBE_STRUCT(ResourceIdentifierSummary, (), (resourceType, logicalResourceIds))
struct TemplateWarnings { std::vector<std::string> unrecognizedResourceTypes; };
BOOST_DESCRIBE_STRUCT(TemplateWarnings, (), (unrecognizedResourceTypes))
struct GetTemplateSummaryResult {
  std::vector<ParameterDeclared> parameters;
  std::optional<std::string> description;
  std::vector<std::string> capabilities;
  std::optional<std::string> capabilitiesReason;
  std::vector<std::string> resourceTypes;
  std::optional<std::string> version, metadata;
  std::vector<std::string> declaredTransforms;
  std::vector<ResourceIdentifierSummary> resourceIdentifierSummaries;
  std::optional<TemplateWarnings> warnings;
};
BOOST_DESCRIBE_STRUCT(GetTemplateSummaryResult, (), (parameters, description, capabilities, capabilitiesReason, resourceTypes, version, metadata, declaredTransforms,
                                                     resourceIdentifierSummaries, warnings))
struct TemplateSummaryConfig { std::optional<bool> treatUnrecognizedResourceTypesAsWarnings; };
BOOST_DESCRIBE_STRUCT(TemplateSummaryConfig, (), (treatUnrecognizedResourceTypesAsWarnings))
struct GetTemplateSummary {
  std::optional<TemplateText> templateBody;
  std::optional<Address> templateURL;
  std::optional<StackNameOrId> stackName;
  std::optional<Text<0, shape::kUnlimited, "[a-zA-Z][-a-zA-Z0-9]*(?::[a-zA-Z0-9]{8}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{12})?">> stackSetName;
  std::optional<OneOf<"SELF", "DELEGATED_ADMIN">> callAs;
  std::optional<TemplateSummaryConfig> templateSummaryConfig;
  using Result = GetTemplateSummaryResult;
  static constexpr std::string_view operation = "cloudformation:GetTemplateSummary";
};
BOOST_DESCRIBE_STRUCT(GetTemplateSummary, (), (templateBody, templateURL, stackName, stackSetName, callAs, templateSummaryConfig))

struct TemplateParameter {
  std::string parameterKey;
  std::optional<std::string> defaultValue;
  bool noEcho = false;
  std::optional<std::string> description;
};
BOOST_DESCRIBE_STRUCT(TemplateParameter, (), (parameterKey, defaultValue, noEcho, description))
struct ValidateTemplateResult {
  std::vector<TemplateParameter> parameters;
  std::optional<std::string> description;
  std::vector<std::string> capabilities;
  std::optional<std::string> capabilitiesReason;
  std::vector<std::string> declaredTransforms;
};
BOOST_DESCRIBE_STRUCT(ValidateTemplateResult, (), (parameters, description, capabilities, capabilitiesReason, declaredTransforms))
struct ValidateTemplate {
  std::optional<TemplateText> templateBody;
  std::optional<Address> templateURL;
  using Result = ValidateTemplateResult;
  static constexpr std::string_view operation = "cloudformation:ValidateTemplate";
};
BOOST_DESCRIBE_STRUCT(ValidateTemplate, (), (templateBody, templateURL))

using TypeKind = OneOf<"RESOURCE", "MODULE", "HOOK">;
struct TypeSummary { std::string type, typeName, typeArn; };
BOOST_DESCRIBE_STRUCT(TypeSummary, (), (type, typeName, typeArn))
struct TypeFilters {
  std::optional<OneOf<"REGISTERED", "ACTIVATED", "THIRD_PARTY", "AWS_TYPES">> category;
  std::optional<Text<1, 40, "[0-9a-zA-Z]{12,40}">> publisherId;
  std::optional<Text<1, 204, "([A-Za-z0-9]{2,64}::){0,2}([A-Za-z0-9]{2,64}:?){0,1}">> typeNamePrefix;
};
BOOST_DESCRIBE_STRUCT(TypeFilters, (), (category, publisherId, typeNamePrefix))
struct ListTypesResult { std::vector<TypeSummary> typeSummaries; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListTypesResult, (), (typeSummaries, nextToken))
struct ListTypes {
  std::optional<OneOf<"PUBLIC", "PRIVATE">> visibility;
  std::optional<OneOf<"NON_PROVISIONABLE", "IMMUTABLE", "FULLY_MUTABLE">> provisioningType;
  std::optional<OneOf<"LIVE", "DEPRECATED">> deprecatedStatus;
  std::optional<TypeKind> type;
  std::optional<TypeFilters> filters;
  std::optional<Whole<1, 100>> maxResults;
  std::optional<NextToken> nextToken;
  using Result = ListTypesResult;
  static constexpr std::string_view operation = "cloudformation:ListTypes";
};
BOOST_DESCRIBE_STRUCT(ListTypes, (), (visibility, provisioningType, deprecatedStatus, type, filters, maxResults, nextToken))

struct DescribeTypeResult { std::string arn, type, typeName, provisioningType, deprecatedStatus, visibility; std::optional<std::string> schema; };
BOOST_DESCRIBE_STRUCT(DescribeTypeResult, (), (arn, type, typeName, provisioningType, deprecatedStatus, visibility, schema))
struct DescribeType {
  std::optional<TypeKind> type;
  std::optional<Text<10, 204, "[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}(::MODULE){0,1}">> typeName;
  std::optional<Text<0, 1024, "arn:aws[A-Za-z0-9-]{0,64}:cloudformation:[A-Za-z0-9-]{1,64}:([0-9]{12})?:type/.+">> arn;
  std::optional<Text<1, 128, "[A-Za-z0-9-]+">> versionId;
  std::optional<Text<1, 40, "[0-9a-zA-Z]{12,40}">> publisherId;
  std::optional<Text<5, shape::kUnlimited, "(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(.*)">> publicVersionNumber;
  using Result = DescribeTypeResult;
  static constexpr std::string_view operation = "cloudformation:DescribeType";
};
BOOST_DESCRIBE_STRUCT(DescribeType, (), (type, typeName, arn, versionId, publisherId, publicVersionNumber))

}  // namespace cloudformation
