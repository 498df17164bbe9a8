#pragma once
// Repositories: made, described, deleted; and their images, of which there are none.
#include "services/ecr/repository.h"

namespace ecr {

Access to_create_repository(const CreateRepository&, Call&);
std::vector<Access> to_describe_repositories(const DescribeRepositories&, Call&);

RepositoryResult create_repository(const CreateRepository&, Call&);
DescribeRepositoriesResult describe_repositories(const DescribeRepositories&, Call&);
RepositoryResult delete_repository(const DeleteRepository&, Call&);
ListImagesResult list_images(const ListImages&, Call&);
DescribeImagesResult describe_images(const DescribeImages&, Call&);

}  // namespace ecr
