#pragma once
// What IAM is to the rest of the house: service::Ports, wired in main.
#include "service/house.h"

namespace iam {

// Of an access key, and of the session token that came with it. Faults: unknown for a key, user or role that is not
// there; inactive; expired; bad_token for a token that is not ours or not this key's.
service::CredentialAnswer credential(service::House&, store::Txn&, std::string_view access_key, std::string_view token);

service::IdentityPolicies identity_policies(service::House&, store::Txn&, const service::Principal&);

std::optional<std::string> unique_id(service::House&, store::Txn&, std::string_view arn);
std::string present_name(service::House&, store::Txn&, const std::string& arn, const std::string& unique_id);

}  // namespace iam
