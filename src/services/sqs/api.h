#pragma once
// The requests and results of SQS. Other rooms send with SendMessage and url_of.
#include "services/sqs/api_messages.h"
#include "services/sqs/api_moves.h"
#include "services/sqs/api_queues.h"
