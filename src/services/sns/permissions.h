#pragma once
// A topic's policy: its grammar, and statements added and removed by label.
#include "services/sns/names.h"

namespace sns {

// Throws InvalidParameter for what may not be a topic's policy.
void check_policy(const std::string& text, const std::string& topic_arn);

Access to_add_permission(const AddPermission&, Call&);
Nothing add_permission(const AddPermission&, Call&);
Access to_remove_permission(const RemovePermission&, Call&);
Nothing remove_permission(const RemovePermission&, Call&);

}  // namespace sns
