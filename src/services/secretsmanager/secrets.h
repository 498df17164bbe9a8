#pragma once
#include "services/secretsmanager/api_secrets.h"
#include "services/secretsmanager/secret.h"

namespace secretsmanager {

std::vector<Access> to_create_secret(const CreateSecret&, Call&);
Access to_update_secret(const UpdateSecret&, Call&);
Access to_describe_secret(const DescribeSecret&, Call&);
Access to_delete_secret(const DeleteSecret&, Call&);
Access to_restore_secret(const RestoreSecret&, Call&);

CreateSecretResult create_secret(const CreateSecret&, Call&);
NamedVersion update_secret(const UpdateSecret&, Call&);
DescribeSecretResult describe_secret(const DescribeSecret&, Call&);
DeleteSecretResult delete_secret(const DeleteSecret&, Call&);
Named restore_secret(const RestoreSecret&, Call&);

}  // namespace secretsmanager
