#include "services/cloudtrail/wanted.h"

#include "services/cloudtrail/insights.h"
#include "services/cloudtrail/insights_delivery.h"
#include "services/cloudtrail/log_delivery.h"

namespace cloudtrail {

std::optional<journal::Sequence> oldest_wanted(service::House& house) {
  std::optional<journal::Sequence> out;
  auto keep = [&](const journal::RecordView& r) { out = std::min(out.value_or(r.entry), r.entry); };
  auto look = [&](const std::string& account, const std::string& stream, std::int64_t cursor) {
    house.journal.read(account, stream, std::uint64_t(cursor) + 1, [&](const journal::RecordView& r) { return keep(r), false; });
  };
  for (auto& trail : active_trails(house)) {
    for (auto& c : covered(house, trail)) {
      if (house.journal.head(c.account, c.region) == 0) continue;
      look(c.account, c.region, lane_of(house, trail, c).cursor);
      if (auto stream = insight_stream(c.region); house.journal.head(c.account, stream)) look(c.account, stream, insight_lane(house, trail, c).cursor);
    }
    each_owed_log(house, trail, keep);
  }
  return out;
}

}  // namespace cloudtrail
