#pragma once
#include "services/sqs/queue.h"

namespace sqs {

using Keys = std::vector<std::pair<std::string, std::vector<std::string>>>;
Keys request_tags(const Words&);                 // condition keys of a request that brings tags
void add_tags(const Words&, Queue&);             // throws InvalidParameterValue

Access to_tag_queue(const TagQueue&, Call&);
shape::Nothing tag_queue(const TagQueue&, Call&);
Access to_untag_queue(const UntagQueue&, Call&);
shape::Nothing untag_queue(const UntagQueue&, Call&);
Access to_list_queue_tags(const ListQueueTags&, Call&);
ListQueueTagsResult list_queue_tags(const ListQueueTags&, Call&);

}  // namespace sqs
