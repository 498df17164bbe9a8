#pragma once
// SSH public keys of users.
#include "services/iam/access.h"
#include "services/iam/api_certificates.h"

namespace iam {

SSHPublicKeyResult upload_ssh_public_key(const UploadSSHPublicKey&, service::Call&);
SSHPublicKeyResult get_ssh_public_key(const GetSSHPublicKey&, service::Call&);
ListSSHPublicKeysResult list_ssh_public_keys(const ListSSHPublicKeys&, service::Call&);
Nothing update_ssh_public_key(const UpdateSSHPublicKey&, service::Call&);
Nothing delete_ssh_public_key(const DeleteSSHPublicKey&, service::Call&);
bool has_ssh_keys(const Directory&, std::string_view user_id);

}  // namespace iam
