#include "services/ecr/api.h"

#include "base/bytes.h"
#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::ECR::Repository

constexpr auto& kRepository = properties<"EmptyOnDelete EncryptionConfiguration! ImageScanningConfiguration ImageTagMutability "
                                         "ImageTagMutabilityExclusionFilters LifecyclePolicy RepositoryName! RepositoryPolicyText Tags">;

void make_repository(Acting& a, const Resource& r) {
  auto q = request<ecr::CreateRepository>(r);
  q.repositoryName = base::lower(own_name(r, "RepositoryName", 256));
  q.tags = unless_empty(as_tags<ecr::Tag>(tags_of(r, Marks::system)));
  a.make(q, [](auto& made) { return made.repository.repositoryName; });
}

void put_policy(Acting& a, const Resource& r) {
  if (auto text = maybe_text_of(r, "RepositoryPolicyText")) a.call(ecr::SetRepositoryPolicy{{}, r.physical_id, *text, {}});
  else unless_gone([&] { a.call(ecr::DeleteRepositoryPolicy{{}, r.physical_id}); });
}

void put_lifecycle(Acting& a, const Resource& r) {
  const Value* policy = given(r, "LifecyclePolicy");
  if (policy && policy->has("RegistryId") && policy->text_of("RegistryId") != a.account()) throw not_here(r, "LifecyclePolicy");
  std::string text = policy ? policy->text_of("LifecyclePolicyText") : "";
  if (!text.empty()) a.call(ecr::PutLifecyclePolicy{{}, r.physical_id, text});
  else unless_gone([&] { a.call(ecr::DeleteLifecyclePolicy{{}, r.physical_id}); });
}

void leave_attributes(Acting& a, Resource& r) {
  set(r, "Arn", arn(a, "ecr", "repository/" + r.physical_id));
  set(r, "RepositoryUri", a.account() + ".dkr.ecr." + a.region() + ".amazonaws.com/" + r.physical_id);
}

void settle_repository(Acting& a, Resource& r) {
  if (is_given(r, "RepositoryPolicyText")) put_policy(a, r);
  if (is_given(r, "LifecyclePolicy")) put_lifecycle(a, r);
  leave_attributes(a, r);
}

void update_repository(Acting& a, Resource& r, const Resource& before) {
  if (any_changed(r, before, {"ImageTagMutability", "ImageTagMutabilityExclusionFilters"}))
    a.call(ecr::PutImageTagMutability{{}, r.physical_id, text_of(r, "ImageTagMutability", "MUTABLE"),
                                      filled<ecr::ExclusionFilters>(r, "ImageTagMutabilityExclusionFilters")});
  if (changed(r, before, "ImageScanningConfiguration")) {
    auto scanning = filled<ecr::ImageScanningConfiguration>(r, "ImageScanningConfiguration");
    a.call(ecr::PutImageScanningConfiguration{{}, r.physical_id, scanning.value_or(ecr::ImageScanningConfiguration{})});
  }
  if (changed(r, before, "RepositoryPolicyText")) put_policy(a, r);
  if (changed(r, before, "LifecyclePolicy")) put_lifecycle(a, r);
  leave_attributes(a, r);
  auto tags = tag_change(r, before, Marks::system);
  const std::string self = r.attributes.text_of("Arn");
  if (!tags.removed.empty()) a.call(ecr::UntagResource{self, tags.removed});
  if (!tags.put.empty()) a.call(ecr::TagResource{self, as_tags<ecr::Tag>(tags.put)});
}

void remove_repository(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(ecr::DeleteRepository{{}, r.physical_id, flag_of(r, "EmptyOnDelete", false)}); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::ECR::Repository", .properties = kRepository, .attributes = names<"Arn RepositoryUri">,
     .make = make_repository, .settle = settle_repository, .update = update_repository, .remove = remove_repository},
};

}  // namespace

Types ecr_types() { return kTypes; }

}  // namespace cloudformation::resources
