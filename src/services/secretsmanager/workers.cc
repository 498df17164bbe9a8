#include "services/secretsmanager/workers.h"

#include "service/due.h"
#include "services/secretsmanager/accessed.h"
#include "services/secretsmanager/rotation.h"
#include "services/secretsmanager/told.h"

namespace secretsmanager {
namespace {

constexpr std::int64_t kWriteDownSeconds = 60;

// The secret as it is in this Txn decides: what was due may have been called off meanwhile.
void do_due(House& house, store::Txn& txn, const DueRecord& item) {
  Scope at{item.account, item.region};
  const base::Time now = house.clock.now();
  auto s = store::Bound<SecretRecord>(txn, kSecrets, at.account, at.region).get(item.name);
  if (!s || due(*s) != item.at) return;
  if (!s->deletion.ms) {
    SecretRecord after = *s;
    begin_due_rotation(house, txn, at, after, now);
    return save(txn, at, &*s, after);
  }
  const std::string arn = secret_arn(house, at, s->name, s->suffix), begin = store::joined(s->name, "");
  store::Bound<VersionRecord>(txn, kVersions, at.account, at.region).each(begin, "", [&](std::string_view key, const VersionRecord&) {
    record_happening(txn, at, now, {"EndSecretVersionDelete", arn, std::string(key.substr(begin.size()))});
    return true;
  });
  forget(txn, at, *s);
}

std::optional<base::Time> keep_up(House& house) {
  return service::keep_up(house, kDue, [&](store::Txn& txn, auto&, const DueRecord& item) { do_due(house, txn, item); });
}

void write_down(store::Txn& txn, const Accessed::Read& read) {
  store::Bound<SecretRecord> secrets(txn, kSecrets, read.account, read.region);
  store::Bound<VersionRecord> versions(txn, kVersions, read.account, read.region);
  auto s = secrets.get(read.name);
  if (s && s->accessed < read.day) {
    s->accessed = read.day;
    secrets.put(read.name, *s);
  }
  const std::string key = store::joined(read.name, read.version);
  auto v = versions.get(key);
  if (v && v->accessed < read.day) {
    v->accessed = read.day;
    versions.put(key, *v);
  }
}

std::optional<base::Time> write_accessed(House& house) {
  auto reads = house.cache<Accessed>().take();
  if (!reads.empty()) house.note([&](store::Txn& txn) { for (auto& read : reads) write_down(txn, read); });
  return house.clock.now().plus_seconds(kWriteDownSeconds);
}

}  // namespace

std::vector<service::Worker> workers() { return {{"secrets", keep_up}, {"secrets read", write_accessed}}; }
std::vector<service::OutboxHandler> outbox_handlers() { return rotation_handlers(); }

}  // namespace secretsmanager
