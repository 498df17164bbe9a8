#pragma once
#include "services/kms/api_keys.h"
#include "services/kms/key.h"

namespace kms {

Access to_get_key_policy(const GetKeyPolicy&, Call&);
Access to_put_key_policy(const PutKeyPolicy&, Call&);
Access to_list_key_policies(const ListKeyPolicies&, Call&);

GetKeyPolicyResult get_key_policy(const GetKeyPolicy&, Call&);
Done put_key_policy(const PutKeyPolicy&, Call&);
ListKeyPoliciesResult list_key_policies(const ListKeyPolicies&, Call&);

// What a key has when its maker gives no policy: all power to the account, which its own policies then share out.
std::string default_policy(const House&, const std::string& account);

// Throws MalformedPolicyDocumentException or LimitExceededException. Unless `bypass`, the caller must be able to change
// the policy again.
void check_policy(Call&, const std::string& policy, const std::string& arn, bool bypass);
// One that was checked. Throws MalformedPolicyDocumentException where it names a user or role that is not there.
void set_policy(Call&, const std::string& policy, KeyRecord&);

}  // namespace kms
