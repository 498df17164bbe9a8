#include "services/cloudtrail/lanes.h"

#include <thread>

#include "services/cloudtrail/insights.h"

namespace cloudtrail {

using service::House;

namespace {
constexpr std::size_t kThreads = 8, kLanesEach = 4, kMostRemembered = 200'000;
}

Heads heads_of(const House& house, const Covered& c) {
  return {house.journal.head(c.account, c.region), house.journal.head(c.account, insight_stream(c.region))};
}

bool LaneMemory::is_through(const std::string& key, const Heads& heads) const {
  std::lock_guard lock(mutex_);
  auto it = through_.find(key);
  return it != through_.end() && it->second == heads;
}

void LaneMemory::is_through_now(const std::string& key, const Heads& heads) {
  std::lock_guard lock(mutex_);
  if (through_.size() >= kMostRemembered) through_.clear();
  through_[key] = heads;
}

bool LaneMemory::has_digests(const std::string& trail_or_lane, base::Time end) const {
  std::lock_guard lock(mutex_);
  auto it = digested_.find(trail_or_lane);
  return it != digested_.end() && it->second == end;
}

void LaneMemory::has_digests_now(const std::string& trail_or_lane, base::Time end) {
  std::lock_guard lock(mutex_);
  if (digested_.size() >= kMostRemembered) digested_.clear();
  digested_[trail_or_lane] = end;
}

namespace {

std::string file_row(const std::string& lane_key, const DeliveredFile& file) {
  char order[24];
  std::snprintf(order, sizeof order, "%016llx", static_cast<unsigned long long>(file.slot.ms));
  return store::joined(lane_key, order, file.key);
}

}  // namespace

void note_file(store::Txn& txn, const std::string& lane_key, const DeliveredFile& file) {
  store::Bound<DeliveredFile>(txn, kFiles, "", "").put(file_row(lane_key, file), file);
}

std::vector<DeliveredFile> noted_files(store::Txn& txn, const std::string& lane_key, base::Time up_to) {
  std::vector<DeliveredFile> out;
  store::Bound<DeliveredFile>(txn, kFiles, "", "").each(store::joined(lane_key, ""), "", [&](std::string_view, DeliveredFile file) {
    if (file.slot > up_to) return false;
    out.push_back(std::move(file));
    return true;
  });
  return out;
}

void forget_file(store::Txn& txn, const std::string& lane_key, const DeliveredFile& file) {
  store::Bound<DeliveredFile>(txn, kFiles, "", "").erase(file_row(lane_key, file));
}

std::vector<Covered> waiting_lanes(House& house, const Trail& trail) {
  auto lanes = covered(house, trail);
  auto& memory = house.cache<LaneMemory>();
  std::erase_if(lanes, [&](auto& c) {
    const Heads heads = heads_of(house, c);
    return heads == Heads{} || memory.is_through(lane_key(trail, c.account, c.region), heads);
  });
  return lanes;
}

bool over_lanes(const std::vector<Covered>& lanes, const std::function<bool(const Covered&)>& part) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> all{true};
  std::exception_ptr thrown;
  std::mutex mutex;
  auto work = [&] {
    try {
      for (std::size_t i; (i = next++) < lanes.size();)
        if (!part(lanes[i])) all = false;
    } catch (...) {
      std::lock_guard lock(mutex);
      if (!thrown) thrown = std::current_exception();
      next = lanes.size();
    }
  };
  std::vector<std::thread> helpers;
  while (helpers.size() + 1 < std::min(kThreads, lanes.size() / kLanesEach)) helpers.emplace_back(work);
  work();
  for (auto& t : helpers) t.join();
  if (thrown) std::rethrow_exception(thrown);
  return all;
}

const Signer& Signers::at(const std::string& region) {
  std::lock_guard lock(mutex_);
  auto it = open_.find(region);
  if (it == open_.end()) it = open_.emplace(region, signer_for(house_, region)).first;
  return it->second;
}

}  // namespace cloudtrail
