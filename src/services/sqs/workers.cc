#include "services/sqs/workers.h"

#include "services/sqs/moves.h"
#include "services/sqs/pile.h"

namespace sqs {
namespace {

constexpr std::size_t kAtOnce = 100;

void expire(service::House& house, store::Txn& txn, const Errand& errand) {
  auto found = look_up(house, txn, {errand.account, errand.region}, errand.name);
  auto tally = found ? store::Bound<Tally>(txn, kTallies, errand.account, errand.region).get(found->queue.pile) : std::nullopt;
  if (!tally || tally->look != errand.at) { drop_errand(txn, errand); return; }      // of a pile that is gone
  Pile pile(txn, *found);
  pile.expire(house.clock.now());
  pile.finish();
}

void run(service::House& house, store::Txn& txn, const Errand& errand) {
  if (errand.kind == kExpire) return expire(house, txn, errand);
  if (errand.kind == kAllow) {
    store::Bound<Deleted> deleted(txn, kDeleted, errand.account, errand.region);
    if (auto d = deleted.get(errand.name); d && d->at <= house.clock.now().plus_seconds(-60)) deleted.erase(errand.name);
    return drop_errand(txn, errand);
  }
  if (errand.kind == kMoveOn) return move_on(house, txn, errand);
  if (!erase_rows(txn, {errand.account, errand.region}, errand.name)) drop_errand(txn, errand);
}

// Errands stand in the order of their times.
std::vector<Errand> due_by(service::House& house, base::Time when, std::size_t most) {
  std::vector<Errand> out;
  store::Txn txn = house.store.read();
  store::Bound<Errand>(txn, kErrands, "", "").each("", "", [&](std::string_view, Errand e) {
    if (e.at > when || out.size() == most) return false;
    out.push_back(std::move(e));
    return true;
  });
  return out;
}

// What is due now, then when the next thing will be. An errand that is not done stays due.
std::optional<base::Time> keep_up(service::House& house) {
  for (auto& errand : due_by(house, house.clock.now(), kAtOnce)) house.note([&](store::Txn& txn) { run(house, txn, errand); });
  auto next = due_by(house, base::Time{INT64_MAX}, 1);
  return next.empty() ? std::nullopt : std::optional(next.front().at);
}

}  // namespace

std::vector<service::Worker> workers() { return {{"queues", keep_up}}; }
std::vector<service::OutboxHandler> outbox_handlers() { return {}; }

}  // namespace sqs
