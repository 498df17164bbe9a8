#include "services/ecr/ecr.h"

#include "services/ecr/repositories.h"
#include "services/ecr/settings.h"

namespace ecr {

using service::Effect, service::operation;

service::Service ecr() {
  return {.name = "ecr", .event_source = "ecr.amazonaws.com", .protocol = wire::Protocol::json11, .version = "AmazonEC2ContainerRegistry_V20150921",
          .invalid_code = "InvalidParameterException",
          .operations = {
              operation<to_create_repository, create_repository>("CreateRepository", Effect::write),
              operation<to_describe_repositories, describe_repositories>("DescribeRepositories", Effect::read),
              operation<on<DeleteRepository>, delete_repository>("DeleteRepository", Effect::write),

              operation<on<SetRepositoryPolicy>, set_repository_policy>("SetRepositoryPolicy", Effect::write),
              operation<on<GetRepositoryPolicy>, get_repository_policy>("GetRepositoryPolicy", Effect::read),
              operation<on<DeleteRepositoryPolicy>, delete_repository_policy>("DeleteRepositoryPolicy", Effect::write),
              operation<on<PutLifecyclePolicy>, put_lifecycle_policy>("PutLifecyclePolicy", Effect::write),
              operation<on<GetLifecyclePolicy>, get_lifecycle_policy>("GetLifecyclePolicy", Effect::read),
              operation<on<DeleteLifecyclePolicy>, delete_lifecycle_policy>("DeleteLifecyclePolicy", Effect::write),
              operation<on<PutImageTagMutability>, put_image_tag_mutability>("PutImageTagMutability", Effect::write),
              operation<on<PutImageScanningConfiguration>, put_image_scanning_configuration>("PutImageScanningConfiguration", Effect::write),

              operation<to_tag_resource, tag_resource>("TagResource", Effect::write),
              operation<to_untag_resource, untag_resource>("UntagResource", Effect::write),
              operation<to_list_tags_for_resource, list_tags_for_resource>("ListTagsForResource", Effect::read),

              operation<on<ListImages>, list_images>("ListImages", Effect::read),
              operation<on<DescribeImages>, describe_images>("DescribeImages", Effect::read),
          }};
}

}  // namespace ecr
