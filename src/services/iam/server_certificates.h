#pragma once
// Server certificates of the account.
#include "services/iam/access.h"
#include "services/iam/api_certificates.h"

namespace iam {

std::vector<service::Access> on_new_server_certificate(const UploadServerCertificate&, service::Call&);
service::Access on_server_certificate(std::string_view action, const std::string& name, const service::Call&);
template <class Q> service::Access on_server_certificate(const Q& q, service::Call& call) {
  service::Access a = on_server_certificate(Q::operation, q.serverCertificateName, call);
  add_request_keys(a, q);
  return a;
}
service::Access on_server_certificates(const ListServerCertificates&, service::Call&);
// On its ARN before and after the change.
std::vector<service::Access> on_update_server_certificate(const UpdateServerCertificate&, service::Call&);

UploadServerCertificateResult upload_server_certificate(const UploadServerCertificate&, service::Call&);
GetServerCertificateResult get_server_certificate(const GetServerCertificate&, service::Call&);
ListServerCertificatesResult list_server_certificates(const ListServerCertificates&, service::Call&);
Nothing update_server_certificate(const UpdateServerCertificate&, service::Call&);
Nothing delete_server_certificate(const DeleteServerCertificate&, service::Call&);
Nothing tag_server_certificate(const TagServerCertificate&, service::Call&);
Nothing untag_server_certificate(const UntagServerCertificate&, service::Call&);
ListTagsResult list_server_certificate_tags(const ListServerCertificateTags&, service::Call&);

inline constexpr std::string_view kServerCertificateCount = "server-certificate";      // in the account's counts
inline constexpr std::int64_t kServerCertificatesAtMost = 20;

}  // namespace iam
