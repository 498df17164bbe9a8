#include "services/s3/known.h"

#include <shared_mutex>

#include "service/house.h"

namespace s3 {
namespace {

using service::Call;

constexpr std::size_t kMost = 10'000;

// What was read at a version of the state holds for later ones, as long as no bucket or policy was written after it.
// A change is marked before its commit: what is read meanwhile is older than the mark, and read again.
struct Cache {
  struct Entry { std::uint64_t version; std::shared_ptr<const Known> known; };
  std::shared_mutex mutex;
  std::unordered_map<std::string, Entry> entries;
  std::atomic<std::uint64_t> changed{0};
};

void mark_change(const Call& call) { call.house().cache<Cache>().changed.store(call.txn().version(), std::memory_order_release); }

std::shared_ptr<const Known> read(const std::string& name, const Call& call) {
  auto bucket = name.find('\0') == name.npos ? call.in(kBuckets).get(name) : std::nullopt;
  if (!bucket) return {};
  auto out = std::make_shared<Known>();
  out->bucket = std::move(*bucket);
  if (auto policy = call.in(kPolicies).get(name)) {
    out->policy = call.house().compiled(policy->effective.empty() ? policy->text : policy->effective);
    out->public_policy = policy->is_public;
  }
  return out;
}

}  // namespace

std::shared_ptr<const Known> known_bucket(const std::string& name, const Call& call) {
  Cache& cache = call.house().cache<Cache>();
  const store::Txn& txn = call.txn();
  {
    std::shared_lock lock(cache.mutex);
    auto it = cache.entries.find(name);
    const auto changed = cache.changed.load(std::memory_order_acquire);
    if (it != cache.entries.end() && it->second.version >= changed && it->second.version <= txn.version()) return it->second.known;
  }
  auto known = read(name, call);
  if (!known || txn.mark() > 0) return known;          // what it has written itself may yet be taken back
  std::unique_lock lock(cache.mutex);
  if (cache.entries.size() >= kMost) cache.entries.clear();
  cache.entries[name] = {txn.version() - txn.writes(), known};       // a writer reads what was before its own version
  return known;
}

void put_bucket(const Call& call, const std::string& name, const Bucket& bucket) {
  mark_change(call);
  call.in(kBuckets).put(name, bucket);
}

void put_policy(const Call& call, const std::string& bucket, const Policy& policy) {
  mark_change(call);
  call.in(kPolicies).put(bucket, policy);
}

void erase_policy(const Call& call, const std::string& bucket) {
  mark_change(call);
  call.in(kPolicies).erase(bucket);
}

void erase_bucket(const Call& call, const std::string& name) {
  erase_policy(call, name);
  call.in(kBuckets).erase(name);
}

}  // namespace s3
