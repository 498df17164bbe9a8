#pragma once
// Amazon ECR's API (2015-09-21) as far as it is about repositories. There are no images: pushing one is refused by name.
#include "shape/shape.h"

namespace ecr {

using shape::List, shape::Nothing, shape::OneOf, shape::Text, shape::Whole;
template <class T> using Maybe = std::optional<T>;

// Members of this API travel under their own names, first letter small: found for every structure of this namespace.
void small_letters_travel(const void*);

using RegistryId = Text<0, shape::kUnlimited, "[0-9]{12}">;
using RepositoryName = Text<2, 256, R"([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*)">;
using Mutability = OneOf<"MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION">;
using PolicyText = Text<0, 10240>;
using LifecycleText = Text<100, 30720>;
using Page = Whole<1, 1000>;

struct Tag { std::string key, value; };
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))
struct ExclusionFilter { OneOf<"WILDCARD"> filterType; Text<1, 128, "^[0-9a-zA-Z._*-]{1,128}$"> filter; };
BOOST_DESCRIBE_STRUCT(ExclusionFilter, (), (filterType, filter))
using ExclusionFilters = List<ExclusionFilter, 1, 5>;
struct ImageScanningConfiguration { Maybe<bool> scanOnPush; };
BOOST_DESCRIBE_STRUCT(ImageScanningConfiguration, (), (scanOnPush))
struct EncryptionConfiguration { OneOf<"AES256", "KMS", "KMS_DSSE"> encryptionType; Maybe<Text<1, 2048>> kmsKey; };
BOOST_DESCRIBE_STRUCT(EncryptionConfiguration, (), (encryptionType, kmsKey))

struct Repository {
  std::string repositoryArn, registryId, repositoryName, repositoryUri;
  base::Time createdAt;
  std::string imageTagMutability;
  Maybe<std::vector<ExclusionFilter>> imageTagMutabilityExclusionFilters;
  ImageScanningConfiguration imageScanningConfiguration;
  EncryptionConfiguration encryptionConfiguration;
};
BOOST_DESCRIBE_STRUCT(Repository, (), (repositoryArn, registryId, repositoryName, repositoryUri, createdAt, imageTagMutability, imageTagMutabilityExclusionFilters,
                                       imageScanningConfiguration, encryptionConfiguration))
struct RepositoryResult { Repository repository; };
BOOST_DESCRIBE_STRUCT(RepositoryResult, (), (repository))

struct CreateRepository {
  Maybe<RegistryId> registryId;
  RepositoryName repositoryName;
  Maybe<std::vector<Tag>> tags;
  Maybe<Mutability> imageTagMutability;
  Maybe<ExclusionFilters> imageTagMutabilityExclusionFilters;
  Maybe<ImageScanningConfiguration> imageScanningConfiguration;
  Maybe<EncryptionConfiguration> encryptionConfiguration;
  using Result = RepositoryResult;
  static constexpr std::string_view operation = "ecr:CreateRepository";
};
BOOST_DESCRIBE_STRUCT(CreateRepository, (), (registryId, repositoryName, tags, imageTagMutability, imageTagMutabilityExclusionFilters, imageScanningConfiguration,
                                             encryptionConfiguration))

