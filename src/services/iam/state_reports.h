#pragma once
// What IAM's reports keep until they are fetched: docs/formats/iam-reports.md.
#include "shape/shape.h"
#include "store/table.h"

namespace iam::state {

using store::Reach, store::Table;

struct EntityUse { std::string id; base::Time time; };               // of a user or role
BOOST_DESCRIBE_STRUCT(EntityUse, (), (id, time))

struct ActionUse { std::string name, entity /* ARN */, region; base::Time time; };   // ms 0: not used
BOOST_DESCRIBE_STRUCT(ActionUse, (), (name, entity, region, time))

// One service that the subject may use. ms 0: it did not.
struct ServiceUse {
  std::string service, entity /* ARN, of the last to use it */, region;
  base::Time time;
  std::vector<EntityUse> entities;                                   // those that used it
  std::vector<ActionUse> actions;                                    // of jobs of action granularity
};
BOOST_DESCRIBE_STRUCT(ServiceUse, (), (service, entity, region, time, entities, actions))

struct AccessJob {
  std::string caller;                                                // id of the user or role that may fetch it
  std::string arn, granularity, status, fault;
  base::Time created, completed;
  std::vector<std::string> entities;                                 // ids of the users and roles looked at
  std::vector<ServiceUse> services;                                  // by name
};
BOOST_DESCRIBE_STRUCT(AccessJob, (), (caller, arn, granularity, status, fault, created, completed, entities, services))
inline constexpr Table<AccessJob> kAccessJobs{"iam.access_job", Reach::account};      // job id

struct CredentialReport {
  base::Time asked, generated;                                       // generated ms 0: not yet
  std::string content;
};
BOOST_DESCRIBE_STRUCT(CredentialReport, (), (asked, generated, content))
inline constexpr Table<CredentialReport> kCredentialReports{"iam.credential_report", Reach::account};     // "report"

}  // namespace iam::state
