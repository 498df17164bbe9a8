#pragma once
// Message contents at rest: always sealed, under a key of the house or, in queues with SSE-KMS, under a data key that KMS
// makes and keeps, asked for as the caller through SQS and used again for the queue's reuse period by that caller alone.
#include "services/sqs/queue.h"

namespace sqs {

// Both throw Kms... errors.
Content sealed(const Letter&, std::string_view message_id, const Found&, Call&);
Letter opened(const Content&, std::string_view message_id, const Found&, Call&);

}  // namespace sqs
