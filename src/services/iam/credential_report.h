#pragma once
// The credential report: every user's passwords and keys as comma-separated values, good for four hours.
// Source: IAM User Guide, "Generate credential reports for your AWS account".
#include "services/iam/access.h"
#include "services/iam/api.h"

namespace iam {

inline constexpr std::string_view kCredentialReport = "iam.credential_report";     // outbox: the account
void write_credential_report(service::House&, const std::string& account);

GenerateCredentialReportResult generate_credential_report(const GenerateCredentialReport&, service::Call&);
GetCredentialReportResult get_credential_report(const GetCredentialReport&, service::Call&);

}  // namespace iam
