#pragma once
// What CloudWatch Logs stores: docs/formats/logs.md tells how events lie. New members go to the end.
#include "service/house.h"
#include "services/logs/api.h"

namespace logs {

using service::Access, service::ApiError, service::Call, service::House, service::Scope;

struct Group {
  std::string name, id;                // of this making of the group: 20 digits
  base::Time created;
  std::int64_t retention = 0;          // days; 0: forever
  std::string group_class;
  std::string kms_key;                 // ARN; empty: the house's own
  std::map<std::string, std::string> tags;
  bool protected_ = false;             // from deletion
  std::int64_t metric_filters = 0, subscriptions = 0;
  std::int64_t data_key = 0;           // number of the current one under kms_key; 0: none yet
};
BOOST_DESCRIBE_STRUCT(Group, (), (name, id, created, retention, group_class, kms_key, tags, protected_, metric_filters, subscriptions, data_key))

struct Volume { std::int64_t bytes = 0, events = 0; };
BOOST_DESCRIBE_STRUCT(Volume, (), (bytes, events))

struct Stream {
  std::string name, id;                // of this making of the stream: 20 digits
  base::Time created;
  std::int64_t first = -1, last = -1, ingested = -1;           // times of events, in ms; -1: none
  std::int64_t bytes = 0, events = 0;
  std::int64_t next_batch = 0;
};
BOOST_DESCRIBE_STRUCT(Stream, (), (name, id, created, first, last, ingested, bytes, events, next_batch))

// Events that came together and lie within one slice of time, oldest first.
struct Batch {
  std::int64_t first = 0, last = 0, ingested = 0;
  std::int64_t count = 0, bytes = 0;   // as they are counted: message and 26 bytes each
  std::int64_t data_key = 0;           // number of the group's data key that seals them; 0: none
  std::int64_t first_index = 0;        // of the first event in what was put
  shape::Blob packed;
};
BOOST_DESCRIBE_STRUCT(Batch, (), (first, last, ingested, count, bytes, data_key, first_index, packed))

struct Slice { std::string stream; };  // name of the stream
BOOST_DESCRIBE_STRUCT(Slice, (), (stream))
struct Mark { std::int64_t at = 0; };
BOOST_DESCRIBE_STRUCT(Mark, (), (at))

struct DataKey { std::string sealed, kms_key; base::Time made; };              // KMS's ciphertext
BOOST_DESCRIBE_STRUCT(DataKey, (), (sealed, kms_key, made))

struct KeptMetricFilter { std::string name, pattern; MetricTransformation transformation; base::Time created; };
BOOST_DESCRIBE_STRUCT(KeptMetricFilter, (), (name, pattern, transformation, created))

struct KeptSubscription { std::string name, pattern, destination, distribution; base::Time created; };
BOOST_DESCRIBE_STRUCT(KeptSubscription, (), (name, pattern, destination, distribution, created))

struct Point { std::int64_t samples = 0; double sum = 0, least = 0, most = 0; std::string unit; };
BOOST_DESCRIBE_STRUCT(Point, (), (samples, sum, least, most, unit))

struct KeptPolicy { std::string name, document; base::Time updated; };
BOOST_DESCRIBE_STRUCT(KeptPolicy, (), (name, document, updated))

// What a worker has to do: rows to be removed, or events of a group that expire.
struct Doomed { std::string account, region, group, stream; };                 // ids; without a stream: the whole group
BOOST_DESCRIBE_STRUCT(Doomed, (), (account, region, group, stream))
struct Expiring { std::string account, region, group; };                       // group: its name
BOOST_DESCRIBE_STRUCT(Expiring, (), (account, region, group))

using store::Reach;
inline constexpr store::Table<Group> kGroups{"logs.group", Reach::regional};               // by name
inline constexpr store::Table<Volume> kVolumes{"logs.volume", Reach::regional};            // by group id
inline constexpr store::Table<Stream> kStreams{"logs.stream", Reach::regional};            // by group id and stream name
inline constexpr store::Table<Slice> kLatest{"logs.latest", Reach::regional};              // by group id, last event's time from the newest, stream id
inline constexpr store::Table<Batch> kBatches{"logs.batch", Reach::regional};              // by stream id, slice, number
inline constexpr store::Table<Slice> kSlices{"logs.slice", Reach::regional};               // by group id, slice, stream id
inline constexpr store::Table<Mark> kBackwards{"logs.backwards", Reach::regional};         // by stream id, slice from the newest
inline constexpr store::Table<DataKey> kDataKeys{"logs.data_key", Reach::regional};        // by group id and number
inline constexpr store::Table<KeptMetricFilter> kMetricFilters{"logs.metric_filter", Reach::regional};     // by group id and name
inline constexpr store::Table<KeptSubscription> kSubscriptions{"logs.subscription", Reach::regional};      // by group id and name
inline constexpr store::Table<Point> kPoints{"logs.metric_point", Reach::regional};        // by minute, namespace, name, dimensions
inline constexpr store::Table<KeptPolicy> kPolicies{"logs.resource_policy", Reach::regional};              // by name
inline constexpr store::Table<Doomed> kDoomed{"logs.doomed", Reach::everywhere};           // by id
inline constexpr store::Table<Expiring> kExpiring{"logs.expiring", Reach::everywhere};     // by group id

// Times and numbers as fixed digits, so that keys stand in their order.
inline constexpr std::int64_t kSlice = 10'000;               // ms of one slice
inline constexpr std::int64_t kLastTime = 9'999'999'999'999; // ms: thirteen digits
std::string digits(std::int64_t value, int width);
inline std::string time_digits(std::int64_t ms) { return digits(ms, 13); }
inline std::int64_t slice_of(std::int64_t ms) { return ms / kSlice * kSlice; }

inline ApiError invalid(std::string text) { return {"InvalidParameterException", 400, std::move(text)}; }
inline ApiError no_group() { return {"ResourceNotFoundException", 400, "The specified log group does not exist."}; }
inline ApiError no_stream() { return {"ResourceNotFoundException", 400, "The specified log stream does not exist."}; }

}  // namespace logs
