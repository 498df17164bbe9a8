#pragma once
// A secret's versions and the labels that move between them.
#include "services/secretsmanager/sealing.h"

namespace secretsmanager {

// Attaches a label; AWSPREVIOUS follows AWSCURRENT to the version that this leaves.
void attach(SecretRecord&, const std::string& stage, const std::string& version);

// Makes a version, in the replicas too, and attaches the labels; forgets old versions that have none. The record is
// changed, not stored. Throws LimitExceededException, and what seal() throws.
void add_version(Call&, Found&, const std::string& version, const Value&, const std::vector<std::string>& stages);

// Whether the version is there already with this very value. Throws ResourceExistsException where its value is another.
bool repeats(Call&, const Found&, const std::string& version, const Value&);

// The secret's new version: the request's token, or an id of our own.
std::string version_id(const Maybe<RequestToken>&);

}  // namespace secretsmanager
