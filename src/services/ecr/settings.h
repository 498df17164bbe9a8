#pragma once
// What is set on a repository: its policies, whether its tags may change, scanning, and its own tags.
#include "services/ecr/repository.h"

namespace ecr {

void set_mutability(RepositoryRecord&, const std::string& wanted, const std::optional<ExclusionFilters>&);
void add_tags(std::map<std::string, std::string>& to, const std::vector<Tag>&, const Call&);

PolicyResult set_repository_policy(const SetRepositoryPolicy&, Call&);
PolicyResult get_repository_policy(const GetRepositoryPolicy&, Call&);
PolicyResult delete_repository_policy(const DeleteRepositoryPolicy&, Call&);
LifecycleResult put_lifecycle_policy(const PutLifecyclePolicy&, Call&);
LifecycleResult get_lifecycle_policy(const GetLifecyclePolicy&, Call&);
LifecycleResult delete_lifecycle_policy(const DeleteLifecyclePolicy&, Call&);
PutImageTagMutabilityResult put_image_tag_mutability(const PutImageTagMutability&, Call&);
PutImageScanningConfigurationResult put_image_scanning_configuration(const PutImageScanningConfiguration&, Call&);

Access to_tag_resource(const TagResource&, Call&);
Access to_untag_resource(const UntagResource&, Call&);
Access to_list_tags_for_resource(const ListTagsForResource&, Call&);
Nothing tag_resource(const TagResource&, Call&);
Nothing untag_resource(const UntagResource&, Call&);
ListTagsForResourceResult list_tags_for_resource(const ListTagsForResource&, Call&);

}  // namespace ecr
