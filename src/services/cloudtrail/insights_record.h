#pragma once
// Records in and out of the Insights analysis.
#include "journal/journal.h"
#include "services/cloudtrail/insights_engine.h"

namespace cloudtrail {

// What one record adds: its call and its error. Texts stay in the thread's parser until it parses again. Only API calls count:
// of management events the writing ones to the call rate and the failed ones to the error rate, of data events all of them.
struct Contribution {
  bool call = false, error = false;
  std::string_view source, name, code;
  std::string identity;                          // ARN without the session's name; a service's host name
  std::string_view agent;
};
Contribution contribution(const journal::RecordView&);

std::string_view insight_type(const Series&);
// The record of a start or an end. `trail_arn`: of the trail whose data events were analysed; empty for management events.
void write_insight(const Finding&, std::string_view account, std::string_view region, std::string_view trail_arn, std::string_view event_id, std::string& json);

}  // namespace cloudtrail
