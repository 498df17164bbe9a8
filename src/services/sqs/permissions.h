#pragma once
// AddPermission and RemovePermission: statements of the queue's policy, by their label.
#include "services/sqs/queue.h"

namespace sqs {

Access to_add_permission(const AddPermission&, Call&);
shape::Nothing add_permission(const AddPermission&, Call&);
Access to_remove_permission(const RemovePermission&, Call&);
shape::Nothing remove_permission(const RemovePermission&, Call&);

}  // namespace sqs
