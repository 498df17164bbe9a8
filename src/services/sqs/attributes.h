#pragma once
// Queue attributes: SQS API Reference, SetQueueAttributes and GetQueueAttributes.
#include "services/sqs/queue.h"

namespace sqs {

// Puts what was given into the queue's attributes: checked, in the form it is kept. Throws InvalidAttributeName,
// InvalidAttributeValue, InvalidParameterValue.
void apply(const Words& given, Found&, Call&);
bool is_queue_attribute(std::string_view name);
// As GetQueueAttributes shows it; nothing: the queue has no such attribute.
std::optional<std::string> shown(std::string_view name, const Found&);

Access to_get_attributes(const GetQueueAttributes&, Call&);
GetQueueAttributesResult get_queue_attributes(const GetQueueAttributes&, Call&);
Access to_set_attributes(const SetQueueAttributes&, Call&);
shape::Nothing set_queue_attributes(const SetQueueAttributes&, Call&);

}  // namespace sqs
