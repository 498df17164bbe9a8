#include "services/ecr/repositories.h"

#include "base/bytes.h"
#include "service/house.h"
#include "services/ecr/settings.h"
#include "services/kms/api.h"

namespace ecr {
namespace {

constexpr std::size_t kPage = 100;

Repository shown(const Found& f, const service::House& house) {
  const RepositoryRecord& r = *f.record;
  Repository out{.repositoryArn = arn_of(f, house), .registryId = f.account, .repositoryName = f.name,
                 .repositoryUri = f.account + ".dkr.ecr." + f.region + ".amazonaws.com/" + f.name, .createdAt = r.created, .imageTagMutability = r.mutability};
  if (!r.exclusions.empty()) out.imageTagMutabilityExclusionFilters = r.exclusions;
  out.imageScanningConfiguration.scanOnPush = r.scan_on_push;
  out.encryptionConfiguration.encryptionType = r.encryption;
  if (!r.key.empty()) out.encryptionConfiguration.kmsKey = r.key;
  return out;
}

// The key must be there and the caller's to describe. Without one it is the account's own of ECR.
void take_encryption(RepositoryRecord& r, const EncryptionConfiguration& wanted, Call& call) {
  r.encryption = wanted.encryptionType;
  if (r.encryption == "AES256") {
    if (wanted.kmsKey) throw invalid("Invalid parameter at 'encryptionConfiguration' failed to satisfy constraint: 'kmsKey cannot be specified with AES256'");
    return;
  }
  if (!wanted.kmsKey) throw ApiError{"KmsException", 400, "The AWS managed key of ECR is not part of this server: name a key."};
  try {
    r.key = call.ask(kms::DescribeKey{kms::KeyName(*wanted.kmsKey), {}}).keyMetadata.arn;
  } catch (const ApiError& e) {
    throw ApiError{"KmsException", 400, e.message};
  }
}

}  // namespace

Access to_create_repository(const CreateRepository& q, Call& call) {
  Access out = on(q, call);
  if (q.tags) add_request_tags(out, *q.tags);
  return out;
}

// Asked of each repository that is named; of all when none is.
std::vector<Access> to_describe_repositories(const DescribeRepositories& q, Call& call) {
  if (q.repositoryNames) {
    std::vector<Access> each;
    for (auto& name : *q.repositoryNames) each.push_back(on(DescribeRepositories::operation, find(q.registryId, name, call), call));
    return each;
  }
  Found all{q.registryId ? std::string(*q.registryId) : call.scope().account, call.scope().region, "*", {}};
  return {on(DescribeRepositories::operation, all, call)};
}

RepositoryResult create_repository(const CreateRepository& q, Call& call) {
  Found f = find(q.registryId, q.repositoryName, call);
  if (f.account != call.scope().account)
    throw invalid("Invalid parameter at 'registryId' failed to satisfy constraint: 'must be the registry of the caller'");
  if (f.record)
    throw ApiError{"RepositoryAlreadyExistsException", 400,
                   "The repository with name '" + f.name + "' already exists in the registry with id '" + f.account + "'"};
  RepositoryRecord r{.name = f.name, .created = call.now()};
  set_mutability(r, q.imageTagMutability ? std::string(*q.imageTagMutability) : "MUTABLE", q.imageTagMutabilityExclusionFilters);
  r.scan_on_push = q.imageScanningConfiguration && q.imageScanningConfiguration->scanOnPush.value_or(false);
  take_encryption(r, q.encryptionConfiguration.value_or(EncryptionConfiguration{.encryptionType = "AES256", .kmsKey = {}}), call);
  if (q.tags) add_tags(r.tags, *q.tags, call);
  f.record = std::move(r);
  save(f, call);
  return {shown(f, call.house())};
}

DescribeRepositoriesResult describe_repositories(const DescribeRepositories& q, Call& call) {
  DescribeRepositoriesResult out;
  if (q.repositoryNames) {
    if (q.nextToken || q.maxResults) throw invalid("Invalid parameter: maxResults and nextToken cannot be used with repositoryNames");
    for (auto& name : *q.repositoryNames) {
      Found f = find(q.registryId, name, call);
      existing(f);
      out.repositories.push_back(shown(f, call.house()));
    }
    return out;
  }
  const std::string account = q.registryId ? std::string(*q.registryId) : call.scope().account;
  const std::size_t limit = q.maxResults ? std::size_t(std::int64_t(*q.maxResults)) : kPage;
  auto after = q.nextToken ? base::unbase64url(*q.nextToken) : std::optional<std::string>("");
  if (!after) throw invalid("Invalid parameter at 'nextToken' failed to satisfy constraint: 'Invalid token'");
  call.elsewhere(kRepositories, account, call.scope().region).each("", *after, [&](std::string_view key, RepositoryRecord r) {
    if (key == *after) return true;
    if (out.repositories.size() == limit) {
      out.nextToken = base::base64url(out.repositories.back().repositoryName);
      return false;
    }
    out.repositories.push_back(shown({account, call.scope().region, std::string(key), std::move(r)}, call.house()));
    return true;
  });
  return out;
}

RepositoryResult delete_repository(const DeleteRepository& q, Call& call) {
  Found f = find(q.registryId, q.repositoryName, call);
  existing(f);
  RepositoryResult out{shown(f, call.house())};
  call.elsewhere(kRepositories, f.account, f.region).erase(f.name);
  return out;
}

ListImagesResult list_images(const ListImages& q, Call& call) {
  Found f = find(q.registryId, q.repositoryName, call);
  existing(f);
  return {};
}

DescribeImagesResult describe_images(const DescribeImages& q, Call& call) {
  Found f = find(q.registryId, q.repositoryName, call);
  existing(f);
  if (!q.imageIds) return {};
  auto& id = q.imageIds->front();
  throw ApiError{"ImageNotFoundException", 400,
                 "The image with imageId {imageDigest:'" + id.imageDigest.value_or("null") + "', imageTag:'" + std::string(id.imageTag.value_or("null")) +
                     "'} does not exist within the repository with name '" + f.name + "' in the registry with id '" + f.account + "'"};
}

}  // namespace ecr
