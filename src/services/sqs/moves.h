#pragma once
// Message move tasks: a dead-letter queue's messages go back to where they came from, or to another queue.
#include "services/sqs/queue.h"

namespace sqs {

std::vector<Access> to_start_move(const StartMessageMoveTask&, Call&);
StartMessageMoveTaskResult start_message_move_task(const StartMessageMoveTask&, Call&);
Access to_cancel_move(const CancelMessageMoveTask&, Call&);
CancelMessageMoveTaskResult cancel_message_move_task(const CancelMessageMoveTask&, Call&);
Access to_list_moves(const ListMessageMoveTasks&, Call&);
ListMessageMoveTasksResult list_message_move_tasks(const ListMessageMoveTasks&, Call&);

// Moves what one errand's task may move now, and sets the next errand.
void move_on(House&, store::Txn&, const Errand&);

}  // namespace sqs
