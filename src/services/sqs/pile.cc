#include "services/sqs/pile.h"

namespace sqs {
namespace {

constexpr std::int64_t kMostInFlight = 120'000;
constexpr std::size_t kBatch = 64, kErased = 500;

// The parts of a key behind the pile, which are of fixed length.
std::int64_t last_part(std::string_view key) { return unorder(key.substr(key.size() - 16)); }
base::Time time_part(std::string_view key) { return {unorder(key.substr(key.size() - 33, 16))}; }

}  // namespace

Pile::Pile(store::Txn& txn, const Found& f)
    : txn_(txn), at_(f.at), name_(f.queue.name), pile_(f.queue.pile), fifo_(f.queue.fifo()), retention_(number(f.queue, "MessageRetentionPeriod")),
      entries_(bound(kEntries)), contents_(bound(kContents)), visible_(bound(kVisible)), ages_(bound(kAges)),
      tally_(bound(kTallies).get(pile_).value_or(Tally{})) {}

std::int64_t Pile::add(Entry& e, const Content& content) {
  const std::int64_t number = ++tally_.next;
  ++tally_.total;
  if (fifo_) {      // twenty digits that grow, not by one
    std::string digits = std::to_string(number * 256);
    e.sequence = "188" + std::string(digits.size() < 17 ? 17 - digits.size() : 0, '0') + digits;
  }
  contents_.put(key(number), content);
  entries_.put(key(number), e);
  visible_.put(timed(e.visible, number), {});
  ages_.put(timed(e.sent, number), {});
  if (fifo_) {
    bound(kLines).put(in_line(e.group, number), {});
    refresh(e.group);
  }
  const base::Time end = e.sent.plus_seconds(retention_);
  if (!tally_.look.ms || end < tally_.look) plan(end);
  return number;
}

void Pile::change(std::int64_t number, const Entry& before, const Entry& after) {
  if (before.here == 0 && after.here > 0) ++tally_.received;
  visible_.erase(timed(before.visible, number));
  visible_.put(timed(after.visible, number), {after.here > 0});
  entries_.put(key(number), after);
  if (fifo_) refresh(after.group);
}

void Pile::remove(std::int64_t number, const Entry& e) {
  --tally_.total;
  if (e.here > 0) --tally_.received;
  entries_.erase(key(number));
  contents_.erase(key(number));
  visible_.erase(timed(e.visible, number));
  ages_.erase(timed(e.sent, number));
  if (!fifo_) return;
  bound(kLines).erase(in_line(e.group, number));
  refresh(e.group);
}

std::vector<std::int64_t> Pile::line(const std::string& group, std::size_t most) const {
  std::vector<std::int64_t> out;
  bound(kLines).each(store::joined(pile_, group, ""), "", [&](std::string_view k, const Mark&) {
    out.push_back(last_part(k));
    return out.size() < most;
  });
  return out;
}

// Those of a group that were received stand at its head: ten at most, since no more are handed out while one is in flight.
void Pile::refresh(const std::string& group) {
  auto groups = bound(kGroups);
  auto ready = bound(kReady);
  const std::string row = store::joined(pile_, group);
  auto before = groups.get(row);
  std::optional<Group> after;
  for (std::int64_t number : line(group, 16)) {
    auto e = find(number);
    if (!after) after = Group{e->visible, number};
    else if (!e->here) break;
    else after->available = std::max(after->available, e->visible);
  }
  if (before && after && before->available == after->available && before->head == after->head) return;
  if (before) ready.erase(timed(before->available, before->head));
  if (!after) { groups.erase(row); return; }
  groups.put(row, *after);
  ready.put(timed(after->available, after->head), {group});
}

std::vector<std::int64_t> Pile::due(base::Time now, std::size_t most) const {
  std::vector<std::int64_t> out;
  visible_.each(store::joined(pile_, ""), "", [&](std::string_view k, const Mark&) {
    if (time_part(k) > now) return false;
    out.push_back(last_part(k));
    return out.size() < most;
  });
  return out;
}

void Pile::each_ready(base::Time now, const Visit& visit) {
  if (fifo_) return each_in_groups(now, visit);
  for (std::int64_t number : due(now, kBatch))
    if (!visit(number, *find(number))) return;
}

void Pile::each_in_groups(base::Time now, const Visit& visit) {
  std::vector<std::string> groups;
  bound(kReady).each(store::joined(pile_, ""), "", [&](std::string_view k, Ready r) {
    if (time_part(k) > now) return false;
    groups.push_back(std::move(r.group));
    return groups.size() < kBatch;
  });
  for (auto& group : groups)
    for (std::int64_t number : line(group, kBatch)) {
      auto e = find(number);
      if (e->visible > now) break;
      if (!visit(number, *e)) return;
    }
}

std::optional<base::Time> Pile::next_ready() const {
  std::optional<base::Time> out;
  auto first = [&](std::string_view k, auto&&) { out = time_part(k); return false; };
  if (fifo_) bound(kReady).each(store::joined(pile_, ""), "", first);
  else visible_.each(store::joined(pile_, ""), "", first);
  return out;
}

bool Pile::expire(base::Time now) {
  std::vector<std::int64_t> old;
  std::optional<base::Time> next;
  ages_.each(store::joined(pile_, ""), "", [&](std::string_view k, const Mark&) {
    base::Time end = time_part(k).plus_seconds(retention_);
    if (end > now || old.size() == kErased) { next = end; return false; }
    old.push_back(last_part(k));
    return true;
  });
  for (auto number : old) remove(number, *find(number));
  plan(next.value_or(base::Time{}));
  return next && *next <= now;
}

// One errand a pile, at the end of its oldest message or before it.
void Pile::plan(base::Time look) {
  if (look == tally_.look) return;
  Errand e{tally_.look, std::string(kExpire), at_.account, at_.region, name_};
  if (tally_.look.ms) drop_errand(txn_, e);
  e.at = tally_.look = look;
  if (look.ms) add_errand(txn_, e);
}

Pile::Counts Pile::counts(base::Time now) const {
  Counts c;
  visible_.each(store::joined(pile_, ""), store::joined(pile_, order(base::Time{now.ms + 1})), [&](std::string_view, const Mark& m) {
    ++(m.received ? c.in_flight : c.delayed);
    return true;
  });
  c.visible = tally_.total - c.in_flight - c.delayed;
  return c;
}

bool Pile::full_flight(base::Time now) const { return tally_.received >= kMostInFlight && counts(now).in_flight >= kMostInFlight; }

void Pile::finish() { bound(kTallies).put(pile_, tally_); }

namespace {

template <class R> bool erase_of(store::Txn& txn, const Scope& at, const store::Table<R>& table, const std::string& id) {
  store::Bound<R> rows(txn, table, at.account, at.region);
  std::vector<std::string> keys;
  rows.each(store::joined(id, ""), "", [&](std::string_view k, auto&&) {
    keys.emplace_back(k);
    return keys.size() < kErased;
  });
  for (auto& k : keys) rows.erase(k);
  return keys.size() == kErased;
}

}  // namespace

bool erase_rows(store::Txn& txn, const Scope& at, const std::string& id) {
  if (erase_of(txn, at, kEntries, id) || erase_of(txn, at, kContents, id) || erase_of(txn, at, kVisible, id) || erase_of(txn, at, kAges, id) ||
      erase_of(txn, at, kLines, id) || erase_of(txn, at, kGroups, id) || erase_of(txn, at, kReady, id) || erase_of(txn, at, kRemembered, id) ||
      erase_of(txn, at, kForget, id) || erase_of(txn, at, kMoves, id))
    return true;
  store::Bound<Tally>(txn, kTallies, at.account, at.region).erase(id);
  return false;
}

}  // namespace sqs
