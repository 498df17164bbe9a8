#pragma once
// What was used, what may be done, and what would be: last use, access reports, the credential report, simulation.
#include "services/iam/api_types.h"

namespace iam {

struct AccessKeyLastUsed { std::optional<base::Time> lastUsedDate; std::string serviceName, region; };
BOOST_DESCRIBE_STRUCT(AccessKeyLastUsed, (), (lastUsedDate, serviceName, region))

struct GetAccessKeyLastUsedResult { std::optional<std::string> userName; AccessKeyLastUsed accessKeyLastUsed; };
BOOST_DESCRIBE_STRUCT(GetAccessKeyLastUsedResult, (), (userName, accessKeyLastUsed))

struct GetAccessKeyLastUsed {
  AccessKeyId accessKeyId;
  using Result = GetAccessKeyLastUsedResult;
  static constexpr std::string_view operation = "iam:GetAccessKeyLastUsed";
};
BOOST_DESCRIBE_STRUCT(GetAccessKeyLastUsed, (), (accessKeyId))

// --- services last accessed

using JobId = Text<36, 36>;
using ServiceNamespace = Text<1, 64, "[\\w-]*">;

struct GenerateServiceLastAccessedDetailsResult { std::string jobId; };
BOOST_DESCRIBE_STRUCT(GenerateServiceLastAccessedDetailsResult, (), (jobId))

struct GenerateServiceLastAccessedDetails {
  Arn arn;
  std::optional<OneOf<"SERVICE_LEVEL", "ACTION_LEVEL">> granularity;
  using Result = GenerateServiceLastAccessedDetailsResult;
  static constexpr std::string_view operation = "iam:GenerateServiceLastAccessedDetails";
};
BOOST_DESCRIBE_STRUCT(GenerateServiceLastAccessedDetails, (), (arn, granularity))

struct ErrorDetails { std::string message, code; };
BOOST_DESCRIBE_STRUCT(ErrorDetails, (), (message, code))

struct TrackedActionLastAccessed {
  std::string actionName;
  std::optional<std::string> lastAccessedEntity;
  std::optional<base::Time> lastAccessedTime;
  std::optional<std::string> lastAccessedRegion;
};
BOOST_DESCRIBE_STRUCT(TrackedActionLastAccessed, (), (actionName, lastAccessedEntity, lastAccessedTime, lastAccessedRegion))

struct ServiceLastAccessed {
  std::string serviceName;
  std::optional<base::Time> lastAuthenticated;
  std::string serviceNamespace;
  std::optional<std::string> lastAuthenticatedEntity, lastAuthenticatedRegion;
  std::int64_t totalAuthenticatedEntities = 0;
  std::optional<std::vector<TrackedActionLastAccessed>> trackedActionsLastAccessed;
};
BOOST_DESCRIBE_STRUCT(ServiceLastAccessed, (), (serviceName, lastAuthenticated, serviceNamespace, lastAuthenticatedEntity,
                                                lastAuthenticatedRegion, totalAuthenticatedEntities, trackedActionsLastAccessed))

struct GetServiceLastAccessedDetailsResult : Paged {
  std::string jobStatus, jobType;
  base::Time jobCreationDate;
  std::vector<ServiceLastAccessed> servicesLastAccessed;
  std::optional<base::Time> jobCompletionDate;
  std::optional<ErrorDetails> error;
};
BOOST_DESCRIBE_STRUCT(GetServiceLastAccessedDetailsResult, (Paged), (jobStatus, jobType, jobCreationDate, servicesLastAccessed,
                                                                     jobCompletionDate, error))

struct GetServiceLastAccessedDetails : Paging {
  JobId jobId;
  using Result = GetServiceLastAccessedDetailsResult;
  static constexpr std::string_view operation = "iam:GetServiceLastAccessedDetails";
};
BOOST_DESCRIBE_STRUCT(GetServiceLastAccessedDetails, (Paging), (jobId))

struct EntityInfo { std::string arn, name, type, id; std::optional<std::string> path; };
BOOST_DESCRIBE_STRUCT(EntityInfo, (), (arn, name, type, id, path))

struct EntityDetails { EntityInfo entityInfo; std::optional<base::Time> lastAuthenticated; };
BOOST_DESCRIBE_STRUCT(EntityDetails, (), (entityInfo, lastAuthenticated))

struct GetServiceLastAccessedDetailsWithEntitiesResult : Paged {
  std::string jobStatus;
  base::Time jobCreationDate;
  std::optional<base::Time> jobCompletionDate;
  std::vector<EntityDetails> entityDetailsList;
  std::optional<ErrorDetails> error;
};
BOOST_DESCRIBE_STRUCT(GetServiceLastAccessedDetailsWithEntitiesResult, (Paged), (jobStatus, jobCreationDate, jobCompletionDate,
                                                                                 entityDetailsList, error))

struct GetServiceLastAccessedDetailsWithEntities : Paging {
  JobId jobId;
  ServiceNamespace serviceNamespace;
  using Result = GetServiceLastAccessedDetailsWithEntitiesResult;
  static constexpr std::string_view operation = "iam:GetServiceLastAccessedDetailsWithEntities";
};
BOOST_DESCRIBE_STRUCT(GetServiceLastAccessedDetailsWithEntities, (Paging), (jobId, serviceNamespace))

struct PolicyGrantingServiceAccess {
  std::string policyName, policyType;
  std::optional<std::string> policyArn /* managed */, entityType /* inline */, entityName;
};
BOOST_DESCRIBE_STRUCT(PolicyGrantingServiceAccess, (), (policyName, policyType, policyArn, entityType, entityName))

struct ListPoliciesGrantingServiceAccessEntry { std::string serviceNamespace; std::vector<PolicyGrantingServiceAccess> policies; };
BOOST_DESCRIBE_STRUCT(ListPoliciesGrantingServiceAccessEntry, (), (serviceNamespace, policies))

struct ListPoliciesGrantingServiceAccessResult : Paged { std::vector<ListPoliciesGrantingServiceAccessEntry> policiesGrantingServiceAccess; };
BOOST_DESCRIBE_STRUCT(ListPoliciesGrantingServiceAccessResult, (Paged), (policiesGrantingServiceAccess))

struct ListPoliciesGrantingServiceAccess {
  std::optional<Text<1, 320, "[\\x20-\\x{FF}]+">> marker;
  Arn arn;
  List<ServiceNamespace, 1, 200> serviceNamespaces;
  using Result = ListPoliciesGrantingServiceAccessResult;
  static constexpr std::string_view operation = "iam:ListPoliciesGrantingServiceAccess";
};
BOOST_DESCRIBE_STRUCT(ListPoliciesGrantingServiceAccess, (), (marker, arn, serviceNamespaces))

// --- the credential report

struct GenerateCredentialReportResult { std::string state; std::optional<std::string> description; };
BOOST_DESCRIBE_STRUCT(GenerateCredentialReportResult, (), (state, description))

struct GenerateCredentialReport {
  using Result = GenerateCredentialReportResult;
  static constexpr std::string_view operation = "iam:GenerateCredentialReport";
};
BOOST_DESCRIBE_STRUCT(GenerateCredentialReport, (), ())

struct GetCredentialReportResult { shape::Blob content; std::string reportFormat = "text/csv"; base::Time generatedTime; };
BOOST_DESCRIBE_STRUCT(GetCredentialReportResult, (), (content, reportFormat, generatedTime))

struct GetCredentialReport {
  using Result = GetCredentialReportResult;
  static constexpr std::string_view operation = "iam:GetCredentialReport";
};
BOOST_DESCRIBE_STRUCT(GetCredentialReport, (), ())

// --- simulation

using ResourceName = Text<1, 2048>;

struct ContextEntry {
  std::optional<Text<5, 256>> contextKeyName;
  std::optional<std::vector<std::string>> contextKeyValues;
  std::optional<OneOf<"string", "stringList", "numeric", "numericList", "boolean", "booleanList", "ip", "ipList", "binary",
                      "binaryList", "date", "dateList">> contextKeyType;
};
BOOST_DESCRIBE_STRUCT(ContextEntry, (), (contextKeyName, contextKeyValues, contextKeyType))

// What both simulations are asked.
struct Simulation : Paging {
  std::optional<std::vector<Document>> permissionsBoundaryPolicyInputList;
  std::vector<Text<3, 128>> actionNames;
  std::optional<std::vector<ResourceName>> resourceArns;
  std::optional<Document> resourcePolicy;
  std::optional<ResourceName> resourceOwner, callerArn;
  std::optional<std::vector<ContextEntry>> contextEntries;
  std::optional<Text<1, 64>> resourceHandlingOption;
};
BOOST_DESCRIBE_STRUCT(Simulation, (Paging), (permissionsBoundaryPolicyInputList, actionNames, resourceArns, resourcePolicy,
                                             resourceOwner, callerArn, contextEntries, resourceHandlingOption))

struct Position { std::int64_t line = 0, column = 0; };               // from 1
BOOST_DESCRIBE_STRUCT(Position, (), (line, column))

struct MatchedStatement { std::string sourcePolicyId, sourcePolicyType; Position startPosition, endPosition; };
BOOST_DESCRIBE_STRUCT(MatchedStatement, (), (sourcePolicyId, sourcePolicyType, startPosition, endPosition))

struct OrganizationsDecisionDetail { bool allowedByOrganizations = false; };
BOOST_DESCRIBE_STRUCT(OrganizationsDecisionDetail, (), (allowedByOrganizations))

struct PermissionsBoundaryDecisionDetail { bool allowedByPermissionsBoundary = false; };
BOOST_DESCRIBE_STRUCT(PermissionsBoundaryDecisionDetail, (), (allowedByPermissionsBoundary))

struct ResourceSpecificResult {
  std::string evalResourceName, evalResourceDecision;
  std::vector<MatchedStatement> matchedStatements;
  std::vector<std::string> missingContextValues;
  std::optional<std::map<std::string, std::string>> evalDecisionDetails;
  std::optional<PermissionsBoundaryDecisionDetail> permissionsBoundaryDecisionDetail;
};
BOOST_DESCRIBE_STRUCT(ResourceSpecificResult, (), (evalResourceName, evalResourceDecision, matchedStatements, missingContextValues,
                                                   evalDecisionDetails, permissionsBoundaryDecisionDetail))

struct EvaluationResult {
  std::string evalActionName;
  std::optional<std::string> evalResourceName;
  std::string evalDecision;
  std::vector<MatchedStatement> matchedStatements;
  std::vector<std::string> missingContextValues;
  std::optional<OrganizationsDecisionDetail> organizationsDecisionDetail;
  std::optional<PermissionsBoundaryDecisionDetail> permissionsBoundaryDecisionDetail;
  std::optional<std::map<std::string, std::string>> evalDecisionDetails;
  std::optional<std::vector<ResourceSpecificResult>> resourceSpecificResults;
};
BOOST_DESCRIBE_STRUCT(EvaluationResult, (), (evalActionName, evalResourceName, evalDecision, matchedStatements, missingContextValues,
                                             organizationsDecisionDetail, permissionsBoundaryDecisionDetail, evalDecisionDetails,
                                             resourceSpecificResults))

struct SimulatePolicyResult : Paged { std::vector<EvaluationResult> evaluationResults; };
BOOST_DESCRIBE_STRUCT(SimulatePolicyResult, (Paged), (evaluationResults))

struct SimulateCustomPolicy : Simulation {
  std::vector<Document> policyInputList;
  using Result = SimulatePolicyResult;
  static constexpr std::string_view operation = "iam:SimulateCustomPolicy";
};
BOOST_DESCRIBE_STRUCT(SimulateCustomPolicy, (Simulation), (policyInputList))

struct SimulatePrincipalPolicy : Simulation {
  Arn policySourceArn;
  std::optional<std::vector<Document>> policyInputList;
  using Result = SimulatePolicyResult;
  static constexpr std::string_view operation = "iam:SimulatePrincipalPolicy";
};
BOOST_DESCRIBE_STRUCT(SimulatePrincipalPolicy, (Simulation), (policySourceArn, policyInputList))

struct GetContextKeysForPolicyResult { std::vector<std::string> contextKeyNames; };
BOOST_DESCRIBE_STRUCT(GetContextKeysForPolicyResult, (), (contextKeyNames))

struct GetContextKeysForCustomPolicy {
  std::vector<Document> policyInputList;
  using Result = GetContextKeysForPolicyResult;
  static constexpr std::string_view operation = "iam:GetContextKeysForCustomPolicy";
};
BOOST_DESCRIBE_STRUCT(GetContextKeysForCustomPolicy, (), (policyInputList))

struct GetContextKeysForPrincipalPolicy {
  Arn policySourceArn;
  std::optional<std::vector<Document>> policyInputList;
  using Result = GetContextKeysForPolicyResult;
  static constexpr std::string_view operation = "iam:GetContextKeysForPrincipalPolicy";
};
BOOST_DESCRIBE_STRUCT(GetContextKeysForPrincipalPolicy, (), (policySourceArn, policyInputList))

}  // namespace iam
