#pragma once
// SQS API Reference: message move tasks, the redrive of dead-letter queues.
#include "services/sqs/api_queues.h"

namespace sqs {

struct StartMessageMoveTaskResult { std::optional<std::string> taskHandle; };
BOOST_DESCRIBE_STRUCT(StartMessageMoveTaskResult, (), (taskHandle))
struct StartMessageMoveTask {
  using Result = StartMessageMoveTaskResult;
  static constexpr std::string_view operation = "sqs:StartMessageMoveTask";
  std::string sourceArn;
  std::optional<std::string> destinationArn;
  std::optional<std::int64_t> maxNumberOfMessagesPerSecond;
};
BOOST_DESCRIBE_STRUCT(StartMessageMoveTask, (), (sourceArn, destinationArn, maxNumberOfMessagesPerSecond))

struct CancelMessageMoveTaskResult { std::optional<std::int64_t> approximateNumberOfMessagesMoved; };
BOOST_DESCRIBE_STRUCT(CancelMessageMoveTaskResult, (), (approximateNumberOfMessagesMoved))
struct CancelMessageMoveTask {
  using Result = CancelMessageMoveTaskResult;
  static constexpr std::string_view operation = "sqs:CancelMessageMoveTask";
  std::string taskHandle;
};
BOOST_DESCRIBE_STRUCT(CancelMessageMoveTask, (), (taskHandle))

struct MoveTaskEntry {
  std::optional<std::string> taskHandle, status, sourceArn, destinationArn;
  std::optional<std::int64_t> maxNumberOfMessagesPerSecond, approximateNumberOfMessagesMoved, approximateNumberOfMessagesToMove;
  std::optional<std::string> failureReason;
  std::optional<std::int64_t> startedTimestamp;            // milliseconds
};
BOOST_DESCRIBE_STRUCT(MoveTaskEntry, (), (taskHandle, status, sourceArn, destinationArn, maxNumberOfMessagesPerSecond, approximateNumberOfMessagesMoved,
                                          approximateNumberOfMessagesToMove, failureReason, startedTimestamp))
struct ListMessageMoveTasksResult { std::optional<std::vector<MoveTaskEntry>> results; };
BOOST_DESCRIBE_STRUCT(ListMessageMoveTasksResult, (), (results))
struct ListMessageMoveTasks {
  using Result = ListMessageMoveTasksResult;
  static constexpr std::string_view operation = "sqs:ListMessageMoveTasks";
  std::string sourceArn;
  std::optional<std::int64_t> maxResults;
};
BOOST_DESCRIBE_STRUCT(ListMessageMoveTasks, (), (sourceArn, maxResults))

}  // namespace sqs

template <> inline constexpr auto shape::places<sqs::ListMessageMoveTasksResult> = std::to_array<shape::Place>({
    {.member = "results", .flat = true, .form = "ListMessageMoveTasksResultEntry"}});
