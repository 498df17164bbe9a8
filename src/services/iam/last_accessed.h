#pragma once
// Which of the services it may use a user, group, role or policy's holders used, and when: a job, answered from the
// event history. Source: IAM User Guide, "Refine permissions in AWS using last accessed information".
#include "services/iam/principal_policies.h"

namespace iam {

inline constexpr std::string_view kAccessJob = "iam.access_job";       // outbox: account, NUL, job id
void run_access_job(service::House&, const std::string& payload);

template <class Q> service::Access on_subject(const Q& q, service::Call& call) { return on_arn(Q::operation, q.arn, call); }

GenerateServiceLastAccessedDetailsResult generate_service_last_accessed_details(const GenerateServiceLastAccessedDetails&, service::Call&);
GetServiceLastAccessedDetailsResult get_service_last_accessed_details(const GetServiceLastAccessedDetails&, service::Call&);
GetServiceLastAccessedDetailsWithEntitiesResult get_service_last_accessed_details_with_entities(const GetServiceLastAccessedDetailsWithEntities&,
                                                                                                 service::Call&);
ListPoliciesGrantingServiceAccessResult list_policies_granting_service_access(const ListPoliciesGrantingServiceAccess&, service::Call&);

}  // namespace iam
