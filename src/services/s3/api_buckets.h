#pragma once
// Buckets and what is set on them.
#include "services/s3/api_words.h"

namespace s3 {

// ---- Buckets

struct CreateBucketConfiguration {
  Named locationConstraint;
  std::optional<Nothing> location, bucket;       // of directory buckets: not supported
  std::optional<std::vector<Tag>> tags;
  static constexpr auto places = places_of(list_of("tags", "Tag"));
};
BOOST_DESCRIBE_STRUCT(CreateBucketConfiguration, (), (locationConstraint, location, bucket, tags))

struct CreateBucketResult {
  std::string location, bucketArn;
  static constexpr auto places = places_of(header("location", "Location"), header("bucketArn", "x-amz-bucket-arn"));
};
BOOST_DESCRIBE_STRUCT(CreateBucketResult, (), (location, bucketArn))

struct CreateBucket {
  std::string bucket;
  Named aCL;
  Headers grants;
  std::optional<CreateBucketConfiguration> createBucketConfiguration;
  std::optional<bool> objectLockEnabledForBucket;
  Named objectOwnership, bucketNamespace;

  using Result = CreateBucketResult;
  static constexpr std::string_view operation = "s3:CreateBucket";
  static constexpr auto places =
      places_of(label("bucket", "Bucket"), header("aCL", "x-amz-acl"), headers("grants", "x-amz-grant-"),
                payload("createBucketConfiguration", "CreateBucketConfiguration"),
                header("objectLockEnabledForBucket", "x-amz-bucket-object-lock-enabled"),
                header("objectOwnership", "x-amz-object-ownership"), header("bucketNamespace", "x-amz-bucket-namespace"));
};
BOOST_DESCRIBE_STRUCT(CreateBucket, (),
                      (bucket, aCL, grants, createBucketConfiguration, objectLockEnabledForBucket, objectOwnership,
                       bucketNamespace))

struct HeadBucketResult {
  std::string bucketArn, bucketRegion;
  bool accessPointAlias = false;
  static constexpr auto places = places_of(header("bucketArn", "x-amz-bucket-arn"), header("bucketRegion", "x-amz-bucket-region"),
                                           header("accessPointAlias", "x-amz-access-point-alias"));
};
BOOST_DESCRIBE_STRUCT(HeadBucketResult, (), (bucketArn, bucketRegion, accessPointAlias))

struct GetBucketLocationResult {
  Named locationConstraint;                      // absent: us-east-1
  static constexpr std::string_view root = "LocationConstraint";
};
BOOST_DESCRIBE_STRUCT(GetBucketLocationResult, (), (locationConstraint))

using DeleteBucket = About<"s3:DeleteBucket", Nothing>;
using HeadBucket = About<"s3:HeadBucket", HeadBucketResult>;
using GetBucketLocation = About<"s3:GetBucketLocation", GetBucketLocationResult>;

// ---- Policy

struct GetBucketPolicyResult {
  std::string policy;
  static constexpr auto places = places_of(payload("policy"));
};
BOOST_DESCRIBE_STRUCT(GetBucketPolicyResult, (), (policy))

struct PutBucketPolicy : OfBucket {
  std::optional<bool> confirmRemoveSelfBucketAccess;
  std::string policy;

