#pragma once
// Events themselves. Source: EventBridge API Reference, PutEvents, TestEventPattern.
#include "services/events/api_words.h"

namespace events {

// What AWS requires of an entry (source, detail type, detail) is not required here: its absence fails the entry alone.
struct PutEventsRequestEntry {
  std::optional<base::Time> time;
  std::optional<std::string> source;
  std::optional<std::vector<shape::Text<0, 2048>>> resources;
  std::optional<std::string> detailType;
  std::optional<shape::Hidden<std::string>> detail;        // one JSON object
  std::optional<OwnBusNameOrArn> eventBusName;             // absent: the account's default bus
  std::optional<shape::Text<1, 500>> traceHeader;
  // Not of the wire, set by EventBridge itself: the whole event that a rule sends on from another bus.
  std::string forwarded{};
};
BOOST_DESCRIBE_STRUCT(PutEventsRequestEntry, (), (time, source, resources, detailType, detail, eventBusName, traceHeader))

struct PutEventsResultEntry { std::optional<std::string> eventId, errorCode, errorMessage; };
BOOST_DESCRIBE_STRUCT(PutEventsResultEntry, (), (eventId, errorCode, errorMessage))

struct PutEventsResult {
  std::int64_t failedEntryCount = 0;
  std::vector<PutEventsResultEntry> entries;
};
BOOST_DESCRIBE_STRUCT(PutEventsResult, (), (failedEntryCount, entries))

struct PutEvents {
  shape::List<PutEventsRequestEntry, 1, 10> entries;
  std::optional<shape::Text<1, 50, R"(^[A-Za-z0-9\-]+[\.][A-Za-z0-9\-]+$)">> endpointId;
  using Result = PutEventsResult;
  static constexpr std::string_view operation = "events:PutEvents";
};
BOOST_DESCRIBE_STRUCT(PutEvents, (), (entries, endpointId))

struct TestEventPatternResult { bool result = false; };
BOOST_DESCRIBE_STRUCT(TestEventPatternResult, (), (result))

struct TestEventPattern {
  PatternText eventPattern;
  std::string event;
  using Result = TestEventPatternResult;
  static constexpr std::string_view operation = "events:TestEventPattern";
};
BOOST_DESCRIBE_STRUCT(TestEventPattern, (), (eventPattern, event))

// An event that a service sends into an account: outbox item `kServiceEvent`, payload shape::packed. It goes to the
// account's default bus in that Region, and costs nothing where no rule there matches. Done again, it keeps its id.
inline constexpr std::string_view kServiceEvent = "events.service_event";
struct ServiceEvent {
  std::string account, region;
  std::string source, detailType;                          // "aws.s3", "Object Created"
  std::vector<std::string> resources;                      // ARNs
  std::string detail;                                      // one JSON object
  base::Time time;
  std::string id;                                          // a UUID, made by the sender: base::uuid()
};
BOOST_DESCRIBE_STRUCT(ServiceEvent, (), (account, region, source, detailType, resources, detail, time, id))

}  // namespace events
