#include "services/cloudtrail/keys.h"

#include <mutex>

#include "base/bytes.h"
#include "base/log.h"

namespace cloudtrail {

using service::Call;

namespace {

constexpr std::int64_t kValidSeconds = 30 * 86400;

std::string stored_name(std::string_view region, base::Time start) {
  char order[24];
  std::snprintf(order, sizeof order, "%016llx", static_cast<unsigned long long>(start.ms));
  return store::joined(region, order);
}

std::optional<SigningKey> current(store::Txn& txn, std::string_view region, base::Time now) {
  std::optional<SigningKey> out;
  store::Bound<SigningKey>(txn, kSigningKeys, "", "").each(store::joined(region, ""), "", [&](std::string_view, SigningKey k) {
    if (k.start <= now && now < k.end) out = std::move(k);
    return true;
  });
  return out;
}

Signer opened(service::House& house, const SigningKey& k) {
  auto der = base::open(house.key_for("cloudtrail-signing"), k.sealedPrivate, k.fingerprint);
  auto key = der ? base::RsaKey::from_der(*der) : std::nullopt;
  if (!key) base::fatal("the digest signing key of " + k.region + " cannot be opened");
  base::wipe(*der);
  return {k.fingerprint, k.publicDer, std::move(*key)};
}

}  // namespace

ListPublicKeysResult list_public_keys(const ListPublicKeys& q, Call& call) {
  base::Time from = q.startTime.value_or(call.now()), to = q.endTime.value_or(call.now());
  if (from > to) throw error("InvalidTimeRangeException", "Start time must be before end time.");
  ListPublicKeysResult out;
  call.elsewhere(kSigningKeys, "").each(store::joined(call.scope().region, ""), "", [&](std::string_view, SigningKey k) {
    if (k.start <= to && from <= k.end) out.publicKeyList.push_back({{k.publicDer}, k.start, k.end, k.fingerprint});
    return true;
  });
  return out;
}

bool has_signer(service::House& house, std::string_view region) {
  store::Txn txn = house.store.read();
  return current(txn, region, house.clock.now()).has_value();
}

Signer signer_for(service::House& house, std::string_view region) {
  const base::Time now = house.clock.now();
  {
    store::Txn txn = house.store.read();
    if (auto k = current(txn, region, now)) return opened(house, *k);
  }
  auto key = base::RsaKey::make();
  SigningKey k{.region = std::string(region), .publicDer = key.public_pkcs1()};
  k.fingerprint = base::hex(base::md5(k.publicDer));
  k.sealedPrivate = base::seal(house.key_for("cloudtrail-signing"), key.private_der(), k.fingerprint);
  k.start = base::Time::seconds(now.s() - 1);
  k.end = k.start.plus_seconds(kValidSeconds);
  house.note([&](store::Txn& txn) { store::Bound<SigningKey>(txn, kSigningKeys, "", "").put(stored_name(region, k.start), k); });
  return {k.fingerprint, k.publicDer, std::move(key)};
}

}  // namespace cloudtrail