  using Result = Nothing;
  static constexpr std::string_view operation = "s3:PutBucketPolicy";
  static constexpr auto places =
      all(kBucketPlaces,
          places_of(header("confirmRemoveSelfBucketAccess", "x-amz-confirm-remove-self-bucket-access"), payload("policy")));
};
BOOST_DESCRIBE_STRUCT(PutBucketPolicy, (OfBucket), (confirmRemoveSelfBucketAccess, policy))

struct PolicyStatus { bool isPublic = false; };
BOOST_DESCRIBE_STRUCT(PolicyStatus, (), (isPublic))

struct GetBucketPolicyStatusResult {
  PolicyStatus policyStatus;
  static constexpr auto places = places_of(payload("policyStatus"));
};
BOOST_DESCRIBE_STRUCT(GetBucketPolicyStatusResult, (), (policyStatus))

using GetBucketPolicy = About<"s3:GetBucketPolicy", GetBucketPolicyResult>;
using DeleteBucketPolicy = About<"s3:DeleteBucketPolicy", Nothing>;
using GetBucketPolicyStatus = About<"s3:GetBucketPolicyStatus", GetBucketPolicyStatusResult>;

struct PublicAccessBlockConfiguration {
  std::optional<bool> blockPublicAcls, ignorePublicAcls, blockPublicPolicy, restrictPublicBuckets;
};
BOOST_DESCRIBE_STRUCT(PublicAccessBlockConfiguration, (),
                      (blockPublicAcls, ignorePublicAcls, blockPublicPolicy, restrictPublicBuckets))

struct GetPublicAccessBlockResult {
  PublicAccessBlockConfiguration publicAccessBlockConfiguration;
  static constexpr auto places = places_of(payload("publicAccessBlockConfiguration"));
};
BOOST_DESCRIBE_STRUCT(GetPublicAccessBlockResult, (), (publicAccessBlockConfiguration))

struct PutPublicAccessBlock : OfBucket {
  PublicAccessBlockConfiguration publicAccessBlockConfiguration;

  using Result = Nothing;
  static constexpr std::string_view operation = "s3:PutPublicAccessBlock";
  static constexpr auto places =
      all(kBucketPlaces, places_of(payload("publicAccessBlockConfiguration", "PublicAccessBlockConfiguration")));
};
BOOST_DESCRIBE_STRUCT(PutPublicAccessBlock, (OfBucket), (publicAccessBlockConfiguration))

using GetPublicAccessBlock = About<"s3:GetPublicAccessBlock", GetPublicAccessBlockResult>;
using DeletePublicAccessBlock = About<"s3:DeletePublicAccessBlock", Nothing>;

// ---- Ownership and ACL

struct OwnershipRule { std::string objectOwnership; };
BOOST_DESCRIBE_STRUCT(OwnershipRule, (), (objectOwnership))

struct OwnershipControls {
  std::vector<OwnershipRule> rules;
  static constexpr auto places = places_of(flat("rules", "Rule"));
};
BOOST_DESCRIBE_STRUCT(OwnershipControls, (), (rules))

struct GetBucketOwnershipControlsResult {
  OwnershipControls ownershipControls;
  static constexpr auto places = places_of(payload("ownershipControls"));
};
BOOST_DESCRIBE_STRUCT(GetBucketOwnershipControlsResult, (), (ownershipControls))

struct PutBucketOwnershipControls : OfBucket {
  OwnershipControls ownershipControls;

  using Result = Nothing;
  static constexpr std::string_view operation = "s3:PutBucketOwnershipControls";
  static constexpr auto places = all(kBucketPlaces, places_of(payload("ownershipControls", "OwnershipControls")));
};
BOOST_DESCRIBE_STRUCT(PutBucketOwnershipControls, (OfBucket), (ownershipControls))

struct PutBucketAcl : OfBucket {
  Named aCL;
  Headers grants;
  std::optional<AccessControlPolicy> accessControlPolicy;

  using Result = Nothing;
  static constexpr std::string_view operation = "s3:PutBucketAcl";
  static constexpr auto places = all(kBucketPlaces, places_of(header("aCL", "x-amz-acl"), headers("grants", "x-amz-grant-"),
                                                              payload("accessControlPolicy", "AccessControlPolicy")));
};
BOOST_DESCRIBE_STRUCT(PutBucketAcl, (OfBucket), (aCL, grants, accessControlPolicy))

using GetBucketOwnershipControls = About<"s3:GetBucketOwnershipControls", GetBucketOwnershipControlsResult>;
using DeleteBucketOwnershipControls = About<"s3:DeleteBucketOwnershipControls", Nothing>;
using GetBucketAcl = About<"s3:GetBucketAcl", AclResult>;

// ---- Versioning, encryption, tags

struct VersioningConfiguration {
  Named mFADelete, status;
  static constexpr auto places = places_of(named("mFADelete", "MfaDelete"));
};
BOOST_DESCRIBE_STRUCT(VersioningConfiguration, (), (mFADelete, status))

struct GetBucketVersioningResult {
  Named status;
  static constexpr std::string_view root = "VersioningConfiguration";
};
BOOST_DESCRIBE_STRUCT(GetBucketVersioningResult, (), (status))

struct PutBucketVersioning : OfBucket {
  std::optional<shape::Secret<std::string>> mFA;
  VersioningConfiguration versioningConfiguration;

