#pragma once
// Which secret a request names, and who may do what with it.
#include "service/house.h"
#include "services/secretsmanager/api_words.h"
#include "services/secretsmanager/state.h"

namespace secretsmanager {

using service::Access, service::ApiError, service::Call, service::House, service::Scope;
using ConditionKeys = std::vector<std::pair<std::string, std::vector<std::string>>>;

struct Found {
  Scope at;
  std::string arn;                   // of the secret; where there is none, of what was named
  std::optional<SecretRecord> stored;
  SecretRecord record;               // a copy to be changed: put() stores it
};

std::string secret_arn(const House&, const Scope&, const std::string& name, const std::string& suffix);
// Six letters and digits that stay the same throughout one call.
std::string suffix_for(Call&, const std::string& name);

// By name, ARN, or ARN without its suffix. Throws ValidationException where it is none of them.
Found find(Call&, const std::string& id);
Found existing(Call&, const std::string& id);          // throws ResourceNotFoundException
Found usable(Call&, const std::string& id);            // and InvalidRequestException where it is marked for deletion
Found changeable(Call&, const std::string& id);        // and where it is a replica
bool is_replica(const Found&);

// Stores the record, changed now, and what its replicas share of it.
void put(Call&, Found&);

Access to_secret(std::string_view action, const std::string& id, Call&, ConditionKeys more = {});
ConditionKeys tag_keys(const Tags&);                   // aws:RequestTag/…, aws:TagKeys

inline store::Bound<VersionRecord> versions(Call& call, const Scope& at) { return call.elsewhere(kVersions, at.account, at.region); }
inline std::string version_key(const SecretRecord& s, std::string_view version) { return store::joined(s.name, version); }
// Calls `visit` with each stored version's id and record.
template <class F> void each_version(Call& call, const Found& secret, F visit) {
  const std::string begin = version_key(secret.record, "");
  versions(call, secret.at).each(begin, "", [&](std::string_view key, VersionRecord v) { visit(std::string(key.substr(begin.size())), std::move(v)); return true; });
}
std::vector<std::string> stages_of(const SecretRecord&, std::string_view version);

inline ApiError invalid_name() {
  return {"ValidationException", 400, "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"};
}
inline ApiError version_exists(const std::string& version) {
  return {"ResourceExistsException", 400,
          "You can't modify an existing version, you can only create a new version. A version with id " + version + " already exists."};
}
inline ApiError invalid_parameter(std::string message) { return {"InvalidParameterException", 400, std::move(message)}; }
inline ApiError invalid_request(std::string message) { return {"InvalidRequestException", 400, std::move(message)}; }
inline ApiError not_found(std::string message = "Secrets Manager can't find the specified secret.") {
  return {"ResourceNotFoundException", 400, std::move(message)};
}

}  // namespace secretsmanager
