#pragma once
// Publishing: a message is taken in with what it owes to each subscription, in one commit. The courier does the rest.
#include "services/sns/names.h"

namespace sns {

Access to_publish(const Publish&, Call&);
PublishResult publish(const Publish&, Call&);
Access to_publish_batch(const PublishBatch&, Call&);
PublishBatchResult publish_batch(const PublishBatch&, Call&);

// A message's content, or nothing if it is damaged.
std::optional<Content> opened(const House&, const MessageRecord&);

}  // namespace sns
