#include "services/sqs/sqs.h"

#include "services/sqs/attributes.h"
#include "services/sqs/in_flight.h"
#include "services/sqs/moves.h"
#include "services/sqs/permissions.h"
#include "services/sqs/queues.h"
#include "services/sqs/receiving.h"
#include "services/sqs/redrive.h"
#include "services/sqs/sending.h"
#include "services/sqs/tags.h"

namespace sqs {

using service::Effect, service::operation, service::Service, service::Trace, service::waiting;

Service sqs() {
  constexpr Trace data{.data_event = true}, looking{.read_only = true, .data_event = true};
  return {.name = "sqs", .event_source = "sqs.amazonaws.com", .protocol = wire::Protocol::json10, .version = "AmazonSQS", .denied_status = 403,
          .invalid_code = "MissingParameter",
          .operations = {
              operation<to_create_queue, create_queue>("CreateQueue", Effect::write),
              operation<to_get_queue_url, get_queue_url>("GetQueueUrl", Effect::read),
              operation<to_list_queues, list_queues>("ListQueues", Effect::read),
              operation<to_list_sources, list_dead_letter_source_queues>("ListDeadLetterSourceQueues", Effect::read),
              operation<to_delete_queue, delete_queue>("DeleteQueue", Effect::write),
              operation<to_purge_queue, purge_queue>("PurgeQueue", Effect::write),
              operation<to_get_attributes, get_queue_attributes>("GetQueueAttributes", Effect::read),
              operation<to_set_attributes, set_queue_attributes>("SetQueueAttributes", Effect::write),
              operation<to_add_permission, add_permission>("AddPermission", Effect::write),
              operation<to_remove_permission, remove_permission>("RemovePermission", Effect::write),
              operation<to_tag_queue, tag_queue>("TagQueue", Effect::write),
              operation<to_untag_queue, untag_queue>("UntagQueue", Effect::write),
              operation<to_list_queue_tags, list_queue_tags>("ListQueueTags", Effect::read),

              operation<to_send, send_message>("SendMessage", Effect::write, data),
              operation<to_send_batch, send_message_batch>("SendMessageBatch", Effect::write, data),
              waiting<to_receive, receive_message, patience>("ReceiveMessage", Effect::write, looking),
              operation<to_delete_message, delete_message>("DeleteMessage", Effect::write, data),
              operation<to_delete_message_batch, delete_message_batch>("DeleteMessageBatch", Effect::write, data),
              operation<to_change_visibility, change_message_visibility>("ChangeMessageVisibility", Effect::write, data),
              operation<to_change_visibility_batch, change_message_visibility_batch>("ChangeMessageVisibilityBatch", Effect::write, data),

              operation<to_start_move, start_message_move_task>("StartMessageMoveTask", Effect::write),
              operation<to_cancel_move, cancel_message_move_task>("CancelMessageMoveTask", Effect::write),
              operation<to_list_moves, list_message_move_tasks>("ListMessageMoveTasks", Effect::read),
          },
          .query = service::QueryDialect{"2012-11-05", "http://queue.amazonaws.com/doc/2012-11-05/", "QueueUrl", query_code}};
}

}  // namespace sqs
