#include "services/cloudtrail/workers.h"

#include <future>

#include "services/cloudtrail/delivery.h"
#include "services/cloudtrail/destinations.h"
#include "services/cloudtrail/digest.h"
#include "services/cloudtrail/insights_worker.h"
#include "services/cloudtrail/keys.h"
#include "services/cloudtrail/notify.h"
#include "services/cloudtrail/organization.h"

namespace cloudtrail {

using service::House;

namespace {

class Cadence {
 public:
  std::optional<base::Time> run(House& house) {
    const base::Time now = house.clock.now(), slot = slot_of(house, now);
    if (slot == last_slot_ && now < next_ && house.store.touched("cloudtrail") == seen_) return next_;
    auto trails = active_trails(house);
    bool closing = std::any_of(trails.begin(), trails.end(), [](auto& t) { return t.closing; });
    if (slot != last_slot_ || closing) {
      deliver_all(house, slot);
      last_slot_ = slot;
    }
    const bool closed = write_digests(house, now);
    const bool making = ready_signer(house, trails);
    seen_ = house.store.touched("cloudtrail");
    return next_ = !closed ? now : making ? base::Time{now.ms + kMakingMs} : next(house, trails, now);
  }

 private:
  static constexpr std::int64_t kMakingMs = 50;

  // Key pairs take a while: they are made before the first digest asks for them, one at a time, beside what has to be
  // delivered meanwhile. True: one is being made.
  bool ready_signer(House& house, const std::vector<Trail>& trails) {
    if (maker_.valid()) {
      if (maker_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return true;
      maker_.get();
    }
    for (auto& t : trails) {
      if (!t.validation || t.digestAnchor.ms == 0) continue;
      for (auto& region : house.settings.regions) {
        if ((!t.multiRegion && region != t.homeRegion) || has_signer(house, region)) continue;
        maker_ = std::async(std::launch::async, [&house, region] { signer_for(house, region); });
        return true;
      }
    }
    return false;
  }

  static base::Time next(const House& house, const std::vector<Trail>& trails, base::Time now) {
    base::Time out = slot_of(house, now).plus_seconds(house.settings.delivery_seconds);
    for (auto& t : trails)
      if (t.digestAnchor.ms != 0) out = std::min(out, window_end(house, t, now));
    return out;
  }

  std::future<void> maker_;
  base::Time last_slot_{-1}, next_;
  std::uint64_t seen_ = 0;               // version of CloudTrail's own state that the last round left
};

// Members' service-linked roles, and trails that outlive their organization.
class Following {
 public:
  std::optional<base::Time> run(House& house) {
    const auto organizations = house.store.touched("organizations"), trails = house.store.touched(kTrailsRoom);
    if (seen_ == std::pair(organizations, trails)) return {};
    follow_organizations(house);
    seen_ = {organizations, trails};
    return {};
  }

 private:
  std::optional<std::pair<std::uint64_t, std::uint64_t>> seen_;
};

}  // namespace

std::vector<service::Worker> workers() {
  auto cadence = std::make_shared<Cadence>();
  auto following = std::make_shared<Following>();
  return {{"cloudtrail organizations", [following](House& house) { return following->run(house); }},
          insights_worker(), {"cloudtrail delivery", [cadence](House& house) { return cadence->run(house); }}};
}

std::vector<service::OutboxHandler> outbox_handlers() { return {{kMarkers, write_markers}, {kValidation, send_validation}}; }

void flush(House& house, bool digests) {
  analyse(house);
  const base::Time now = house.clock.now();
  deliver_all(house, slot_of(house, now));
  write_digests(house, now, digests);
}

}  // namespace cloudtrail
