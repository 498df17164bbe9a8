#pragma once
#include "services/iam/access.h"
#include "services/iam/api.h"

namespace iam {

struct KeyPair { std::string id, secret; };
// A new key for a user's or, where there is none, the root user's account: LimitExceeded. The caller puts the owner.
KeyPair add_access_key(const service::House&, const Directory&, std::vector<std::string>& held, const std::string& owner);
// The secret of a stored key; nullopt when it was not sealed for this id and owner.
std::optional<std::string> secret_of(const service::House&, std::string_view id, const state::AccessKey&);

CreateAccessKeyResult create_access_key(const CreateAccessKey&, service::Call&);
ListAccessKeysResult list_access_keys(const ListAccessKeys&, service::Call&);
Nothing update_access_key(const UpdateAccessKey&, service::Call&);
Nothing delete_access_key(const DeleteAccessKey&, service::Call&);

}  // namespace iam
