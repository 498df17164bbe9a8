#include "services/secretsmanager/api.h"

#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::SecretsManager::Secret

constexpr auto& kSecret = properties<"Description GenerateSecretString KmsKeyId Name! ReplicaRegions SecretString Tags Type">;

secretsmanager::Tags secret_tags(const Words& words) {
  secretsmanager::Tags out;
  for (auto& [key, value] : words) out.push_back({shape::Text<1, 128>(key), shape::Text<0, 256>(value)});
  return out;
}

// A password, alone or as one member of a JSON template.
std::string generated_secret(Acting& a, const Resource& r) {
  Value how = *given(r, "GenerateSecretString");
  const std::string pattern = how.text_of("SecretStringTemplate"), key = how.text_of("GenerateStringKey");
  how.erase("SecretStringTemplate");
  how.erase("GenerateStringKey");
  std::string password = a.call(filled<secretsmanager::GetRandomPassword>(how, Spot{r} / "GenerateSecretString")).randomPassword;
  if (pattern.empty() != key.empty())
    throw invalid_properties(Spot{r} / "GenerateSecretString", "SecretStringTemplate and GenerateStringKey must be given together");
  if (pattern.empty()) return password;
  try {
    Value whole = language::from_json(pattern);
    if (!whole.is_map()) throw language::Fault{};
    whole.set(key, Value(std::move(password)));
    return language::to_json(whole);
  } catch (const language::Fault&) {
    throw ApiError{"InvalidRequest", 400, "Could not generate the secret: SecretStringTemplate is not a JSON object."};
  }
}
std::optional<secretsmanager::SecretString> secret_string(Acting& a, const Resource& r) {
  if (is_given(r, "GenerateSecretString") && is_given(r, "SecretString"))
    throw invalid_properties({r}, "You can't specify both SecretString and GenerateSecretString");
  if (is_given(r, "GenerateSecretString")) return secretsmanager::SecretString(generated_secret(a, r));
  if (auto text = maybe_text_of(r, "SecretString")) return secretsmanager::SecretString(*text);
  return std::nullopt;
}

std::vector<std::string> regions_of(const Resource& r) {
  std::vector<std::string> out;
  for (auto& each : items_of(r, "ReplicaRegions")) out.push_back(each.text_of("Region"));
  return out;
}

void make_secret(Acting& a, const Resource& r) {
  auto q = request<secretsmanager::CreateSecret>(r);
  q.name = text_of(r, "Name", r.logical_id + r.name.substr(r.name.rfind('-')));
  q.secretString = secret_string(a, r);
  q.tags = unless_empty(secret_tags(tags_of(r, Marks::system)));
  q.addReplicaRegions = filled<secretsmanager::ReplicaRegions>(r, "ReplicaRegions");
  a.make(q, [](auto& made) { return made.arn; });
}
void settle_secret(Acting&, Resource& r) { set(r, "Id", r.physical_id); }

void update_secret(Acting& a, Resource& r, const Resource& before) {
  if (any_changed(r, before, {"Description", "KmsKeyId", "SecretString", "GenerateSecretString", "Type"})) {
    auto q = request<secretsmanager::UpdateSecret>(r);
    q.secretId = r.physical_id;
    q.secretString = any_changed(r, before, {"SecretString", "GenerateSecretString"}) ? secret_string(a, r) : std::nullopt;
    if (!q.description && is_given(before, "Description")) q.description.emplace();
    if (!q.kmsKeyId && is_given(before, "KmsKeyId")) q.kmsKeyId.emplace("alias/aws/secretsmanager");
    a.call(q);
  }
  auto now = regions_of(r), then = regions_of(before);
  if (auto gone = added(then, now); !gone.empty())
    unless_gone([&] { a.call(secretsmanager::RemoveRegionsFromReplication{r.physical_id, as<secretsmanager::RegionName>(gone)}); });
  if (auto more = added(now, then); !more.empty()) {
    auto all = filled<secretsmanager::ReplicaRegions>(r, "ReplicaRegions").value_or(secretsmanager::ReplicaRegions{});
    std::erase_if(all, [&](auto& each) { return std::find(more.begin(), more.end(), std::string(each.region.value_or(""))) == more.end(); });
    a.call(secretsmanager::ReplicateSecretToRegions{r.physical_id, all, {}});
  }
  auto tags = tag_change(r, before, Marks::system);
  if (!tags.removed.empty()) a.call(secretsmanager::UntagResource{r.physical_id, as<shape::Text<1, 128>>(tags.removed)});
  if (!tags.put.empty()) a.call(secretsmanager::TagResource{r.physical_id, secret_tags(tags.put)});
  settle_secret(a, r);
}

