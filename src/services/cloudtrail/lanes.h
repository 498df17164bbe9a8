#pragma once
// A trail's lanes are many, and at any moment few of them have anything new: those are found without looking into the
// others, and worked on several at a time.
#include <functional>
#include <unordered_map>

#include "services/cloudtrail/delivery.h"
#include "services/cloudtrail/keys.h"

namespace cloudtrail {

// How far a lane's streams went, at a look: records and Insights events.
struct Heads {
  std::uint64_t records = 0, insights = 0;
  bool operator==(const Heads&) const = default;
};
Heads heads_of(const service::House&, const Covered&);

// Lanes of which everything up to some heads has been delivered, and digest windows that a lane, or all of a trail's lanes,
// have closed. A memory only: what it has forgotten is found in the lanes again.
class LaneMemory {
 public:
  bool is_through(const std::string& lane_key, const Heads&) const;
  void is_through_now(const std::string& lane_key, const Heads&);
  bool has_digests(const std::string& trail_or_lane, base::Time end) const;
  void has_digests_now(const std::string& trail_or_lane, base::Time end);

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Heads> through_;
  std::unordered_map<std::string, base::Time> digested_;
};

// Files delivered and in no digest yet: a row each, for a lane that were written anew with all of them would grow with
// every file. Answered in the order of their slots.
inline constexpr store::Table<DeliveredFile> kFiles{"cloudtrail.file", store::Reach::everywhere};      // lane, slot, name
void note_file(store::Txn&, const std::string& lane_key, const DeliveredFile&);
std::vector<DeliveredFile> noted_files(store::Txn&, const std::string& lane_key, base::Time up_to_slot);
void forget_file(store::Txn&, const std::string& lane_key, const DeliveredFile&);

// Those of a trail's lanes that have something to deliver.
std::vector<Covered> waiting_lanes(service::House&, const Trail&);

// Does each lane's part. False: one of them answered so. What a part throws is thrown when all others have ended.
bool over_lanes(const std::vector<Covered>&, const std::function<bool(const Covered&)>& part);

// The Regions' signing keys, each opened once.
class Signers {
 public:
  explicit Signers(service::House& house) : house_(house) {}
  const Signer& at(const std::string& region);

 private:
  service::House& house_;
  std::mutex mutex_;
  std::map<std::string, Signer> open_;
};

}  // namespace cloudtrail
