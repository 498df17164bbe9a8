#include "services/cloudtrail/epochs.h"

#include "services/cloudtrail/log_delivery.h"
#include "shape/pack.h"

namespace cloudtrail {

namespace {

// What a trail may be owed while its archive is away, and what a row may grow to.
constexpr std::size_t kMostEpochs = 1'000, kMostBytes = 4u << 20;

// Calls that overlapped stand in a stream with falling versions: never by more than this.
constexpr std::int64_t kOverlap = 1'000;

Epoch epoch_of(const Trail& t, std::uint64_t from) {
  return {std::int64_t(from), t.logging, t.multiRegion, t.organization, t.globalEvents, selectors_of(t), t.advanced};
}

bool same(Epoch a, const Epoch& b) {
  a.from = b.from;
  return shape::packed(a) == shape::packed(b);
}

// The lowest version that a record not yet looked at may have.
std::int64_t horizon(service::House& house, const Trail& t) {
  std::int64_t out = std::int64_t(house.store.version());
  for (auto& c : covered(house, t)) {
    if (house.journal.head(c.account, c.region) == 0) continue;
    Lane lane = lane_of(house, t, c);
    house.journal.read(c.account, c.region, std::uint64_t(lane.cursor) + 1, [&](const journal::RecordView& r) {
      out = std::min(out, std::int64_t(r.version));
      return false;
    });
  }
  each_owed_log(house, t, [&](const journal::RecordView& r) { out = std::min(out, std::int64_t(r.version)); });
  return out - kOverlap;
}

// How many epochs are over: the one that held at the horizon stays.
std::size_t finished(const Trail& t, std::int64_t horizon) {
  std::size_t n = 0;
  while (n + 1 < t.epochs.size() && t.epochs[n + 1].from <= horizon) ++n;
  return n;
}

}  // namespace

void open_epoch(Trail& t, std::uint64_t from) {
  if (!t.epochs.empty() && t.epochs.back().from == std::int64_t(from)) t.epochs.pop_back();
  Epoch e = epoch_of(t, from);
  if (t.epochs.empty() ? !e.logging : same(e, t.epochs.back())) return;      // nothing is judged before logging first starts
  t.epochs.push_back(std::move(e));
}

void open_epoch_or_refuse(Trail& t, std::uint64_t from) {
  std::size_t bytes = 0;
  for (auto& e : t.epochs) bytes += shape::packed(e).size();
  if (t.epochs.size() >= kMostEpochs || bytes >= kMostBytes) throw error("ThrottlingException", "Rate exceeded");
  open_epoch(t, from);
}

void compact_epochs(service::House& house, const Trail& trail) {
  if (trail.epochs.size() < 2 || trail.deleted || finished(trail, std::int64_t(house.store.version()) - kOverlap) == 0) return;
  const auto until = horizon(house, trail);
  if (finished(trail, until) == 0) return;
  house.note([&](store::Txn& txn) {
    auto now = store::Bound<Trail>(txn, kTrails, trail.account, "").get(trail_key(trail.homeRegion, trail.name));
    if (!now || now->id != trail.id) return;
    now->epochs.erase(now->epochs.begin(), now->epochs.begin() + std::ptrdiff_t(finished(*now, until)));
    store::Bound<Trail>(txn, kTrails, trail.account, "").put(trail_key(trail.homeRegion, trail.name), *now);
  });
}

}  // namespace cloudtrail
