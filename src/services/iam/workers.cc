#include "services/iam/workers.h"

#include "services/iam/credential_report.h"
#include "services/iam/last_accessed.h"
#include "services/iam/organization_report.h"

namespace iam {

std::vector<service::OutboxHandler> outbox_handlers() { return {{kCredentialReport, write_credential_report}, {kAccessJob, run_access_job}, {kOrganizationReport, run_organization_report}}; }

}  // namespace iam