  using Result = Nothing;
  static constexpr std::string_view operation = "s3:PutBucketVersioning";
  static constexpr auto places =
      all(kBucketPlaces, places_of(header("mFA", "x-amz-mfa"), payload("versioningConfiguration", "VersioningConfiguration")));
};
BOOST_DESCRIBE_STRUCT(PutBucketVersioning, (OfBucket), (mFA, versioningConfiguration))

struct EncryptionByDefault { std::string sSEAlgorithm; Named kMSMasterKeyID; };
BOOST_DESCRIBE_STRUCT(EncryptionByDefault, (), (sSEAlgorithm, kMSMasterKeyID))

struct BlockedEncryptionTypes {
  std::optional<std::vector<std::string>> encryptionType;
  static constexpr auto places = places_of(flat("encryptionType"));
};
BOOST_DESCRIBE_STRUCT(BlockedEncryptionTypes, (), (encryptionType))

struct EncryptionRule {
  std::optional<EncryptionByDefault> applyServerSideEncryptionByDefault;
  std::optional<bool> bucketKeyEnabled;
  std::optional<BlockedEncryptionTypes> blockedEncryptionTypes;
};
BOOST_DESCRIBE_STRUCT(EncryptionRule, (), (applyServerSideEncryptionByDefault, bucketKeyEnabled, blockedEncryptionTypes))

struct ServerSideEncryptionConfiguration {
  std::vector<EncryptionRule> rules;
  static constexpr auto places = places_of(flat("rules", "Rule"));
};
BOOST_DESCRIBE_STRUCT(ServerSideEncryptionConfiguration, (), (rules))

struct GetBucketEncryptionResult {
  ServerSideEncryptionConfiguration serverSideEncryptionConfiguration;
  static constexpr auto places = places_of(payload("serverSideEncryptionConfiguration"));
};
BOOST_DESCRIBE_STRUCT(GetBucketEncryptionResult, (), (serverSideEncryptionConfiguration))

struct PutBucketEncryption : OfBucket {
  ServerSideEncryptionConfiguration serverSideEncryptionConfiguration;

  using Result = Nothing;
  static constexpr std::string_view operation = "s3:PutBucketEncryption";
  static constexpr auto places =
      all(kBucketPlaces, places_of(payload("serverSideEncryptionConfiguration", "ServerSideEncryptionConfiguration")));
};
BOOST_DESCRIBE_STRUCT(PutBucketEncryption, (OfBucket), (serverSideEncryptionConfiguration))

struct GetBucketTaggingResult {
  std::vector<Tag> tagSet;
  static constexpr std::string_view root = "Tagging";
  static constexpr auto places = places_of(list_of("tagSet", "Tag"));
};
BOOST_DESCRIBE_STRUCT(GetBucketTaggingResult, (), (tagSet))

struct PutBucketTagging : OfBucket {
  Tagging tagging;

