#pragma once
#include "services/cloudtrail/delivery.h"
#include "services/cloudtrail/insights_state.h"
#include "services/cloudtrail/judge.h"

namespace cloudtrail {

// Whether a trail, as it was configured when an Insights event of the Region was recorded, wants it.
class InsightJudge {
 public:
  InsightJudge(service::House&, const Trail&);
  bool wants(journal::RecordView, const std::string& region);

 private:
  const Trail& trail_;
  store::Txn txn_;
  Judge judge_;
};

InsightLane insight_lane(service::House&, const Trail&, const Covered&);

// Delivers what the account's Region has of Insights events for the trail, as files of their own in the folder
// CloudTrail-Insight; the lane's next digest lists them. False: the archive refused; tried again later.
bool deliver_insights(service::House&, const Trail&, const Covered&, base::Time slot);

}  // namespace cloudtrail
