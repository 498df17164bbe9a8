#pragma once
// Dead-letter queues: which queue's messages go where, and from whom a queue takes them. SQS API Reference, SetQueueAttributes.
#include "services/sqs/pile.h"

namespace sqs {

struct RedrivePolicy { std::string target; std::int64_t most = 0; };
std::optional<RedrivePolicy> redrive_policy(const Queue&);           // as it is stored

// The attribute's value as it is kept: checked, in canonical JSON. Throw InvalidParameterValue.
std::string checked_redrive_policy(const std::string& json, const Found& source, Call&);
std::string checked_redrive_allow_policy(const std::string& json);

// Takes a message out of one queue and puts it, as `changed`, into another of the same account and Region. Both piles are the
// caller's to finish.
void redrive(std::int64_t number, const Entry&, Entry changed, Pile& from, Pile& to, base::Time now);

Access to_list_sources(const ListDeadLetterSourceQueues&, Call&);
ListDeadLetterSourceQueuesResult list_dead_letter_source_queues(const ListDeadLetterSourceQueues&, Call&);

}  // namespace sqs
