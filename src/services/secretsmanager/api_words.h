#pragma once
// Limits and closed sets of the Secrets Manager API 2017-10-17, each as the service's model names it.
#include "shape/shape.h"

namespace secretsmanager {

using shape::Blob, shape::List, shape::Nothing, shape::OneOf, shape::Secret, shape::Text, shape::Whole;
template <class T> using Maybe = std::optional<T>;

using SecretId = Text<1, 2048>;                            // name, ARN, or ARN without its last seven characters
using SecretName = Text<1, 512>;
using RequestToken = Text<32, 64>;
using VersionId = Text<32, 64>;
using Stage = Text<1, 256>;
using Stages = List<Stage, 1, 20>;
using Description = Text<0, 2048>;
using KmsKeyId = Text<0, 2048>;
using SecretString = Secret<Text<1, 65536>>;
using SecretBinary = Secret<Blob>;
using RegionName = Text<1, 128, "^([a-z]+-)+\\d+$">;
using NextToken = Text<1, 4096>;
using PolicyText = Text<1, 20480>;
using LambdaArn = Text<0, 2048>;
using RoleArn = Text<20, 2048>;
using SecretType = Text<0, 256>;

struct Tag { Maybe<Text<1, 128>> key; Maybe<Text<0, 256>> value; };
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))
using Tags = std::vector<Tag>;

struct ReplicaRegion { Maybe<RegionName> region; Maybe<KmsKeyId> kmsKeyId; };
BOOST_DESCRIBE_STRUCT(ReplicaRegion, (), (region, kmsKeyId))
using ReplicaRegions = List<ReplicaRegion, 1>;

struct ReplicationStatus {
  std::string region;
  Maybe<std::string> kmsKeyId;
  std::string status;
  Maybe<std::string> statusMessage;
  Maybe<base::Time> lastAccessedDate;
};
BOOST_DESCRIBE_STRUCT(ReplicationStatus, (), (region, kmsKeyId, status, statusMessage, lastAccessedDate))

struct RotationRules {
  Maybe<Whole<1, 1000>> automaticallyAfterDays;
  Maybe<Text<2, 3, "[0-9]+h">> duration;
  Maybe<Text<1, 256, "[0-9A-Za-z\\(\\)#\\?\\*\\-\\/, ]+">> scheduleExpression;
};
BOOST_DESCRIBE_STRUCT(RotationRules, (), (automaticallyAfterDays, duration, scheduleExpression))

struct ExternalSecretRotationMetadataItem { Maybe<Text<1, 256>> key; Maybe<Text<1, 2048>> value; };
BOOST_DESCRIBE_STRUCT(ExternalSecretRotationMetadataItem, (), (key, value))

struct Filter {
  Maybe<OneOf<"description", "name", "tag-key", "tag-value", "primary-region", "owning-service", "all">> key;
  Maybe<List<Text<0, 512, "^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$">, 1, 10>> values;
};
BOOST_DESCRIBE_STRUCT(Filter, (), (key, values))
using Filters = List<Filter, 0, 10>;

// What most answers name: the secret.
struct Named { std::string arn, name; };
BOOST_DESCRIBE_STRUCT(Named, (), (arn, name))
struct NamedVersion { std::string arn, name; Maybe<std::string> versionId; };
BOOST_DESCRIBE_STRUCT(NamedVersion, (), (arn, name, versionId))

// In this API the member is "ARN": found for every structure of this namespace that has one.
void arn_travels_in_capitals(const void*);

}  // namespace secretsmanager

template <class T> requires requires(const T* t) { arn_travels_in_capitals(t); t->arn; }
inline constexpr auto shape::places<T> = std::to_array<shape::Place>({{"arn", shape::Where::body, "ARN"}});
