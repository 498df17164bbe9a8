#pragma once
#include "services/secretsmanager/api_secrets.h"
#include "services/secretsmanager/secret.h"

namespace secretsmanager {

Access to_list_secrets(const ListSecrets&, Call&);
ListSecretsResult list_secrets(const ListSecrets&, Call&);

// The caller's secrets in this Region that every filter lets through, in the order of their making.
std::vector<SecretRecord> chosen_secrets(Call&, const Filters&, bool with_deleted);

// What a description of a secret and an entry of the list say alike.
template <class T> void describe(const SecretRecord& s, T& out) {
  auto text = [](const std::string& from, Maybe<std::string>& to) { if (!from.empty()) to = from; };
  auto time = [](base::Time from, Maybe<base::Time>& to) { if (from.ms) to = from; };
  text(s.description, out.description);
  text(s.kms_key, out.kmsKeyId);
  text(s.lambda, out.rotationLambdaARN);
  text(s.primary_region, out.primaryRegion);
  if (s.rotates || !s.lambda.empty()) out.rotationEnabled = s.rotates;
  if (s.after_days || !s.schedule.empty()) {
    out.rotationRules.emplace();
    if (s.after_days) out.rotationRules->automaticallyAfterDays = Whole<1, 1000>{s.after_days};
    if (!s.duration.empty()) out.rotationRules->duration = s.duration;
    if (!s.schedule.empty()) out.rotationRules->scheduleExpression = s.schedule;
  }
  time(s.rotated, out.lastRotatedDate);
  time(s.changed, out.lastChangedDate);
  time(s.accessed, out.lastAccessedDate);
  time(s.deletion, out.deletedDate);
  time(s.next_rotation, out.nextRotationDate);
  out.createdDate = s.created;
  out.tags.emplace();
  for (auto& [key, value] : s.tags) out.tags->push_back({Text<1, 128>(key), Text<0, 256>(value)});
}
StagesOfVersions stages_by_version(const SecretRecord&);

}  // namespace secretsmanager
