#pragma once
#include "services/sqs/queue.h"

namespace sqs {

std::vector<Access> to_create_queue(const CreateQueue&, Call&);
CreateQueueResult create_queue(const CreateQueue&, Call&);
Access to_get_queue_url(const GetQueueUrl&, Call&);
CreateQueueResult get_queue_url(const GetQueueUrl&, Call&);
Access to_list_queues(const ListQueues&, Call&);
ListQueuesResult list_queues(const ListQueues&, Call&);
Access to_delete_queue(const DeleteQueue&, Call&);
shape::Nothing delete_queue(const DeleteQueue&, Call&);
Access to_purge_queue(const PurgeQueue&, Call&);
shape::Nothing purge_queue(const PurgeQueue&, Call&);

}  // namespace sqs