// Replicas go first; then at once, so that the name is free again.
void remove_secret(Acting& a, const Resource& r) {
  if (auto replicas = regions_of(r); !replicas.empty())
    unless_gone([&] { a.call(secretsmanager::RemoveRegionsFromReplication{r.physical_id, as<secretsmanager::RegionName>(replicas)}); });
  unless_gone([&] { a.call(secretsmanager::DeleteSecret{.secretId = r.physical_id, .recoveryWindowInDays = {}, .forceDeleteWithoutRecovery = true}); });
}

// ---- AWS::SecretsManager::ResourcePolicy: its id is the secret's ARN

constexpr auto& kPolicy = properties<"BlockPublicPolicy ResourcePolicy* SecretId*!">;

void make_policy(Acting& a, const Resource& r) {
  a.make(request<secretsmanager::PutResourcePolicy>(r), [](auto& made) { return made.arn; });
}
void update_policy(Acting& a, Resource& r, const Resource&) {
  a.call(request<secretsmanager::PutResourcePolicy>(r));
  set(r, "Id", r.physical_id);
}
void remove_policy(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(secretsmanager::DeleteResourcePolicy{r.physical_id}); });
}

// ---- AWS::SecretsManager::RotationSchedule

constexpr auto& kRotation = properties<"ExternalSecretRotationMetadata ExternalSecretRotationRoleArn HostedRotationLambda RotateImmediatelyOnUpdate "
                                       "RotationLambdaARN RotationRules SecretId*!">;

secretsmanager::RotateSecret rotation_of(const Resource& r) {
  refuse(r, {"HostedRotationLambda", "ExternalSecretRotationMetadata", "ExternalSecretRotationRoleArn"});
  auto q = request<secretsmanager::RotateSecret>(r);
  q.rotateImmediately = flag_of(r, "RotateImmediatelyOnUpdate", true);
  return q;
}
void make_rotation(Acting& a, const Resource& r) {
  a.make(rotation_of(r), [](auto& made) { return made.arn; });
}
void update_rotation(Acting& a, Resource& r, const Resource&) {
  a.call(rotation_of(r));
  set(r, "Id", r.physical_id);
}
void remove_rotation(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(secretsmanager::CancelRotateSecret{r.physical_id}); });
}

// ---- AWS::SecretsManager::SecretTargetAttachment: there are no databases here

constexpr auto& kAttachment = properties<"SecretId*! TargetId* TargetType*">;
void refuse_attachment(Acting&, const Resource& r) { throw not_here(r, "TargetType"); }
void update_attachment(Acting&, Resource& r, const Resource&) { throw not_here(r, "TargetType"); }

constexpr ResourceType kTypes[] = {
    {.name = "AWS::SecretsManager::Secret", .properties = kSecret, .attributes = names<"Id">,
     .make = make_secret, .settle = settle_secret, .update = update_secret, .remove = remove_secret},
    {.name = "AWS::SecretsManager::ResourcePolicy", .properties = kPolicy, .attributes = names<"Id">,
     .make = make_policy, .settle = settle_secret, .update = update_policy, .remove = remove_policy},
    {.name = "AWS::SecretsManager::RotationSchedule", .properties = kRotation, .attributes = names<"Id">,
     .make = make_rotation, .settle = settle_secret, .update = update_rotation, .remove = remove_rotation},
    {.name = "AWS::SecretsManager::SecretTargetAttachment", .properties = kAttachment, .attributes = names<"Id">,
     .make = refuse_attachment, .settle = settle_secret, .update = update_attachment, .remove = [](Acting&, const Resource&) {}},
};

}  // namespace

Types secretsmanager_types() { return kTypes; }

}  // namespace cloudformation::resources
