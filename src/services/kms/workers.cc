#include "services/kms/workers.h"

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

// Rows stand in the order of their times.
std::vector<DueRecord> due_by(House& house, base::Time when, std::size_t most) {
  std::vector<DueRecord> out;
  store::Txn txn = house.store.read();
  store::Bound<DueRecord>(txn, kDue, "", "").each("", "", [&](std::string_view, DueRecord item) {
    if (item.at > when || out.size() == most) return false;
    out.push_back(std::move(item));
    return true;
  });
  return out;
}

// What is due now, then when the next thing will be.
std::optional<base::Time> keep_up(House& house) {
  for (auto& item : due_by(house, house.clock.now(), 1000)) house.note([&](store::Txn& txn) { do_due(house, txn, item); });
  auto next = due_by(house, base::Time{INT64_MAX}, 1);
  return next.empty() ? std::nullopt : std::optional(next.front().at);
}

}  // namespace

std::vector<service::Worker> workers() { return {{"keys", keep_up}}; }

}  // namespace kms
