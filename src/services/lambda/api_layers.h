#pragma once
// Layers: archives that functions find below /opt.
#include "services/lambda/api_words.h"

namespace lambda {

struct LayerVersionContentOutput {
  Maybe<std::string> location, codeSha256;
  Maybe<std::int64_t> codeSize;
};
BOOST_DESCRIBE_STRUCT(LayerVersionContentOutput, (), (location, codeSha256, codeSize))

struct PublishLayerVersionResponse {
  Maybe<LayerVersionContentOutput> content;
  Maybe<std::string> layerArn, layerVersionArn, description, createdDate;
  Maybe<std::int64_t> version;
  Maybe<std::vector<std::string>> compatibleRuntimes;
  Maybe<std::string> licenseInfo;
  Maybe<std::vector<std::string>> compatibleArchitectures;
};
BOOST_DESCRIBE_STRUCT(PublishLayerVersionResponse, (), (content, layerArn, layerVersionArn, description, createdDate, version, compatibleRuntimes,
                      licenseInfo, compatibleArchitectures))

struct LayerVersionContentInput {
  Maybe<S3Bucket> s3Bucket;
  Maybe<S3Key> s3Key;
  Maybe<S3ObjectVersion> s3ObjectVersion;
  Maybe<Secret<Blob>> zipFile;
};
BOOST_DESCRIBE_STRUCT(LayerVersionContentInput, (), (s3Bucket, s3Key, s3ObjectVersion, zipFile))

struct PublishLayerVersion {
  LayerName layerName;
  Maybe<Description> description;
  LayerVersionContentInput content;
  Maybe<List<Runtime, 0, 15>> compatibleRuntimes;
  Maybe<LicenseInfo> licenseInfo;
  Maybe<List<Architecture, 0, 2>> compatibleArchitectures;
  using Result = PublishLayerVersionResponse;
  static constexpr std::string_view operation = "lambda:PublishLayerVersion";
  static constexpr auto travels = travels_by(in_path("layerName", "LayerName"));
};
BOOST_DESCRIBE_STRUCT(PublishLayerVersion, (), (layerName, description, content, compatibleRuntimes, licenseInfo, compatibleArchitectures))

struct GetLayerVersionResponse {
  Maybe<LayerVersionContentOutput> content;
  Maybe<std::string> layerArn, layerVersionArn, description, createdDate;
  Maybe<std::int64_t> version;
  Maybe<std::vector<std::string>> compatibleRuntimes;
  Maybe<std::string> licenseInfo;
  Maybe<std::vector<std::string>> compatibleArchitectures;
};
BOOST_DESCRIBE_STRUCT(GetLayerVersionResponse, (), (content, layerArn, layerVersionArn, description, createdDate, version, compatibleRuntimes,
                      licenseInfo, compatibleArchitectures))

struct GetLayerVersion {
  LayerName layerName;
  std::int64_t versionNumber;
  using Result = GetLayerVersionResponse;
  static constexpr std::string_view operation = "lambda:GetLayerVersion";
  static constexpr auto travels = travels_by(in_path("layerName", "LayerName"), in_path("versionNumber", "VersionNumber"));
};
BOOST_DESCRIBE_STRUCT(GetLayerVersion, (), (layerName, versionNumber))

struct GetLayerVersionByArn {
  LayerVersionArn arn;
  using Result = GetLayerVersionResponse;
  static constexpr std::string_view operation = "lambda:GetLayerVersionByArn";
  static constexpr auto travels = travels_by(in_query("arn", "Arn"));
};
BOOST_DESCRIBE_STRUCT(GetLayerVersionByArn, (), (arn))

struct LayerVersionsListItem {
  Maybe<std::string> layerVersionArn;
  Maybe<std::int64_t> version;
  Maybe<std::string> description, createdDate;
  Maybe<std::vector<std::string>> compatibleRuntimes;
  Maybe<std::string> licenseInfo;
  Maybe<std::vector<std::string>> compatibleArchitectures;
};
BOOST_DESCRIBE_STRUCT(LayerVersionsListItem, (), (layerVersionArn, version, description, createdDate, compatibleRuntimes, licenseInfo,
                      compatibleArchitectures))

struct LayersListItem {
  Maybe<std::string> layerName, layerArn;
  Maybe<LayerVersionsListItem> latestMatchingVersion;
};
BOOST_DESCRIBE_STRUCT(LayersListItem, (), (layerName, layerArn, latestMatchingVersion))

struct ListLayersResponse {
  Maybe<std::string> nextMarker;
  Maybe<std::vector<LayersListItem>> layers;
};
BOOST_DESCRIBE_STRUCT(ListLayersResponse, (), (nextMarker, layers))

struct ListLayers {
  Maybe<Runtime> compatibleRuntime;
  Maybe<std::string> marker;
  Maybe<Whole<1, 50>> maxItems;
  Maybe<Architecture> compatibleArchitecture;
  using Result = ListLayersResponse;
  static constexpr std::string_view operation = "lambda:ListLayers";
  static constexpr auto travels = travels_by(in_query("compatibleRuntime", "CompatibleRuntime"), in_query("marker", "Marker"),
                      in_query("maxItems", "MaxItems"), in_query("compatibleArchitecture", "CompatibleArchitecture"));
};
BOOST_DESCRIBE_STRUCT(ListLayers, (), (compatibleRuntime, marker, maxItems, compatibleArchitecture))

struct ListLayerVersionsResponse {
  Maybe<std::string> nextMarker;
  Maybe<std::vector<LayerVersionsListItem>> layerVersions;
};
BOOST_DESCRIBE_STRUCT(ListLayerVersionsResponse, (), (nextMarker, layerVersions))

struct ListLayerVersions {
  Maybe<Runtime> compatibleRuntime;
  LayerName layerName;
  Maybe<std::string> marker;
  Maybe<Whole<1, 50>> maxItems;
  Maybe<Architecture> compatibleArchitecture;
  using Result = ListLayerVersionsResponse;
  static constexpr std::string_view operation = "lambda:ListLayerVersions";
  static constexpr auto travels = travels_by(in_query("compatibleRuntime", "CompatibleRuntime"), in_path("layerName", "LayerName"),
                      in_query("marker", "Marker"), in_query("maxItems", "MaxItems"), in_query("compatibleArchitecture", "CompatibleArchitecture"));
};
BOOST_DESCRIBE_STRUCT(ListLayerVersions, (), (compatibleRuntime, layerName, marker, maxItems, compatibleArchitecture))

struct DeleteLayerVersion {
  LayerName layerName;
  std::int64_t versionNumber;
  using Result = Nothing;
  static constexpr std::string_view operation = "lambda:DeleteLayerVersion";
  static constexpr auto travels = travels_by(in_path("layerName", "LayerName"), in_path("versionNumber", "VersionNumber"));
};
BOOST_DESCRIBE_STRUCT(DeleteLayerVersion, (), (layerName, versionNumber))

struct AddLayerVersionPermissionResponse { Maybe<std::string> statement, revisionId; };
BOOST_DESCRIBE_STRUCT(AddLayerVersionPermissionResponse, (), (statement, revisionId))

struct AddLayerVersionPermission {
  LayerName layerName;
  std::int64_t versionNumber;
  StatementId statementId;
  LayerPermissionAllowedAction action;
  LayerPermissionAllowedPrincipal principal;
  Maybe<OrganizationId> organizationId;
  Maybe<std::string> revisionId;
  using Result = AddLayerVersionPermissionResponse;
  static constexpr std::string_view operation = "lambda:AddLayerVersionPermission";
  static constexpr auto travels = travels_by(in_path("layerName", "LayerName"), in_path("versionNumber", "VersionNumber"),
                      in_query("revisionId", "RevisionId"));
};
BOOST_DESCRIBE_STRUCT(AddLayerVersionPermission, (), (layerName, versionNumber, statementId, action, principal, organizationId, revisionId))

struct RemoveLayerVersionPermission {
  LayerName layerName;
  std::int64_t versionNumber;
  StatementId statementId;
  Maybe<std::string> revisionId;
  using Result = Nothing;
  static constexpr std::string_view operation = "lambda:RemoveLayerVersionPermission";
  static constexpr auto travels = travels_by(in_path("layerName", "LayerName"), in_path("versionNumber", "VersionNumber"),
                      in_path("statementId", "StatementId"), in_query("revisionId", "RevisionId"));
};
BOOST_DESCRIBE_STRUCT(RemoveLayerVersionPermission, (), (layerName, versionNumber, statementId, revisionId))

struct GetLayerVersionPolicyResponse { Maybe<std::string> policy, revisionId; };
BOOST_DESCRIBE_STRUCT(GetLayerVersionPolicyResponse, (), (policy, revisionId))

struct GetLayerVersionPolicy {
  LayerName layerName;
  std::int64_t versionNumber;
  using Result = GetLayerVersionPolicyResponse;
  static constexpr std::string_view operation = "lambda:GetLayerVersionPolicy";
  static constexpr auto travels = travels_by(in_path("layerName", "LayerName"), in_path("versionNumber", "VersionNumber"));
};
BOOST_DESCRIBE_STRUCT(GetLayerVersionPolicy, (), (layerName, versionNumber))

}  // namespace lambda
