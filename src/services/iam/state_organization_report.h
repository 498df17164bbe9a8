#pragma once
// Reports on an organization, until they are fetched: docs/formats/iam-reports.md.
#include "shape/shape.h"
#include "store/table.h"

namespace iam::state {

// A service that policies let the accounts use. ms 0: none of them did.
struct AccountUse {
  std::string service, region, entity_path /* of the account that used it last */;
  base::Time time;
  std::int64_t accounts = 0;                                         // that used it
};
BOOST_DESCRIBE_STRUCT(AccountUse, (), (service, region, entity_path, time, accounts))

struct OrganizationReport {
  std::string caller;                                                // id of the user or role that may fetch it
  std::string status;
  base::Time created, completed;
  std::vector<std::string> accounts;                                 // paths, o-x/r-y/ou-z/account
  std::vector<AccountUse> services;                                  // by name
};
BOOST_DESCRIBE_STRUCT(OrganizationReport, (), (caller, status, created, completed, accounts, services))
inline constexpr store::Table<OrganizationReport> kOrganizationReports{"iam.organization_report", store::Reach::account};      // job id

}  // namespace iam::state
