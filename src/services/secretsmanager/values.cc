#include "services/secretsmanager/values.h"

#include "services/secretsmanager/accessed.h"
#include "services/secretsmanager/lists.h"
#include "services/secretsmanager/paging.h"
#include "services/secretsmanager/rotation.h"
#include "services/secretsmanager/versions.h"

namespace secretsmanager {
namespace {

std::vector<std::string> words(const std::vector<Stage>& from) { return {from.begin(), from.end()}; }

// The labels a request for a value is about: those it names, those of the version it names, or AWSCURRENT.
std::vector<std::string> stages_meant(const GetSecretValue& q, Call& call) {
  if (q.versionStage) return {*q.versionStage};
  if (q.versionId) return stages_of(find(call, q.secretId).record, *q.versionId);
  return {std::string(kCurrent)};
}

std::string version_meant(const GetSecretValue& q, const SecretRecord& s) {
  const std::string stage = q.versionStage ? std::string(*q.versionStage) : std::string(kCurrent);
  auto at = s.stages.find(stage);
  if (q.versionId && !q.versionStage) return *q.versionId;
  if (q.versionId && (at == s.stages.end() || at->second != *q.versionId))
    throw invalid_request("You provided a VersionStage that is not associated to the provided VersionId.");
  if (at == s.stages.end()) throw not_found("Secrets Manager can't find the specified secret value for staging label: " + stage);
  return at->second;
}

bool has_version(Call& call, const Found& s, const std::string& version) {
  return versions(call, s.at).has(version_key(s.record, version)) || !stages_of(s.record, version).empty();
}

}  // namespace

Access to_put_secret_value(const PutSecretValue& q, Call& call) {
  ConditionKeys keys;
  if (q.versionStages) keys.push_back({"secretsmanager:VersionStage", words(*q.versionStages)});
  return to_secret("secretsmanager:PutSecretValue", q.secretId, call, std::move(keys));
}

PutSecretValueResult put_secret_value(const PutSecretValue& q, Call& call) {
  Found s = changeable(call, q.secretId);
  auto value = value_of(q.secretString, q.secretBinary);
  if (!value) throw invalid_request("You must provide either SecretString or SecretBinary.");
  const std::string version = version_id(q.clientRequestToken);
  std::vector<std::string> stages{std::string(kCurrent)};
  if (q.versionStages) stages = words(*q.versionStages);
  if (!s.record.stages.contains(std::string(kCurrent))) stages.emplace_back(kCurrent);
  if (!repeats(call, s, version, *value)) {
    abandon_rotation(call, s, version, stages);
    add_version(call, s, version, *value, stages);
    put(call, s);
  }
  return {s.arn, s.record.name, version, stages_of(s.record, version)};
}

Access to_update_secret_version_stage(const UpdateSecretVersionStage& q, Call& call) {
  return to_secret("secretsmanager:UpdateSecretVersionStage", q.secretId, call, {{"secretsmanager:VersionStage", {q.versionStage}}});
}

Named update_secret_version_stage(const UpdateSecretVersionStage& q, Call& call) {
  Found s = changeable(call, q.secretId);
  auto at = s.record.stages.find(q.versionStage);
  for (auto* version : {&q.removeFromVersionId, &q.moveToVersionId})
    if (*version && !has_version(call, s, **version))
      throw not_found("Secrets Manager can't find the specified secret version: " + **version);
  if (!q.removeFromVersionId && !q.moveToVersionId) throw invalid_parameter("You must specify RemoveFromVersionId or MoveToVersionId.");
  if (at != s.record.stages.end() && at->second != (q.removeFromVersionId ? *q.removeFromVersionId : VersionId()) &&
      !(q.moveToVersionId && !q.removeFromVersionId && *q.moveToVersionId == at->second))
    throw invalid_parameter("The parameter RemoveFromVersionId can't be empty. Staging label " + q.versionStage + " is currently attached to version " + at->second +
                            ", so you must explicitly reference that version in RemoveFromVersionId.");
  if (at == s.record.stages.end() && q.removeFromVersionId)
    throw invalid_parameter("Staging label " + q.versionStage + " is not attached to version " + *q.removeFromVersionId + ".");
  if (!q.moveToVersionId && q.versionStage == kCurrent)
    throw invalid_parameter("You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.");
  if (q.moveToVersionId) attach(s.record, q.versionStage, *q.moveToVersionId);
  else s.record.stages.erase(q.versionStage);
  if (s.record.stages.size() > 20) throw ApiError{"LimitExceededException", 400, "The secret has reached its limit of 20 staging labels."};
  put(call, s);
  return {s.arn, s.record.name};
}

Access to_get_secret_value(const GetSecretValue& q, Call& call) {
  ConditionKeys keys{{"secretsmanager:VersionStage", stages_meant(q, call)}};
  if (q.versionId) keys.push_back({"secretsmanager:VersionId", {*q.versionId}});
  return to_secret("secretsmanager:GetSecretValue", q.secretId, call, std::move(keys));
}

GetSecretValueResult get_secret_value(const GetSecretValue& q, Call& call) {
  Found s = usable(call, q.secretId);
  const std::string version = version_meant(q, s.record);
  auto v = versions(call, s.at).get(version_key(s.record, version));
  if (!v) {
    if (q.versionId) throw not_found("Secrets Manager can't find the specified secret value for VersionId: " + version);
    throw not_found("Secrets Manager can't find the specified secret value for staging label: " + (q.versionStage ? std::string(*q.versionStage) : std::string(kCurrent)));
  }
  Value value = open(call, s, version, *v);
  const base::Time today = day_of(call.now());
  if (v->accessed < today || s.record.accessed < today) call.house().cache<Accessed>().add({s.at.account, s.at.region, s.record.name, version, today});
  GetSecretValueResult out{s.arn, s.record.name, version, {}, {}, stages_of(s.record, version), v->created};
  if (value.binary) out.secretBinary = SecretBinary(shape::Blob{std::move(value.bytes)});
  else out.secretString = Secret<std::string>(std::move(value.bytes));
  return out;
}

std::vector<Access> to_batch_get_secret_value(const BatchGetSecretValue& q, Call&) {
  std::vector<Access> out;
  out.push_back({.action = "secretsmanager:BatchGetSecretValue"});
  if (q.filters) out.push_back({.action = "secretsmanager:ListSecrets"});
  return out;
}

BatchGetSecretValueResult batch_get_secret_value(const BatchGetSecretValue& q, Call& call) {
  if (q.secretIdList.has_value() == q.filters.has_value())
    throw invalid_parameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
  if (q.maxResults && !q.filters)
    throw invalid_parameter("'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.");
  BatchGetSecretValueResult out;
  std::vector<std::string> ids;
  if (q.secretIdList) ids.assign(q.secretIdList->begin(), q.secretIdList->end());
  else {
    auto chosen = chosen_secrets(call, *q.filters, false);
    auto page = page_of(chosen.size(), q.nextToken, q.maxResults ? std::size_t(q.maxResults->value) : 20);
    for (std::size_t i = page.begin; i < page.end; ++i) ids.push_back(secret_arn(call.house(), call.scope(), chosen[i].name, chosen[i].suffix));
    out.nextToken = page.next;
  }
  for (auto& id : ids) {
    try {
      out.secretValues.push_back(call.ask(GetSecretValue{.secretId = id, .versionId = {}, .versionStage = {}}));
    } catch (const ApiError& e) {
      out.errors.push_back({id, e.code, e.message});
    }
  }
  return out;
}

Access to_list_secret_version_ids(const ListSecretVersionIds& q, Call& call) {
  return to_secret("secretsmanager:ListSecretVersionIds", q.secretId, call);
}

ListSecretVersionIdsResult list_secret_version_ids(const ListSecretVersionIds& q, Call& call) {
  Found s = existing(call, q.secretId);
  std::vector<SecretVersionsListEntry> all;
  each_version(call, s, [&](std::string id, const VersionRecord& v) {
    auto stages = stages_of(s.record, id);
    if (stages.empty() && !q.includeDeprecated.value_or(false)) return;
    SecretVersionsListEntry e{std::move(id), {}, {}, v.created, {v.kms_key.empty() ? "DefaultEncryptionKey" : v.kms_key}};
    if (!stages.empty()) e.versionStages = std::move(stages);
    if (v.accessed.ms) e.lastAccessedDate = v.accessed;
    all.push_back(std::move(e));
  });
  auto page = page_of(all.size(), q.nextToken, q.maxResults ? std::size_t(q.maxResults->value) : 100);
  return {{all.begin() + std::ptrdiff_t(page.begin), all.begin() + std::ptrdiff_t(page.end)}, page.next, s.arn, s.record.name};
}

}  // namespace secretsmanager
