#include "services/cloudtrail/wanted.h"

#include "services/cloudtrail/delivery.h"

namespace cloudtrail {

std::optional<journal::Sequence> oldest_wanted(service::House& house) {
  std::optional<journal::Sequence> out;
  for (auto& trail : active_trails(house))
    for (auto& c : covered(house, trail)) {
      const auto head = house.journal.head(c.account, c.region);
      if (head == 0) continue;
      const auto cursor = std::uint64_t(lane_of(house, trail, c).cursor);
      if (cursor >= head) continue;
      house.journal.read(c.account, c.region, cursor + 1, [&](const journal::RecordView& r) {
        out = std::min(out.value_or(r.entry), r.entry);
        return false;
      });
    }
  return out;
}

}  // namespace cloudtrail
