#include "services/secretsmanager/workers.h"

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

std::optional<base::Time> keep_up(House& house) {
  for (auto& item : due_by(house, house.clock.now(), 1000)) house.note([&](store::Txn& txn) { do_due(house, txn, item); });
  auto next = due_by(house, base::Time{INT64_MAX}, 1);
  return next.empty() ? std::nullopt : std::optional(next.front().at);
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
