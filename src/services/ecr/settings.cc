#include "services/ecr/settings.h"

#include "base/json.h"
#include "service/house.h"
#include "service/system_tags.h"

namespace ecr {
namespace {

constexpr std::size_t kMostTags = 50;

PolicyResult policy_of(const Found& f, const std::string& text) { return {f.account, f.name, text}; }

void require_policy(const Found& f) {
  if (f.record->policy.empty())
    throw ApiError{"RepositoryPolicyNotFoundException", 400,
                   "Repository policy does not exist for the repository with name '" + f.name + "' in the registry with id '" + f.account + "'"};
}
void require_lifecycle(const Found& f) {
  if (f.record->lifecycle.empty())
    throw ApiError{"LifecyclePolicyNotFoundException", 400,
                   "Lifecycle policy does not exist for the repository with name '" + f.name + "' in the registry with id '" + f.account + "'"};
}

void check_lifecycle(const std::string& text) {
  auto parsed = base::parse_json(text);
  simdjson::dom::array rules;
  if (!parsed || (*parsed)["rules"].get(rules) || rules.size() == 0)
    throw invalid("Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure:\nstring [" +
                  text.substr(0, 200) + "] is not a lifecycle policy'");
}

}  // namespace

void set_mutability(RepositoryRecord& r, const std::string& wanted, const std::optional<ExclusionFilters>& filters) {
  const bool with = wanted.ends_with("_WITH_EXCLUSION"), given = filters && !filters->empty();
  if (with != given)
    throw invalid(with ? "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: 'Member must not be null'"
                       : "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: 'only with exclusion'");
  r.mutability = wanted;
  r.exclusions = filters.value_or(ExclusionFilters{});
}

void add_tags(std::map<std::string, std::string>& to, const std::vector<Tag>& tags, const Call& call) {
  for (auto& t : tags) {
    if (t.key.empty() || t.key.size() > 128 || t.value.size() > 256)
      throw ApiError{"InvalidTagParameterException", 400, "Tag keys are 1 to 128 characters long, values at most 256."};
    if (t.key.starts_with("aws:") && !service::sets_system_tags(call))
      throw ApiError{"InvalidTagParameterException", 400, "aws: prefixed tag key names are not allowed for external use."};
    to[t.key] = t.value;
  }
  if (to.size() > kMostTags)
    throw ApiError{"TooManyTagsException", 400,
                   "The list of tags on the repository is over the limit. The maximum number of tags that can be applied to a repository is 50."};
}

PolicyResult set_repository_policy(const SetRepositoryPolicy& q, Call& call) {
  Found f = find(q.registryId, q.repositoryName, call);
  if (policy::fault(with_resource(q.policyText, arn_of(f, call.house())), policy::Kind::resource))
    throw invalid("Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'");
  existing(f).policy = q.policyText;
  save(f, call);
  return policy_of(f, f.record->policy);
}

PolicyResult get_repository_policy(const GetRepositoryPolicy& q, Call& call) {
  Found f = find(q.registryId, q.repositoryName, call);
  existing(f);
  require_policy(f);
  return policy_of(f, f.record->policy);
}

PolicyResult delete_repository_policy(const DeleteRepositoryPolicy& q, Call& call) {
  Found f = find(q.registryId, q.repositoryName, call);
  existing(f);
  require_policy(f);
  PolicyResult out = policy_of(f, f.record->policy);
  f.record->policy.clear();
  save(f, call);
  return out;
}

LifecycleResult put_lifecycle_policy(const PutLifecyclePolicy& q, Call& call) {
  Found f = find(q.registryId, q.repositoryName, call);
  existing(f);
  check_lifecycle(q.lifecyclePolicyText);
  f.record->lifecycle = q.lifecyclePolicyText;
  save(f, call);
  return {f.account, f.name, f.record->lifecycle};
}

LifecycleResult get_lifecycle_policy(const GetLifecyclePolicy& q, Call& call) {
  Found f = find(q.registryId, q.repositoryName, call);
  existing(f);
  require_lifecycle(f);
  return {f.account, f.name, f.record->lifecycle};
}

LifecycleResult delete_lifecycle_policy(const DeleteLifecyclePolicy& q, Call& call) {
  Found f = find(q.registryId, q.repositoryName, call);
  existing(f);
  require_lifecycle(f);
  LifecycleResult out{f.account, f.name, f.record->lifecycle};
  f.record->lifecycle.clear();
  save(f, call);
  return out;
}

PutImageTagMutabilityResult put_image_tag_mutability(const PutImageTagMutability& q, Call& call) {
  Found f = find(q.registryId, q.repositoryName, call);
  set_mutability(existing(f), q.imageTagMutability, q.imageTagMutabilityExclusionFilters);
  save(f, call);
  PutImageTagMutabilityResult out{f.account, f.name, f.record->mutability, {}};
  if (!f.record->exclusions.empty()) out.imageTagMutabilityExclusionFilters = f.record->exclusions;
  return out;
}

PutImageScanningConfigurationResult put_image_scanning_configuration(const PutImageScanningConfiguration& q, Call& call) {
  Found f = find(q.registryId, q.repositoryName, call);
  existing(f).scan_on_push = q.imageScanningConfiguration.scanOnPush.value_or(false);
  save(f, call);
  return {f.account, f.name, {f.record->scan_on_push}};
}

Access to_tag_resource(const TagResource& q, Call& call) {
  Access out = on(TagResource::operation, find_by_arn(q.resourceArn, call), call);
  add_request_tags(out, q.tags);
  return out;
}
Access to_untag_resource(const UntagResource& q, Call& call) {
  Access out = on(UntagResource::operation, find_by_arn(q.resourceArn, call), call);
  out.keys.push_back({"aws:TagKeys", q.tagKeys});
  return out;
}
Access to_list_tags_for_resource(const ListTagsForResource& q, Call& call) { return on(ListTagsForResource::operation, find_by_arn(q.resourceArn, call), call); }

Nothing tag_resource(const TagResource& q, Call& call) {
  Found f = find_by_arn(q.resourceArn, call);
  add_tags(existing(f).tags, q.tags, call);
  save(f, call);
  return {};
}
Nothing untag_resource(const UntagResource& q, Call& call) {
  Found f = find_by_arn(q.resourceArn, call);
  existing(f);
  for (auto& key : q.tagKeys) f.record->tags.erase(key);
  save(f, call);
  return {};
}
ListTagsForResourceResult list_tags_for_resource(const ListTagsForResource& q, Call& call) {
  Found f = find_by_arn(q.resourceArn, call);
  ListTagsForResourceResult out;
  for (auto& [key, value] : existing(f).tags) out.tags.push_back({key, value});
  return out;
}

}  // namespace ecr
