#pragma once
// What a consumer does with messages it has received: deletes them, or changes how long they stay hidden.
#include "services/sqs/queue.h"

namespace sqs {

Access to_delete_message(const DeleteMessage&, Call&);
shape::Nothing delete_message(const DeleteMessage&, Call&);
Access to_delete_message_batch(const DeleteMessageBatch&, Call&);
DeleteMessageBatchResult delete_message_batch(const DeleteMessageBatch&, Call&);
Access to_change_visibility(const ChangeMessageVisibility&, Call&);
shape::Nothing change_message_visibility(const ChangeMessageVisibility&, Call&);
Access to_change_visibility_batch(const ChangeMessageVisibilityBatch&, Call&);
ChangeMessageVisibilityBatchResult change_message_visibility_batch(const ChangeMessageVisibilityBatch&, Call&);

}  // namespace sqs
