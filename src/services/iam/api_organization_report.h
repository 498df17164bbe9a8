#pragma once
// Which services an organization's accounts may use and did use.
#include "services/iam/api_reports.h"

namespace iam {

using EntityPath = Text<19, 427, "o-[0-9a-z]{10,32}/r-[0-9a-z]{4,32}[0-9a-z-/]*">;

struct GenerateOrganizationsAccessReportResult { std::string jobId; };
BOOST_DESCRIBE_STRUCT(GenerateOrganizationsAccessReportResult, (), (jobId))

struct GenerateOrganizationsAccessReport {
  EntityPath entityPath;
  std::optional<Text<0, shape::kUnlimited, "p-[0-9a-zA-Z_]{8,128}">> organizationsPolicyId;
  using Result = GenerateOrganizationsAccessReportResult;
  static constexpr std::string_view operation = "iam:GenerateOrganizationsAccessReport";
};
BOOST_DESCRIBE_STRUCT(GenerateOrganizationsAccessReport, (), (entityPath, organizationsPolicyId))

struct AccessDetail {
  std::string serviceName, serviceNamespace;
  std::optional<std::string> region, entityPath;
  std::optional<base::Time> lastAuthenticatedTime;
  std::optional<std::int64_t> totalAuthenticatedEntities;
};
BOOST_DESCRIBE_STRUCT(AccessDetail, (), (serviceName, serviceNamespace, region, entityPath, lastAuthenticatedTime, totalAuthenticatedEntities))

struct GetOrganizationsAccessReportResult : Paged {
  std::string jobStatus;
  base::Time jobCreationDate;
  std::optional<base::Time> jobCompletionDate;
  std::optional<std::int64_t> numberOfServicesAccessible, numberOfServicesNotAccessed;
  std::vector<AccessDetail> accessDetails;
  std::optional<ErrorDetails> errorDetails;
};
BOOST_DESCRIBE_STRUCT(GetOrganizationsAccessReportResult, (Paged), (jobStatus, jobCreationDate, jobCompletionDate, numberOfServicesAccessible, numberOfServicesNotAccessed,
                                                                    accessDetails, errorDetails))

struct GetOrganizationsAccessReport : Paging {
  Text<36, 36> jobId;
  std::optional<OneOf<"SERVICE_NAMESPACE_ASCENDING", "SERVICE_NAMESPACE_DESCENDING", "LAST_AUTHENTICATED_TIME_ASCENDING", "LAST_AUTHENTICATED_TIME_DESCENDING">> sortKey;
  using Result = GetOrganizationsAccessReportResult;
  static constexpr std::string_view operation = "iam:GetOrganizationsAccessReport";
};
BOOST_DESCRIBE_STRUCT(GetOrganizationsAccessReport, (Paging), (jobId, sortKey))

}  // namespace iam
