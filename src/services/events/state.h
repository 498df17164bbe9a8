#pragma once
// What EventBridge keeps: docs/formats/events.md. Members only ever added at the end. Tables of the room "events" hold what
// was configured; those of the other rooms hold what is under way, so that caches of the configuration outlive traffic.
#include "services/events/api.h"
#include "store/table.h"

namespace events {

inline constexpr std::string_view kDefaultBus = "default";

// The default bus is there without a record; it has one once something about it was changed.
struct BusRecord {
  std::string name, description, policy, deadLetterArn;
  base::Time created, modified;
  std::map<std::string, std::string> tags;
};
BOOST_DESCRIBE_STRUCT(BusRecord, (), (name, description, policy, deadLetterArn, created, modified, tags))
inline constexpr store::Table<BusRecord> kBuses{"events.bus", store::Reach::regional};                 // name

struct RuleRecord {
  std::string bus, name, pattern, schedule, state, description, roleArn, creator;
  std::map<std::string, std::string> tags;
  std::int64_t since = 0;               // version of the state that made or last changed it: older calls are not its affair
  base::Time due;                       // of the schedule's next event; 0: none
};
BOOST_DESCRIBE_STRUCT(RuleRecord, (), (bus, name, pattern, schedule, state, description, roleArn, creator, tags, since, due))
inline constexpr store::Table<RuleRecord> kRules{"events.rule", store::Reach::regional};               // bus, name
inline constexpr store::Table<Target> kTargets{"events.target", store::Reach::regional};               // bus, rule, id

struct ConnectionRecord {
  std::string name, id, description, authorization, state;
  std::string user;                     // of BASIC; the header's name of API_KEY
  std::string sealedSecret;             // password or key
  std::string sealedParameters;         // of every request: the packed ConnectionHttpParameters
  base::Time created, modified, authorized;
};
BOOST_DESCRIBE_STRUCT(ConnectionRecord, (), (name, id, description, authorization, state, user, sealedSecret, sealedParameters, created, modified, authorized))
inline constexpr store::Table<ConnectionRecord> kConnections{"events.connection", store::Reach::regional};      // name

struct DestinationRecord {
  std::string name, id, description, connection /* name */, endpoint, method;
  std::int64_t rate = 300;              // calls a second at most
  base::Time created, modified;
};
BOOST_DESCRIBE_STRUCT(DestinationRecord, (), (name, id, description, connection, endpoint, method, rate, created, modified))
inline constexpr store::Table<DestinationRecord> kDestinations{"events.destination", store::Reach::regional};   // name

// An account's Region whose default bus has an enabled rule with a pattern, and the last record of its stream looked at.
struct Watch { std::string account, region; std::int64_t cursor = 0; };
BOOST_DESCRIBE_STRUCT(Watch, (), (account, region, cursor))
inline constexpr store::Table<Watch> kWatches{"events_feed.watch", store::Reach::everywhere};          // account, Region

// When a schedule's next event is due.
struct DueRule { base::Time at; std::string account, region, rule; };
BOOST_DESCRIBE_STRUCT(DueRule, (), (at, account, region, rule))
inline constexpr store::Table<DueRule> kDueRules{"events_clock.due", store::Reach::everywhere};        // time, account, Region, rule

// An event that is owed to targets, once for all of them.
struct OwedEvent { std::string event /* the whole envelope */; base::Time received /* by the bus */; };
BOOST_DESCRIBE_STRUCT(OwedEvent, (), (event, received))
inline constexpr store::Table<OwedEvent> kOwedEvents{"events_out.event", store::Reach::everywhere};    // order of commits

// One event on its way to one target.
struct Delivery {
  std::string account, region, bus, rule, target;
  std::string event;                    // key of the OwedEvent
  std::int64_t attempts = 0;            // that failed
  bool forwarded = false;               // it came from another bus, and goes to no third
};
BOOST_DESCRIBE_STRUCT(Delivery, (), (account, region, bus, rule, target, event, attempts, forwarded))
inline constexpr store::Table<Delivery> kDeliveries{"events_out.delivery", store::Reach::everywhere};  // time due, order of commits
struct Debt {};
BOOST_DESCRIBE_STRUCT(Debt, (), ())
inline constexpr store::Table<Debt> kDebts{"events_out.debt", store::Reach::everywhere};               // event's key, rule, target

}  // namespace events