  using Result = Nothing;
  static constexpr std::string_view operation = "s3:PutBucketTagging";
  static constexpr auto places = all(kBucketPlaces, places_of(payload("tagging", "Tagging")));
};
BOOST_DESCRIBE_STRUCT(PutBucketTagging, (OfBucket), (tagging))

using GetBucketVersioning = About<"s3:GetBucketVersioning", GetBucketVersioningResult>;
using GetBucketEncryption = About<"s3:GetBucketEncryption", GetBucketEncryptionResult>;
using DeleteBucketEncryption = About<"s3:DeleteBucketEncryption", Nothing>;
using GetBucketTagging = About<"s3:GetBucketTagging", GetBucketTaggingResult>;
using DeleteBucketTagging = About<"s3:DeleteBucketTagging", Nothing>;

// ---- What a bucket of ours never has: the answers say so, and putting anything but the default is refused.

struct GetBucketLoggingResult {
  std::optional<Nothing> loggingEnabled;
  static constexpr std::string_view root = "BucketLoggingStatus";
};
BOOST_DESCRIBE_STRUCT(GetBucketLoggingResult, (), (loggingEnabled))

struct GetBucketAccelerateConfigurationResult {
  Named status;
  static constexpr std::string_view root = "AccelerateConfiguration";
};
BOOST_DESCRIBE_STRUCT(GetBucketAccelerateConfigurationResult, (), (status))

struct GetBucketRequestPaymentResult {
  std::string payer;
  static constexpr std::string_view root = "RequestPaymentConfiguration";
};
BOOST_DESCRIBE_STRUCT(GetBucketRequestPaymentResult, (), (payer))

// A configuration whose content is not read, in the body of a Put that is refused unless it is empty.
template <shape::Literal Operation, class Body> struct PutAbout : OfBucket {
  std::optional<Body> configuration;

  using Result = Nothing;
  static constexpr std::string_view operation = Operation.view();
  static constexpr auto places = all(kBucketPlaces, places_of(payload("configuration", Body::root)));
  BOOST_DESCRIBE_CLASS(PutAbout, (OfBucket), (configuration), (), ())
};

struct BucketLoggingStatus {
  std::optional<Nothing> loggingEnabled;
  static constexpr std::string_view root = "BucketLoggingStatus";
};
BOOST_DESCRIBE_STRUCT(BucketLoggingStatus, (), (loggingEnabled))

struct AccelerateConfiguration { Named status; static constexpr std::string_view root = "AccelerateConfiguration"; };
BOOST_DESCRIBE_STRUCT(AccelerateConfiguration, (), (status))

struct RequestPaymentConfiguration { std::string payer; static constexpr std::string_view root = "RequestPaymentConfiguration"; };
BOOST_DESCRIBE_STRUCT(RequestPaymentConfiguration, (), (payer))

using GetBucketLogging = About<"s3:GetBucketLogging", GetBucketLoggingResult>;
using PutBucketLogging = PutAbout<"s3:PutBucketLogging", BucketLoggingStatus>;
using GetBucketAccelerateConfiguration = About<"s3:GetBucketAccelerateConfiguration", GetBucketAccelerateConfigurationResult>;
using PutBucketAccelerateConfiguration = PutAbout<"s3:PutBucketAccelerateConfiguration", AccelerateConfiguration>;
using GetBucketRequestPayment = About<"s3:GetBucketRequestPayment", GetBucketRequestPaymentResult>;
using PutBucketRequestPayment = PutAbout<"s3:PutBucketRequestPayment", RequestPaymentConfiguration>;

using GetBucketCors = About<"s3:GetBucketCors", Nothing>;
using PutBucketCors = About<"s3:PutBucketCors", Nothing>;
using DeleteBucketCors = About<"s3:DeleteBucketCors", Nothing>;
using GetBucketWebsite = About<"s3:GetBucketWebsite", Nothing>;
using PutBucketWebsite = About<"s3:PutBucketWebsite", Nothing>;
using DeleteBucketWebsite = About<"s3:DeleteBucketWebsite", Nothing>;
using GetBucketReplication = About<"s3:GetBucketReplication", Nothing>;
using PutBucketReplication = About<"s3:PutBucketReplication", Nothing>;
using DeleteBucketReplication = About<"s3:DeleteBucketReplication", Nothing>;

}  // namespace s3
