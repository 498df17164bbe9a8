#include "services/logs/workers.h"

#include "services/logs/events.h"
#include "services/logs/subscriptions.h"

namespace logs {
namespace {

constexpr std::int64_t kRestSeconds = 60, kDay = 86'400'000;           // between two rounds; ms
constexpr std::int64_t kPointsKept = 15 * kDay;                        // of metrics, a point a minute
constexpr int kCommitsOnce = 50;
constexpr std::size_t kRowsOnce = 500;                                 // removed in one commit

// The rows that begin with a prefix, up to as many as one commit removes. Answers how many there were.
template <class R> std::size_t erase_some(store::Txn& txn, const store::Table<R>& table, const Scope& at, const std::string& prefix, std::size_t most) {
  store::Bound<R> rows(txn, table, at.account, at.region);
  std::vector<std::string> keys;
  rows.each(prefix, "", [&](std::string_view key, const R&) {
    if (keys.size() == most) return false;
    keys.emplace_back(key);
    return true;
  });
  for (auto& key : keys) rows.erase(key);
  return keys.size();
}

// ---- what was deleted

// Removes some of the rows of one slice of one stream; false: some are left.
bool erase_slice(store::Txn& txn, const Scope& at, const std::string& group, const std::string& stream, std::int64_t slice, Volume* removed) {
  store::Bound<Batch> batches(txn, kBatches, at.account, at.region);
  std::vector<std::string> keys;
  bool all = true;
  batches.each(stream + time_digits(slice), "", [&](std::string_view key, const Batch& b) {
    if (keys.size() == kRowsOnce) return all = false;
    keys.emplace_back(key);
    if (removed) removed->bytes += b.bytes, removed->events += b.count;
    return true;
  });
  for (auto& key : keys) batches.erase(key);
  if (!all) return false;
  store::Bound<Slice>(txn, kSlices, at.account, at.region).erase(slice_key(group, slice, stream));
  store::Bound<Mark>(txn, kBackwards, at.account, at.region).erase(backward_key(stream, slice));
  return true;
}

// A stream's slices from the newest on; false: some are left.
bool erase_stream(store::Txn& txn, const Scope& at, const std::string& group, const std::string& stream) {
  std::vector<std::int64_t> slices;
  store::Bound<Mark>(txn, kBackwards, at.account, at.region).each(stream, "", [&](std::string_view, const Mark& m) {
    slices.push_back(m.at);
    return slices.size() <= kRowsOnce / 4;
  });
  for (auto slice : slices)
    if (!erase_slice(txn, at, group, stream, slice, nullptr)) return false;
  return slices.size() <= kRowsOnce / 4;
}

bool erase_group(store::Txn& txn, const Scope& at, const std::string& group) {
  std::vector<std::pair<std::int64_t, std::string>> slices;
  store::Bound<Slice>(txn, kSlices, at.account, at.region).each(group, "", [&](std::string_view key, const Slice&) {
    slices.emplace_back(std::stoll(std::string(key.substr(group.size(), 13))), key.substr(group.size() + 13));
    return slices.size() <= kRowsOnce / 4;
  });
  for (auto& [slice, stream] : slices)
    if (!erase_slice(txn, at, group, stream, slice, nullptr)) return false;
  if (!slices.empty()) return false;
  return erase_some(txn, kLatest, at, group, kRowsOnce) + erase_some(txn, kStreams, at, group + '\0', kRowsOnce) +
             erase_some(txn, kDataKeys, at, group, kRowsOnce) + erase_some(txn, kMetricFilters, at, group + '\0', kRowsOnce) +
             erase_some(txn, kSubscriptions, at, group + '\0', kRowsOnce) == 0;
}

template <class R> std::vector<std::pair<std::string, R>> some_of(House& house, const store::Table<R>& table, std::size_t most) {
  std::vector<std::pair<std::string, R>> out;
  store::Txn txn = house.store.read();
  store::Bound<R>(txn, table, "", "").each("", "", [&](std::string_view key, R row) {
    out.emplace_back(key, std::move(row));
    return out.size() < most;
  });
  return out;
}

// A commit at a time; true: more is to be done.
bool remove_deleted(House& house) {
  auto doomed = some_of(house, kDoomed, 1);
  if (doomed.empty()) return false;
  auto& [key, d] = doomed.front();
  house.note([&, key = key, d = d](store::Txn& txn) {
    Scope at{d.account, d.region};
    if (d.stream.empty() ? erase_group(txn, at, d.group) : erase_stream(txn, at, d.group, d.stream)) store::Bound<Doomed>(txn, kDoomed, "", "").erase(key);
  });
  return true;
}

// ---- what has expired

// The oldest event that a stream still has; -1: none.
std::int64_t first_event(store::Txn& txn, const Scope& at, const std::string& stream) {
  std::int64_t out = -1, slice = -1;
  store::Bound<Batch>(txn, kBatches, at.account, at.region).each(stream, "", [&](std::string_view, const Batch& b) {
    if (slice >= 0 && slice_of(b.first) != slice) return false;
    slice = slice_of(b.first);
    out = out < 0 ? b.first : std::min(out, b.first);
    return true;
  });
  return out;
}

struct Expired { std::int64_t slice; std::string stream, name; };

// Whole slices of time whose every event is beyond the retention.
std::vector<Expired> expired_slices(store::Txn& txn, const Scope& at, const Group& g, base::Time now) {
  std::vector<Expired> out;
  const std::int64_t limit = now.ms - g.retention * kDay;
  store::Bound<Slice>(txn, kSlices, at.account, at.region).each(g.id, "", [&](std::string_view key, const Slice& row) {
    std::int64_t slice = std::stoll(std::string(key.substr(g.id.size(), 13)));
    if (slice + kSlice > limit || out.size() > kRowsOnce / 4) return false;
    out.push_back({slice, std::string(key.substr(g.id.size() + 13)), row.stream});
    return true;
  });
  return out;
}

// A commit of one group's expired events; true: there may be more.
bool expire(House& house, const Expiring& e) {
  const Scope at{e.account, e.region};
  bool more = false;
  {
    store::Txn txn = house.store.read();
    auto g = store::Bound<Group>(txn, kGroups, at.account, at.region).get(e.group);
    if (!g || !g->retention || expired_slices(txn, at, *g, house.clock.now()).empty()) return false;
  }
  house.note([&](store::Txn& txn) {
    auto g = store::Bound<Group>(txn, kGroups, at.account, at.region).get(e.group);
    if (!g || !g->retention) return;
    auto slices = expired_slices(txn, at, *g, house.clock.now());
    std::map<std::string, std::pair<std::string, Volume>> streams;     // id -> name, what it loses
    for (auto& s : slices) {
      auto& [name, lost] = streams[s.stream];
      name = s.name;
      erase_slice(txn, at, g->id, s.stream, s.slice, &lost);
    }
    store::Bound<Volume> volumes(txn, kVolumes, at.account, at.region);
    Volume volume = volumes.get(g->id).value_or(Volume{});
    for (auto& [id, stream] : streams) {
      auto& [name, lost] = stream;
      store::Bound<Stream> rows(txn, kStreams, at.account, at.region);
      auto s = rows.get(store::joined(g->id, name));
      if (!s || s->id != id) continue;                                 // deleted: it has left the volume already
      volume = {volume.bytes - lost.bytes, volume.events - lost.events};
      s->bytes -= lost.bytes;
      s->events -= lost.events;
      s->first = first_event(txn, at, id);
      rows.put(store::joined(g->id, name), *s);
    }
    volumes.put(g->id, volume);
    more = !slices.empty();
  });
  return more;
}

// Points of metrics, of the accounts' Regions that have log groups with retention or not: by what is in the table itself.
void drop_points(House& house) {
  std::vector<std::string> accounts;
  {
    store::Txn txn = house.store.read();
    accounts = house.ports().all_accounts(txn);
  }
  const std::string limit = time_digits(house.clock.now().ms - kPointsKept);
  for (auto& account : accounts)
    for (auto& region : house.settings.regions) {
      std::vector<std::string> old;
      {
        store::Txn txn = house.store.read();
        store::Bound<Point>(txn, kPoints, account, region).each("", "", [&](std::string_view key, const Point&) {
          if (key >= limit || old.size() == kRowsOnce) return false;
          old.emplace_back(key);
          return true;
        });
      }
      if (!old.empty()) house.note([&](store::Txn& txn) { for (auto& key : old) store::Bound<Point>(txn, kPoints, account, region).erase(key); });
    }
}

// Looks around once a minute, of which an hour has one for the metrics.
class Keeper {
 public:
  std::optional<base::Time> run(House& house) {
    const base::Time now = house.clock.now();
    if (now < next_) return next_;
    if (clean(house)) return next_ = now;
    if (now >= points_) {
      drop_points(house);
      points_ = now.plus_seconds(3600);
    }
    return next_ = now.plus_seconds(kRestSeconds);
  }

 private:
  // Other workers wait meanwhile: after some commits they have their turn. True: more is to be done.
  static bool clean(House& house) {
    int commits = 0;
    while (remove_deleted(house))
      if (++commits == kCommitsOnce) return true;
    for (auto& [key, e] : some_of(house, kExpiring, SIZE_MAX))
      while (expire(house, e))
        if (++commits == kCommitsOnce) return true;
    return false;
  }

  base::Time next_, points_;
};

}  // namespace

std::vector<service::Worker> workers() {
  auto keeper = std::make_shared<Keeper>();
  return {{"log retention", [keeper](House& house) { return keeper->run(house); }}};
}

std::vector<service::OutboxHandler> outbox_handlers() { return {subscription_handler()}; }

}  // namespace logs
