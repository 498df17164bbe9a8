#pragma once
#include "services/sqs/queue.h"

namespace sqs {

Access to_receive(const ReceiveMessage&, Call&);
std::optional<service::Patience> patience(const ReceiveMessage&, Call&);
ReceiveMessageResult receive_message(const ReceiveMessage&, Call&);

}  // namespace sqs