struct DescribeRepositoriesResult { std::vector<Repository> repositories; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(DescribeRepositoriesResult, (), (repositories, nextToken))
struct DescribeRepositories {
  Maybe<RegistryId> registryId;
  Maybe<List<RepositoryName, 1, 100>> repositoryNames;
  Maybe<std::string> nextToken;
  Maybe<Page> maxResults;
  using Result = DescribeRepositoriesResult;
  static constexpr std::string_view operation = "ecr:DescribeRepositories";
};
BOOST_DESCRIBE_STRUCT(DescribeRepositories, (), (registryId, repositoryNames, nextToken, maxResults))

struct DeleteRepository {
  Maybe<RegistryId> registryId;
  RepositoryName repositoryName;
  Maybe<bool> force;
  using Result = RepositoryResult;
  static constexpr std::string_view operation = "ecr:DeleteRepository";
};
BOOST_DESCRIBE_STRUCT(DeleteRepository, (), (registryId, repositoryName, force))

// ---- policies

struct PolicyResult { std::string registryId, repositoryName, policyText; };
BOOST_DESCRIBE_STRUCT(PolicyResult, (), (registryId, repositoryName, policyText))
struct SetRepositoryPolicy {
  Maybe<RegistryId> registryId;
  RepositoryName repositoryName;
  PolicyText policyText;
  Maybe<bool> force;
  using Result = PolicyResult;
  static constexpr std::string_view operation = "ecr:SetRepositoryPolicy";
};
BOOST_DESCRIBE_STRUCT(SetRepositoryPolicy, (), (registryId, repositoryName, policyText, force))
struct GetRepositoryPolicy {
  Maybe<RegistryId> registryId;
  RepositoryName repositoryName;
  using Result = PolicyResult;
  static constexpr std::string_view operation = "ecr:GetRepositoryPolicy";
};
BOOST_DESCRIBE_STRUCT(GetRepositoryPolicy, (), (registryId, repositoryName))
struct DeleteRepositoryPolicy {
  Maybe<RegistryId> registryId;
  RepositoryName repositoryName;
  using Result = PolicyResult;
  static constexpr std::string_view operation = "ecr:DeleteRepositoryPolicy";
};
BOOST_DESCRIBE_STRUCT(DeleteRepositoryPolicy, (), (registryId, repositoryName))

// With lastEvaluatedAt where there are images to evaluate.
struct LifecycleResult { std::string registryId, repositoryName, lifecyclePolicyText; };
BOOST_DESCRIBE_STRUCT(LifecycleResult, (), (registryId, repositoryName, lifecyclePolicyText))
struct PutLifecyclePolicy {
  Maybe<RegistryId> registryId;
  RepositoryName repositoryName;
  LifecycleText lifecyclePolicyText;
  using Result = LifecycleResult;
  static constexpr std::string_view operation = "ecr:PutLifecyclePolicy";
};
BOOST_DESCRIBE_STRUCT(PutLifecyclePolicy, (), (registryId, repositoryName, lifecyclePolicyText))
struct GetLifecyclePolicy {
  Maybe<RegistryId> registryId;
  RepositoryName repositoryName;
  using Result = LifecycleResult;
  static constexpr std::string_view operation = "ecr:GetLifecyclePolicy";
};
BOOST_DESCRIBE_STRUCT(GetLifecyclePolicy, (), (registryId, repositoryName))
struct DeleteLifecyclePolicy {
  Maybe<RegistryId> registryId;
  RepositoryName repositoryName;
  using Result = LifecycleResult;
  static constexpr std::string_view operation = "ecr:DeleteLifecyclePolicy";
};
BOOST_DESCRIBE_STRUCT(DeleteLifecyclePolicy, (), (registryId, repositoryName))

// ---- settings and tags

struct PutImageTagMutabilityResult {
  std::string registryId, repositoryName, imageTagMutability;
  Maybe<std::vector<ExclusionFilter>> imageTagMutabilityExclusionFilters;
};
BOOST_DESCRIBE_STRUCT(PutImageTagMutabilityResult, (), (registryId, repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters))
struct PutImageTagMutability {
  Maybe<RegistryId> registryId;
  RepositoryName repositoryName;
  Mutability imageTagMutability;
  Maybe<ExclusionFilters> imageTagMutabilityExclusionFilters;
  using Result = PutImageTagMutabilityResult;
  static constexpr std::string_view operation = "ecr:PutImageTagMutability";
};
BOOST_DESCRIBE_STRUCT(PutImageTagMutability, (), (registryId, repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters))
struct PutImageScanningConfigurationResult { std::string registryId, repositoryName; ImageScanningConfiguration imageScanningConfiguration; };
BOOST_DESCRIBE_STRUCT(PutImageScanningConfigurationResult, (), (registryId, repositoryName, imageScanningConfiguration))
struct PutImageScanningConfiguration {
  Maybe<RegistryId> registryId;
  RepositoryName repositoryName;
  ImageScanningConfiguration imageScanningConfiguration;
  using Result = PutImageScanningConfigurationResult;
  static constexpr std::string_view operation = "ecr:PutImageScanningConfiguration";
};
BOOST_DESCRIBE_STRUCT(PutImageScanningConfiguration, (), (registryId, repositoryName, imageScanningConfiguration))

struct TagResource {
  std::string resourceArn;
  std::vector<Tag> tags;
  using Result = Nothing;
  static constexpr std::string_view operation = "ecr:TagResource";
};
BOOST_DESCRIBE_STRUCT(TagResource, (), (resourceArn, tags))
struct UntagResource {
  std::string resourceArn;
  std::vector<std::string> tagKeys;
  using Result = Nothing;
  static constexpr std::string_view operation = "ecr:UntagResource";
};
BOOST_DESCRIBE_STRUCT(UntagResource, (), (resourceArn, tagKeys))
struct ListTagsForResourceResult { std::vector<Tag> tags; };
BOOST_DESCRIBE_STRUCT(ListTagsForResourceResult, (), (tags))
struct ListTagsForResource {
  std::string resourceArn;
  using Result = ListTagsForResourceResult;
  static constexpr std::string_view operation = "ecr:ListTagsForResource";
};
BOOST_DESCRIBE_STRUCT(ListTagsForResource, (), (resourceArn))

// ---- images: there are none

struct ImageIdentifier { Maybe<std::string> imageDigest; Maybe<Text<1, 300>> imageTag; };
BOOST_DESCRIBE_STRUCT(ImageIdentifier, (), (imageDigest, imageTag))
struct ImageFilter { Maybe<OneOf<"TAGGED", "UNTAGGED", "ANY">> tagStatus; Maybe<OneOf<"ACTIVE", "ARCHIVED", "ACTIVATING", "ANY">> imageStatus; };
BOOST_DESCRIBE_STRUCT(ImageFilter, (), (tagStatus, imageStatus))
struct ListImagesResult { std::vector<ImageIdentifier> imageIds; };
BOOST_DESCRIBE_STRUCT(ListImagesResult, (), (imageIds))
struct ListImages {
  Maybe<RegistryId> registryId;
  RepositoryName repositoryName;
  Maybe<std::string> nextToken;
  Maybe<Page> maxResults;
  Maybe<ImageFilter> filter;
  using Result = ListImagesResult;
  static constexpr std::string_view operation = "ecr:ListImages";
};
BOOST_DESCRIBE_STRUCT(ListImages, (), (registryId, repositoryName, nextToken, maxResults, filter))
struct ImageDetail { std::string registryId, repositoryName, imageDigest; };
BOOST_DESCRIBE_STRUCT(ImageDetail, (), (registryId, repositoryName, imageDigest))
struct DescribeImagesResult { std::vector<ImageDetail> imageDetails; };
BOOST_DESCRIBE_STRUCT(DescribeImagesResult, (), (imageDetails))
struct DescribeImages {
  Maybe<RegistryId> registryId;
  RepositoryName repositoryName;
  Maybe<List<ImageIdentifier, 1, 100>> imageIds;
  Maybe<std::string> nextToken;
  Maybe<Page> maxResults;
  Maybe<ImageFilter> filter;
  using Result = DescribeImagesResult;
  static constexpr std::string_view operation = "ecr:DescribeImages";
};
BOOST_DESCRIBE_STRUCT(DescribeImages, (), (registryId, repositoryName, imageIds, nextToken, maxResults, filter))

}  // namespace ecr

// Tags alone have capitals.
template <> inline constexpr auto shape::places<ecr::Tag> =
    std::to_array<shape::Place>({{"key", shape::Where::body, "Key"}, {"value", shape::Where::body, "Value"}});
template <class T> requires requires(const T* t) { small_letters_travel(t); }
inline constexpr auto shape::places<T> = [] {
  using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
  std::array<shape::Place, boost::mp11::mp_size<Members>::value> out{};
  std::size_t n = 0;
  boost::mp11::mp_for_each<Members>([&](auto d) {
    out[n].member = d.name;
    out[n].wire = d.name;
    ++n;
  });
  return out;
}();
