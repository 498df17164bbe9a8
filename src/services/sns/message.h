#pragma once
// What may be published: SNS API Reference, "Publish"; Developer Guide, "Amazon SNS message attributes".
#include "services/sns/names.h"

namespace sns {

inline constexpr std::size_t kMostBytes = 262'144;

// What Publish and an entry of PublishBatch have in common.
struct Draft {
  const std::string& message;
  const std::string* subject;
  const std::string* structure;
  const MessageAttributes* attributes;
  const std::string* group;
  const std::string* deduplication;
};
Draft draft_of(const Publish&);
Draft draft_of(const PublishBatchRequestEntry&);

std::size_t size_of(const Draft&);       // message and attributes, bytes

// Throws what SNS answers to a message that cannot be published.
Content content_of(const Draft&, const TopicRecord&);

}  // namespace sns
