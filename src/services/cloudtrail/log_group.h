#pragma once
// A trail's log group and the role that CloudTrail assumes to write into it.
// Source: CloudTrail User Guide, "Monitoring CloudTrail log files with Amazon CloudWatch Logs".
#include "services/cloudtrail/names.h"

namespace cloudtrail {

// When delivery to a group began; none for trails without one.
struct LogTarget {
  std::int64_t since = 0;               // version of the state: records from it on are sent
  base::Time retry;                     // not before, after a refusal
};
BOOST_DESCRIBE_STRUCT(LogTarget, (), (since, retry))
inline constexpr store::Table<LogTarget> kLogTargets{"cloudtrail.log_target", store::Reach::everywhere};     // trail id

// How far one account's Region has come on its way into the trail's log group.
struct LogLane {
  std::int64_t since = 0, cursor = 0;   // of the target the cursor counts for; last record looked at
  base::Time delivered, failingSince;
  std::string error;                    // of the latest attempt; empty: it succeeded
  std::int64_t leftOut = 0, givenUp = 0;     // records too large to be sent, and those refused until they were too old
};
BOOST_DESCRIBE_STRUCT(LogLane, (), (since, cursor, delivered, failingSince, error, leftOut, givenUp))
inline constexpr store::Table<LogLane> kLogLanes{"cloudtrail.log_lane", store::Reach::everywhere};           // trail id, account, Region

struct LogGroup { service::Scope at; std::string name; };
LogGroup log_group_of(const Trail&);    // of a trail that has one

// <account>_CloudTrail_<home Region>, for an organization's trail with its id in front.
std::string log_stream_name(const Trail&, const std::string& account);

// Takes over what a request says of group and role, as absent, empty (none any more) or ARNs, and tries them.
// Throws the documented exceptions.
void set_log_group(Trail&, const std::optional<std::string>& group, const std::optional<std::string>& role, service::Call&);

// Who gives CloudTrail a role must be allowed to pass it.
void add_pass_role(const std::optional<std::string>& role, std::vector<service::Access>&);

// A session of the role as CloudTrail holds it: calls made with it show where they came from. Nothing: no such credentials.
service::PrincipalPtr session_of(service::House&, store::Txn&, const std::string& access_key, const std::string& token);
inline constexpr std::string_view kLogSession = "CLOUDWATCH_LOGS_DELIVERY_SESSION";

}  // namespace cloudtrail
