#pragma once
// Credentials and signing keys as one thread of the gateway last saw them. An entry is good while the state of IAM and
// Organizations it was read from is the newest, so that a key switched off or an account closed is refused on its next call.
#include <unordered_map>

#include "gateway/sigv4.h"
#include "service/house.h"

namespace gateway {

class CredentialCache {
 public:
  struct Known {
    service::CredentialAnswer answer;
    const std::string& signing_key(const Claim&);      // 32 bytes

   private:
    friend class CredentialCache;
    std::uint64_t version = 0;
    std::string token_hash;
    struct Key { std::string date, region, service, key; };
    std::vector<Key> keys_;                            // of the last few scopes
  };

  explicit CredentialCache(service::House& house) : house_(house) {}
  // Valid until the next call.
  Known& find(const Claim&);

 private:
  static constexpr std::size_t kMaxEntries = 4096;
  service::House& house_;
  std::unordered_map<std::string, Known> known_;
  std::string lookup_;
};

}  // namespace gateway
