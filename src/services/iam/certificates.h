#pragma once
// Signing certificates of users and root users.
#include "services/iam/access.h"
#include "services/iam/api_certificates.h"
#include "services/iam/state_certificates.h"

namespace iam {

UploadSigningCertificateResult upload_signing_certificate(const UploadSigningCertificate&, service::Call&);
ListSigningCertificatesResult list_signing_certificates(const ListSigningCertificates&, service::Call&);
Nothing update_signing_certificate(const UpdateSigningCertificate&, service::Call&);
Nothing delete_signing_certificate(const DeleteSigningCertificate&, service::Call&);
// Of a user's id, or the account's for its root user; the oldest first.
std::vector<state::SigningCertificate> signing_certificates_of(const Directory&, std::string_view owner);

}  // namespace iam
