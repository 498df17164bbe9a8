#include "services/logs/put.h"

#include "services/logs/events.h"
#include "services/logs/metric_filters.h"
#include "services/logs/sealing.h"
#include "services/logs/streams.h"
#include "services/logs/subscriptions.h"

namespace logs {
namespace {

constexpr std::size_t kMostBytes = 1u << 20;                 // of an event, and of all of them
constexpr std::int64_t kHour = 3'600'000, kDay = 24 * kHour; // ms
constexpr std::int64_t kOldest = 14 * kDay, kNewest = 2 * kHour;

using Events = List<InputLogEvent, 1, 10000>;

void check(const Events& events) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    std::size_t one = events[i].message.size() + kEventOverhead;
    if (one > kMostBytes) throw invalid("Log event too large: " + std::to_string(one) + " bytes exceeds limit of " + std::to_string(kMostBytes));
    bytes += one;
    if (i && events[i].timestamp < events[i - 1].timestamp)
      throw invalid("Log events in a single PutLogEvents request must be in chronological order.");
  }
  if (bytes > kMostBytes) throw invalid("Upload too large: " + std::to_string(bytes) + " bytes exceeds limit of " + std::to_string(kMostBytes));
  if (events.back().timestamp - events.front().timestamp > kDay)
    throw invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
}

struct Accepted { std::size_t from = 0, to = 0; Maybe<RejectedLogEventsInfo> rejected; };

// Events of the last fourteen days, within the retention, up to two hours ahead.
Accepted accepted(const Events& events, const Group& g, base::Time now) {
  auto before = [&](std::int64_t time) {
    return std::size_t(std::partition_point(events.begin(), events.end(), [&](auto& e) { return e.timestamp < time; }) - events.begin());
  };
  const std::size_t old = before(now.ms - kOldest), expired = g.retention ? before(now.ms - g.retention * kDay) : 0, fresh = before(now.ms + kNewest + 1);
  Accepted out{std::max(old, expired), fresh, {}};
  out.to = std::max(out.from, out.to);
  if (!old && !expired && fresh == events.size()) return out;
  out.rejected.emplace();
  if (old) out.rejected->tooOldLogEventEndIndex = std::int64_t(old);
  if (expired) out.rejected->expiredLogEventEndIndex = std::int64_t(expired);
  if (fresh < events.size()) out.rejected->tooNewLogEventStartIndex = std::int64_t(fresh);
  return out;
}

// The events of one slice of time as one row, and the rows by which it is found.
void store_batch(Call& call, Group& g, Stream& s, std::span<const InputLogEvent> events) {
  const std::int64_t slice = slice_of(events.front().timestamp);
  const std::string key = batch_key(s.id, slice, s.next_batch++);
  Batch b{.first = events.front().timestamp, .last = events.back().timestamp, .ingested = call.now().ms, .count = std::int64_t(events.size())};
  Packer packer;
  for (auto& e : events) {
    packer.add(e.timestamp, e.message);
    b.bytes += std::int64_t(e.message.size() + kEventOverhead);
  }
  b.packed.bytes = seal(call, call.scope(), g, packer.take(), key);
  b.data_key = g.kms_key.empty() ? 0 : g.data_key;
  call.in(kBatches).put(key, b);
  auto slices = call.in(kSlices);
  if (std::string by_slice = slice_key(g.id, slice, s.id); !slices.has(by_slice)) {
    slices.put(by_slice, {s.name});
    call.in(kBackwards).put(backward_key(s.id, slice), {slice});
  }
  s.first = s.first < 0 ? b.first : std::min(s.first, b.first);
  s.last = std::max(s.last, b.last);
  s.bytes += b.bytes;
  s.events += b.count;
}

void store_events(Call& call, Group& g, const Stream& before, Stream& s, std::span<const InputLogEvent> events) {
  const std::int64_t data_key = g.data_key;
  while (!events.empty()) {
    const std::int64_t slice = slice_of(events.front().timestamp);
    std::size_t n = 1;
    while (n < events.size() && slice_of(events[n].timestamp) == slice) ++n;
    store_batch(call, g, s, events.first(n));
    events = events.subspan(n);
  }
  s.ingested = call.now().ms;
  save_stream(call, g, &before, s);
  Volume volume = call.in(kVolumes).get(g.id).value_or(Volume{});
  call.in(kVolumes).put(g.id, {volume.bytes + s.bytes - before.bytes, volume.events + s.events - before.events});
  if (g.data_key != data_key) call.in(kGroups).put(g.name, g);
}

}  // namespace

Access to_put_log_events(const PutLogEvents& q, Call& call) {
  return on_stream("logs:PutLogEvents", {q.logGroupName, call.scope()}, q.logStreamName, call);
}

// Sequence tokens are taken and not looked at, as since January 2023. Events count for metrics as they are stored.
PutLogEventsResult put_log_events(const PutLogEvents& q, Call& call) {
  Group g = group_of(call, q.logGroupName);
  const Stream before = stream_of(call, call.scope(), g, q.logStreamName);
  if (g.group_class == "DELIVERY") throw invalid("Log groups of the DELIVERY class take log events from AWS services only.");
  check(q.logEvents);
  Accepted some = accepted(q.logEvents, g, call.now());
  Stream after = before;
  if (some.to > some.from) {
    std::span<const InputLogEvent> events(q.logEvents.data() + some.from, some.to - some.from);
    store_events(call, g, before, after, events);
    if (g.metric_filters) count_metrics(call, g, events);
    if (g.subscriptions) tell_subscribers(call, g, after, events);
  }
  return {sequence_token(after), some.rejected};
}

}  // namespace logs
