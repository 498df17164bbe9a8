#include "gateway/credentials.h"

#include "base/crypto.h"

namespace gateway {

const std::string& CredentialCache::Known::signing_key(const Claim& claim) {
  for (auto& k : keys_)
    if (k.date == claim.date && k.region == claim.region && k.service == claim.service) return k.key;
  if (keys_.size() >= 32) keys_.clear();
  keys_.push_back({std::string(claim.date), std::string(claim.region), std::string(claim.service),
                   gateway::signing_key(answer.credential->secret, claim.date, claim.region, claim.service)});
  return keys_.back().key;
}

CredentialCache::Known& CredentialCache::find(const Claim& claim) {
  const std::uint64_t version = std::max(house_.store.touched("iam"), house_.store.touched("organizations"));
  lookup_.assign(claim.access_key);
  std::string token_hash = claim.token.empty() ? std::string() : base::sha256(claim.token);
  auto it = known_.find(lookup_);
  if (it != known_.end()) {
    Known& k = it->second;
    auto& c = k.answer.credential;
    bool current = k.version == version && k.token_hash == token_hash && (!c || c->expires.ms == 0 || base::HostClock{}.now() < c->expires);
    if (c && current) return k;
  }
  if (known_.size() >= kMaxEntries) known_.clear();
  Known& k = known_[lookup_];
  k = {};
  k.version = version;
  k.token_hash = std::move(token_hash);
  store::Txn txn = house_.store.read();
  k.answer = house_.ports().credential(house_, txn, claim.access_key, claim.token);
  if (k.answer.credential && !house_.ports().account_active(txn, k.answer.credential->principal->account())) k.answer = {{}, service::CredentialFault::inactive};
  return k;
}

}  // namespace gateway
