#include "services/kms/workers.h"

#include "service/due.h"
#include "services/kms/rotation.h"

namespace kms {
namespace {

void record_deletion(const House& house, store::Txn& txn, const Scope& at, base::Time now, const std::string& id) {
  std::string details;
  base::JsonWriter(details).open('{').key("keyId").text(id).close('}');
  House::record_service_event({.source = "kms.amazonaws.com", .name = "DeleteKey", .account = at.account, .region = at.region, .details = details,
                               .resources = {{at.account, "AWS::KMS::Key", key_arn(house, at, id)}}}, now, txn);
}

// The key as it is in this Txn decides: what was due may have been called off meanwhile.
void do_due(House& house, store::Txn& txn, const DueRecord& item) {
  Scope at{item.account, item.region};
  base::Time now = house.clock.now();
  auto key = store::Bound<KeyRecord>(txn, kKeys, at.account, at.region).get(item.key_id);
  if (!key || due(*key) != item.at) return;
  if (key->state == kPendingDeletion) {
    forget(txn, at, *key);
    record_deletion(house, txn, at, now, key->id);
    return;
  }
  KeyRecord rotated = *key;
  rotate(house, txn, at, now, kAutomatic, rotated);
  rotated.rotated = now;
  save(txn, at, &*key, rotated);
}

std::optional<base::Time> keep_up(House& house) {
  return service::keep_up(house, kDue, [&](store::Txn& txn, auto&, const DueRecord& item) { do_due(house, txn, item); });
}

}  // namespace

std::vector<service::Worker> workers() { return {{"keys", keep_up}}; }

}  // namespace kms
