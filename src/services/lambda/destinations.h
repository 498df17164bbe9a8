#pragma once
// What is told of an event when it has ended: to the destination of its success or failure, to a dead-letter queue or topic.
#include "services/lambda/names.h"
#include "services/lambda/runtime/host.h"

namespace lambda {

struct Report {
  Target target;
  std::string arn, request_id, payload, version, condition;      // condition: Success, RetriesExhausted, EventAgeExceeded, ZeroReservedConcurrency, RecursiveLoopDetected
  std::int64_t attempts = 0;
  runtime::Outcome outcome;
  std::string trace;                             // of the invocation: goes on with what is sent
};

// Sends as the function's role; what `done` writes is in the commit of the last sending, or in its own where nothing is sent or
// the destination refuses, which is logged. Dead letters may come twice after a crash.
void send_report(House&, const Report&, const House::Beside& done);

}  // namespace lambda
