#include "services/secretsmanager/versions.h"

#include "services/secretsmanager/replicas.h"

namespace secretsmanager {
namespace {

constexpr std::size_t kMostVersions = 100, kMostStages = 20;
constexpr std::int64_t kKeptSeconds = 86'400;      // of a version that has no label

// Of more than a hundred versions, those without a label go that are older than a day, the oldest first.
void forget_old(Call& call, const Found& secret) {
  std::vector<std::pair<base::Time, std::string>> idle;
  std::size_t count = 0;
  each_version(call, secret, [&](std::string id, const VersionRecord& v) {
    ++count;
    if (stages_of(secret.record, id).empty() && v.created.plus_seconds(kKeptSeconds) <= call.now()) idle.emplace_back(v.created, std::move(id));
  });
  std::sort(idle.begin(), idle.end());
  for (std::size_t i = 0; i < idle.size() && count > kMostVersions; ++i, --count) {
    versions(call, secret.at).erase(version_key(secret.record, idle[i].second));
    for (auto& replica : secret.record.replicas) versions(call, {secret.at.account, replica.region}).erase(version_key(secret.record, idle[i].second));
  }
  if (count > kMostVersions) throw ApiError{"LimitExceededException", 400, "The secret has reached its limit of 100 versions."};
}

}  // namespace

void attach(SecretRecord& s, const std::string& stage, const std::string& version) {
  if (stage == kCurrent)
    if (auto was = s.stages.find(stage); was != s.stages.end() && was->second != version) s.stages[std::string(kPrevious)] = was->second;
  s.stages[stage] = version;
}

void add_version(Call& call, Found& secret, const std::string& version, const Value& value, const std::vector<std::string>& stages) {
  versions(call, secret.at).put(version_key(secret.record, version), seal(call, secret, version, value));
  for (auto& replica : secret.record.replicas) copy_version(call, secret, replica, version, value);
  for (auto& stage : stages) attach(secret.record, stage, version);
  if (secret.record.stages.size() > kMostStages)
    throw ApiError{"LimitExceededException", 400, "The secret has reached its limit of 20 staging labels."};
  forget_old(call, secret);
}

bool repeats(Call& call, const Found& secret, const std::string& version, const Value& value) {
  auto there = versions(call, secret.at).get(version_key(secret.record, version));
  if (!there) return false;
  if (there->fingerprint == fingerprint(call.house(), secret, version, value)) return true;
  throw version_exists(version);
}

std::string version_id(const Maybe<RequestToken>& token) { return token ? std::string(*token) : base::uuid(); }

}  // namespace secretsmanager
