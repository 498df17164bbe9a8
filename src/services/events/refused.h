#pragma once
// What there is none of here: archives, replays and global endpoints. Making one is refused, and none is found.
#include "services/events/names.h"

namespace events {

struct CreateArchive {
  shape::Text<1, 48, R"([\.\-_A-Za-z0-9]+)"> archiveName;
  shape::Text<1, 1600, R"(^arn:aws([a-z]|\-)*:events:([a-z]|\d|\-)*:([0-9]{12})?:.+\/.+$)"> eventSourceArn;
  std::optional<shape::Text<0, 512, ".*">> description;
  std::optional<PatternText> eventPattern;
  std::optional<shape::Whole<0>> retentionDays;
  std::optional<KmsKey> kmsKeyIdentifier;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:CreateArchive";
};
BOOST_DESCRIBE_STRUCT(CreateArchive, (), (archiveName, eventSourceArn, description, eventPattern, retentionDays, kmsKeyIdentifier))

struct ReplayDestination { shape::Text<1, 1600> arn; std::optional<std::vector<shape::Text<1, 1600>>> filterArns; };
BOOST_DESCRIBE_STRUCT(ReplayDestination, (), (arn, filterArns))
struct StartReplay {
  shape::Text<1, 64, R"([\.\-_A-Za-z0-9]+)"> replayName;
  std::optional<shape::Text<0, 512, ".*">> description;
  shape::Text<1, 1600, R"(^arn:aws([a-z]|\-)*:events:([a-z]|\d|\-)*:([0-9]{12})?:.+\/.+$)"> eventSourceArn;
  base::Time eventStartTime, eventEndTime;
  ReplayDestination destination;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:StartReplay";
};
BOOST_DESCRIBE_STRUCT(StartReplay, (), (replayName, description, eventSourceArn, eventStartTime, eventEndTime, destination))

struct CreateEndpoint {
  shape::Text<1, 64, R"([\.\-_A-Za-z0-9]+)"> name;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:CreateEndpoint";
};
BOOST_DESCRIBE_STRUCT(CreateEndpoint, (), (name))

struct NoItem {};
BOOST_DESCRIBE_STRUCT(NoItem, (), ())
struct ListArchivesResult { std::vector<NoItem> archives; };
BOOST_DESCRIBE_STRUCT(ListArchivesResult, (), (archives))
struct ListArchives {
  std::optional<shape::Text<1, 48, R"([\.\-_A-Za-z0-9]+)">> namePrefix;
  std::optional<NextToken> nextToken;
  std::optional<PageSize> limit;
  using Result = ListArchivesResult;
  static constexpr std::string_view operation = "events:ListArchives";
};
BOOST_DESCRIBE_STRUCT(ListArchives, (), (namePrefix, nextToken, limit))
struct ListReplaysResult { std::vector<NoItem> replays; };
BOOST_DESCRIBE_STRUCT(ListReplaysResult, (), (replays))
struct ListReplays {
  std::optional<shape::Text<1, 64, R"([\.\-_A-Za-z0-9]+)">> namePrefix;
  std::optional<NextToken> nextToken;
  std::optional<PageSize> limit;
  using Result = ListReplaysResult;
  static constexpr std::string_view operation = "events:ListReplays";
};
BOOST_DESCRIBE_STRUCT(ListReplays, (), (namePrefix, nextToken, limit))
struct DescribeArchive {
  shape::Text<1, 48, R"([\.\-_A-Za-z0-9]+)"> archiveName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:DescribeArchive";
};
BOOST_DESCRIBE_STRUCT(DescribeArchive, (), (archiveName))
struct DescribeReplay {
  shape::Text<1, 64, R"([\.\-_A-Za-z0-9]+)"> replayName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:DescribeReplay";
};
BOOST_DESCRIBE_STRUCT(DescribeReplay, (), (replayName))

template <class Q> service::Access to_refused(const Q&, service::Call&) { return {.action = Q::operation}; }
template <class Q> shape::Nothing refuse(const Q&, service::Call&) {
  throw error("OperationDisabledException", std::string(Q::operation.substr(7)) + " is not supported by this server.");
}
inline ListArchivesResult list_archives(const ListArchives&, service::Call&) { return {}; }
inline ListReplaysResult list_replays(const ListReplays&, service::Call&) { return {}; }
inline shape::Nothing describe_archive(const DescribeArchive& q, service::Call&) { throw not_found("Archive " + q.archiveName + " does not exist."); }
inline shape::Nothing describe_replay(const DescribeReplay& q, service::Call&) { throw not_found("Replay " + q.replayName + " does not exist."); }

}  // namespace events
