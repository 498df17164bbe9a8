#include "services/sqs/workers.h"

#include "service/due.h"
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

std::optional<base::Time> keep_up(service::House& house) {
  return service::keep_up(house, kErrands, [&](store::Txn& txn, auto&, const Errand& errand) { run(house, txn, errand); }, kAtOnce);
}

}  // namespace

std::vector<service::Worker> workers() { return {{"queues", keep_up}}; }
std::vector<service::OutboxHandler> outbox_handlers() { return {}; }

}  // namespace sqs
