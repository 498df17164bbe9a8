#pragma once
// A repository as requests name it, and the errors of this service.
#include "service/operation.h"
#include "services/ecr/state.h"

namespace ecr {

using service::Access, service::ApiError, service::Call;

struct Found {
  std::string account, region, name;
  std::optional<RepositoryRecord> record;
};
Found find(const std::optional<RegistryId>&, const std::string& name, const Call&);
Found find_by_arn(const std::string& arn, const Call&);       // throws InvalidParameterException
RepositoryRecord& existing(Found&);                           // throws RepositoryNotFoundException
void save(const Found&, Call&);

std::string arn_of(const Found&, const service::House&);
// Statements of a repository's policy stand without a Resource: they are about the repository.
std::string with_resource(const std::string& policy, const std::string& arn);
Access on(std::string_view action, const Found&, Call&);
template <class Q> Access on(const Q& q, Call& call) { return on(Q::operation, find(q.registryId, q.repositoryName, call), call); }
void add_request_tags(Access&, const std::vector<Tag>&);

ApiError invalid(std::string message);                        // InvalidParameterException

}  // namespace ecr
