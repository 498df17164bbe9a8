#pragma once
// What ECR keeps: docs/formats/ecr.md. New members go to the end.
#include "services/ecr/api.h"
#include "store/table.h"

namespace ecr {

struct RepositoryRecord {
  std::string name;
  base::Time created;
  std::string mutability;
  std::vector<ExclusionFilter> exclusions;
  bool scan_on_push = false;
  std::string encryption, key;                   // key: ARN, of KMS encryption
  std::string policy, lifecycle;                 // JSON; empty: none
  std::map<std::string, std::string> tags;
};
BOOST_DESCRIBE_STRUCT(RepositoryRecord, (), (name, created, mutability, exclusions, scan_on_push, encryption, key, policy, lifecycle, tags))
inline constexpr store::Table<RepositoryRecord> kRepositories{"ecr.repository", store::Reach::regional};     // name

}  // namespace ecr
