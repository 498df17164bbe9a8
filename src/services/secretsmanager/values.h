#pragma once
#include "services/secretsmanager/api_values.h"
#include "services/secretsmanager/secret.h"

namespace secretsmanager {

Access to_put_secret_value(const PutSecretValue&, Call&);
Access to_update_secret_version_stage(const UpdateSecretVersionStage&, Call&);
Access to_get_secret_value(const GetSecretValue&, Call&);
std::vector<Access> to_batch_get_secret_value(const BatchGetSecretValue&, Call&);
Access to_list_secret_version_ids(const ListSecretVersionIds&, Call&);

PutSecretValueResult put_secret_value(const PutSecretValue&, Call&);
Named update_secret_version_stage(const UpdateSecretVersionStage&, Call&);
GetSecretValueResult get_secret_value(const GetSecretValue&, Call&);
// Each secret is asked for as by a GetSecretValue of the caller's own, authorized and recorded; one that fails is named in `errors`.
BatchGetSecretValueResult batch_get_secret_value(const BatchGetSecretValue&, Call&);
ListSecretVersionIdsResult list_secret_version_ids(const ListSecretVersionIds&, Call&);

}  // namespace secretsmanager
