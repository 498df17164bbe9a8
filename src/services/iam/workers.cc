#include "services/iam/workers.h"

#include "services/iam/credential_report.h"
#include "services/iam/last_accessed.h"

namespace iam {

std::vector<service::OutboxHandler> outbox_handlers() { return {{kCredentialReport, write_credential_report}, {kAccessJob, run_access_job}}; }

}  // namespace iam
