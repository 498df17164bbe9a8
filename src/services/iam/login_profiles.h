#pragma once
// Console passwords: kept as salted scrypt hashes, sealed.
#include "services/iam/access.h"
#include "services/iam/api.h"
#include "services/iam/api_mfa.h"

namespace iam {

LoginProfileResult create_login_profile(const CreateLoginProfile&, service::Call&);
LoginProfileResult get_login_profile(const GetLoginProfile&, service::Call&);
Nothing update_login_profile(const UpdateLoginProfile&, service::Call&);
Nothing delete_login_profile(const DeleteLoginProfile&, service::Call&);
std::vector<service::Access> on_change_password(const ChangePassword&, service::Call&);
Nothing change_password(const ChangePassword&, service::Call&);

// Whether this is the password behind a stored login; in constant time.
bool password_matches(const service::House&, std::string_view user_id, const state::Login&, std::string_view password);

}  // namespace iam
