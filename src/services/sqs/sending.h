#pragma once
#include "services/sqs/queue.h"

namespace sqs {

Access to_send(const SendMessage&, Call&);
SendMessageResult send_message(const SendMessage&, Call&);
Access to_send_batch(const SendMessageBatch&, Call&);
SendMessageBatchResult send_message_batch(const SendMessageBatch&, Call&);

}  // namespace sqs
