#pragma once
// Aliases, permissions and tags.
#include "services/lambda/api_words.h"

namespace lambda {

struct AliasRoutingConfiguration { Maybe<std::map<std::string, double>> additionalVersionWeights; };
BOOST_DESCRIBE_STRUCT(AliasRoutingConfiguration, (), (additionalVersionWeights))

struct AliasConfiguration {
  Maybe<std::string> aliasArn, name, functionVersion, description;
  Maybe<AliasRoutingConfiguration> routingConfig;
  Maybe<std::string> revisionId;
};
BOOST_DESCRIBE_STRUCT(AliasConfiguration, (), (aliasArn, name, functionVersion, description, routingConfig, revisionId))

struct CreateAlias {
  FunctionName functionName;
  Alias name;
  VersionNumber functionVersion;
  Maybe<Description> description;
  Maybe<AliasRoutingConfiguration> routingConfig;
  using Result = AliasConfiguration;
  static constexpr std::string_view operation = "lambda:CreateAlias";
  static constexpr auto travels = travels_by(kOfFunction);
};
BOOST_DESCRIBE_STRUCT(CreateAlias, (), (functionName, name, functionVersion, description, routingConfig))

struct GetAlias {
  FunctionName functionName;
  Alias name;
  using Result = AliasConfiguration;
  static constexpr std::string_view operation = "lambda:GetAlias";
  static constexpr auto travels = travels_by(kOfFunction, in_path("name", "Name"));
};
BOOST_DESCRIBE_STRUCT(GetAlias, (), (functionName, name))

struct UpdateAlias {
  FunctionName functionName;
  Alias name;
  Maybe<VersionNumber> functionVersion;
  Maybe<Description> description;
  Maybe<AliasRoutingConfiguration> routingConfig;
  Maybe<std::string> revisionId;
  using Result = AliasConfiguration;
  static constexpr std::string_view operation = "lambda:UpdateAlias";
  static constexpr auto travels = travels_by(kOfFunction, in_path("name", "Name"));
};
BOOST_DESCRIBE_STRUCT(UpdateAlias, (), (functionName, name, functionVersion, description, routingConfig, revisionId))

struct DeleteAlias {
  FunctionName functionName;
  Alias name;
  using Result = Nothing;
  static constexpr std::string_view operation = "lambda:DeleteAlias";
  static constexpr auto travels = travels_by(kOfFunction, in_path("name", "Name"));
};
BOOST_DESCRIBE_STRUCT(DeleteAlias, (), (functionName, name))

struct ListAliasesResponse {
  Maybe<std::string> nextMarker;
  Maybe<std::vector<AliasConfiguration>> aliases;
};
BOOST_DESCRIBE_STRUCT(ListAliasesResponse, (), (nextMarker, aliases))

struct ListAliases {
  FunctionName functionName;
  Maybe<VersionNumber> functionVersion;
  Maybe<std::string> marker;
  Maybe<Whole<1, 10000>> maxItems;
  using Result = ListAliasesResponse;
  static constexpr std::string_view operation = "lambda:ListAliases";
  static constexpr auto travels = travels_by(kOfFunction, in_query("functionVersion", "FunctionVersion"), in_query("marker", "Marker"),
                      in_query("maxItems", "MaxItems"));
};
BOOST_DESCRIBE_STRUCT(ListAliases, (), (functionName, functionVersion, marker, maxItems))

struct AddPermissionResponse { Maybe<std::string> statement; };
BOOST_DESCRIBE_STRUCT(AddPermissionResponse, (), (statement))

struct AddPermission {
  NamespacedFunctionName functionName;
  StatementId statementId;
  Action action;
  Principal principal;
  Maybe<Arn> sourceArn;
  Maybe<SourceOwner> sourceAccount;
  Maybe<EventSourceToken> eventSourceToken;
  Maybe<Qualifier> qualifier;
  Maybe<std::string> revisionId;
  Maybe<PrincipalOrgID> principalOrgID;
  Maybe<FunctionUrlAuthType> functionUrlAuthType;
  Maybe<bool> invokedViaFunctionUrl;
  using Result = AddPermissionResponse;
  static constexpr std::string_view operation = "lambda:AddPermission";
  static constexpr auto travels = travels_by(kOfFunction, kOfQualifier);
};
BOOST_DESCRIBE_STRUCT(AddPermission, (), (functionName, statementId, action, principal, sourceArn, sourceAccount, eventSourceToken, qualifier,
                      revisionId, principalOrgID, functionUrlAuthType, invokedViaFunctionUrl))

struct RemovePermission {
  NamespacedFunctionName functionName;
  NamespacedStatementId statementId;
  Maybe<Qualifier> qualifier;
  Maybe<std::string> revisionId;
  using Result = Nothing;
  static constexpr std::string_view operation = "lambda:RemovePermission";
  static constexpr auto travels = travels_by(kOfFunction, in_path("statementId", "StatementId"), kOfQualifier,
                      in_query("revisionId", "RevisionId"));
};
BOOST_DESCRIBE_STRUCT(RemovePermission, (), (functionName, statementId, qualifier, revisionId))

struct GetPolicyResponse { Maybe<std::string> policy, revisionId; };
BOOST_DESCRIBE_STRUCT(GetPolicyResponse, (), (policy, revisionId))

struct GetPolicy {
  NamespacedFunctionName functionName;
  Maybe<Qualifier> qualifier;
  using Result = GetPolicyResponse;
  static constexpr std::string_view operation = "lambda:GetPolicy";
  static constexpr auto travels = travels_by(kOfFunction, kOfQualifier);
};
BOOST_DESCRIBE_STRUCT(GetPolicy, (), (functionName, qualifier))

struct TagResource {
  TaggableResource resource;
  std::map<std::string, std::string> tags;
  using Result = Nothing;
  static constexpr std::string_view operation = "lambda:TagResource";
  static constexpr auto travels = travels_by(in_path("resource", "Resource"));
};
BOOST_DESCRIBE_STRUCT(TagResource, (), (resource, tags))

struct UntagResource {
  TaggableResource resource;
  std::vector<std::string> tagKeys;
  using Result = Nothing;
  static constexpr std::string_view operation = "lambda:UntagResource";
  static constexpr auto travels = travels_by(in_path("resource", "Resource"), in_query("tagKeys", "tagKeys"));
};
BOOST_DESCRIBE_STRUCT(UntagResource, (), (resource, tagKeys))

struct ListTagsResponse { Maybe<std::map<std::string, std::string>> tags; };
BOOST_DESCRIBE_STRUCT(ListTagsResponse, (), (tags))

struct ListTags {
  TaggableResource resource;
  using Result = ListTagsResponse;
  static constexpr std::string_view operation = "lambda:ListTags";
  static constexpr auto travels = travels_by(in_path("resource", "Resource"));
};
BOOST_DESCRIBE_STRUCT(ListTags, (), (resource))

}  // namespace lambda
