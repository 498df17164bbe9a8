#pragma once
// Which services the accounts under a root, a unit or an account may use by their service control policies, or by one of them, and
// which they used, as their event histories tell. Source: IAM User Guide, "Refine permissions in AWS using last accessed information".
#include "services/iam/access.h"
#include "services/iam/api_organization_report.h"

namespace iam {

inline constexpr std::string_view kOrganizationReport = "iam.organization_report";      // outbox: account, NUL, job id
void run_organization_report(service::House&, const std::string& payload);

service::Access on_organization_report(const GenerateOrganizationsAccessReport&, service::Call&);
GenerateOrganizationsAccessReportResult generate_organization_report(const GenerateOrganizationsAccessReport&, service::Call&);
GetOrganizationsAccessReportResult get_organization_report(const GetOrganizationsAccessReport&, service::Call&);

}  // namespace iam
