#pragma once
// Log events: put, got, filtered; and the queries of Logs Insights.
#include "services/logs/api_words.h"

namespace logs {

struct InputLogEvent { Milliseconds timestamp; Text<1> message; };
BOOST_DESCRIBE_STRUCT(InputLogEvent, (), (timestamp, message))
struct Entity { Maybe<std::map<std::string, Text<1, 512>>> keyAttributes, attributes; };
BOOST_DESCRIBE_STRUCT(Entity, (), (keyAttributes, attributes))
struct RejectedLogEventsInfo { Maybe<std::int64_t> tooNewLogEventStartIndex, tooOldLogEventEndIndex, expiredLogEventEndIndex; };
BOOST_DESCRIBE_STRUCT(RejectedLogEventsInfo, (), (tooNewLogEventStartIndex, tooOldLogEventEndIndex, expiredLogEventEndIndex))
struct PutLogEventsResult { std::string nextSequenceToken; Maybe<RejectedLogEventsInfo> rejectedLogEventsInfo; };
BOOST_DESCRIBE_STRUCT(PutLogEventsResult, (), (nextSequenceToken, rejectedLogEventsInfo))
struct PutLogEvents {
  GroupName logGroupName;
  StreamName logStreamName;
  List<InputLogEvent, 1, 10000> logEvents;
  Maybe<Text<1>> sequenceToken;
  Maybe<Entity> entity;
  using Result = PutLogEventsResult;
  static constexpr std::string_view operation = "logs:PutLogEvents";
};
BOOST_DESCRIBE_STRUCT(PutLogEvents, (), (logGroupName, logStreamName, logEvents, sequenceToken, entity))

struct OutputLogEvent { std::int64_t timestamp = 0; std::string message; std::int64_t ingestionTime = 0; };
BOOST_DESCRIBE_STRUCT(OutputLogEvent, (), (timestamp, message, ingestionTime))
struct GetLogEventsResult { std::vector<OutputLogEvent> events; std::string nextForwardToken, nextBackwardToken; };
BOOST_DESCRIBE_STRUCT(GetLogEventsResult, (), (events, nextForwardToken, nextBackwardToken))
struct GetLogEvents {
  Maybe<GroupName> logGroupName;
  Maybe<GroupIdentifier> logGroupIdentifier;
  StreamName logStreamName;
  Maybe<Milliseconds> startTime, endTime;
  Maybe<Token> nextToken;
  Maybe<EventLimit> limit;
  Maybe<bool> startFromHead, unmask;
  using Result = GetLogEventsResult;
  static constexpr std::string_view operation = "logs:GetLogEvents";
};
BOOST_DESCRIBE_STRUCT(GetLogEvents, (), (logGroupName, logGroupIdentifier, logStreamName, startTime, endTime, nextToken, limit, startFromHead, unmask))

struct FilteredLogEvent { std::string logStreamName; std::int64_t timestamp = 0; std::string message; std::int64_t ingestionTime = 0; std::string eventId; };
BOOST_DESCRIBE_STRUCT(FilteredLogEvent, (), (logStreamName, timestamp, message, ingestionTime, eventId))
struct SearchedLogStream { std::string logStreamName; bool searchedCompletely = false; };
BOOST_DESCRIBE_STRUCT(SearchedLogStream, (), (logStreamName, searchedCompletely))
struct FilterLogEventsResult { std::vector<FilteredLogEvent> events; std::vector<SearchedLogStream> searchedLogStreams; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(FilterLogEventsResult, (), (events, searchedLogStreams, nextToken))
struct FilterLogEvents {
  Maybe<GroupName> logGroupName;
  Maybe<GroupIdentifier> logGroupIdentifier;
  Maybe<List<StreamName, 1, 100>> logStreamNames;
  Maybe<StreamName> logStreamNamePrefix;
  Maybe<Milliseconds> startTime, endTime;
  Maybe<FilterPattern> filterPattern;
  Maybe<Token> nextToken;
  Maybe<EventLimit> limit;
  Maybe<bool> interleaved, unmask;
  using Result = FilterLogEventsResult;
  static constexpr std::string_view operation = "logs:FilterLogEvents";
};
BOOST_DESCRIBE_STRUCT(FilterLogEvents, (), (logGroupName, logGroupIdentifier, logStreamNames, logStreamNamePrefix, startTime, endTime, filterPattern, nextToken,
                                            limit, interleaved, unmask))

// ---- live tail and Logs Insights: refused

struct StartLiveTail {
  List<GroupIdentifier, 1, 10> logGroupIdentifiers;
  Maybe<List<StreamName, 1, 100>> logStreamNames, logStreamNamePrefixes;
  Maybe<FilterPattern> logEventFilterPattern;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:StartLiveTail";
};
BOOST_DESCRIBE_STRUCT(StartLiveTail, (), (logGroupIdentifiers, logStreamNames, logStreamNamePrefixes, logEventFilterPattern))

struct StartQueryResult { Maybe<std::string> queryId; };
BOOST_DESCRIBE_STRUCT(StartQueryResult, (), (queryId))
struct StartQuery {
  Maybe<OneOf<"CWLI", "SQL", "PPL">> queryLanguage;
  Maybe<GroupName> logGroupName;
  Maybe<std::vector<GroupName>> logGroupNames;
  Maybe<std::vector<GroupIdentifier>> logGroupIdentifiers;
  Milliseconds startTime, endTime;
  Text<0, 10000> queryString;
  Maybe<Whole<1, 100000>> limit;
  using Result = StartQueryResult;
  static constexpr std::string_view operation = "logs:StartQuery";
};
BOOST_DESCRIBE_STRUCT(StartQuery, (), (queryLanguage, logGroupName, logGroupNames, logGroupIdentifiers, startTime, endTime, queryString, limit))

}  // namespace logs
