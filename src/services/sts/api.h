#pragma once
// The STS API: what callers say and what STS answers. No behaviour; any service may include this.
// Names, limits and patterns: AWS Security Token Service API Reference, 2011-06-15.
#include "shape/shape.h"

namespace sts {

using shape::Text, shape::Whole, shape::List, shape::Secret, shape::Nothing;

using Arn = Text<20, 2048, "[\\x09\\x0A\\x0D\\x20-\\x7E\\x{85}\\x{A0}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]+">;
using TagKey = Text<1, 128, "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+">;
using SessionName = Text<2, 64, "[\\w+=,.@-]*">;
using Policy = Text<1, shape::kUnlimited, "[\\x09\\x0A\\x0D\\x20-\\x{FF}]+">;
using ShortPolicy = Text<1, 2048, "[\\x09\\x0A\\x0D\\x20-\\x{FF}]+">;
using SerialNumber = Text<9, 256, "[\\w+=/:,.@-]*">;
using TokenCode = Secret<Text<6, 6, "[\\d]*">>;

struct Tag {
  TagKey key;
  Text<0, 256, "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"> value;
};
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))

struct PolicyDescriptor { std::optional<Arn> arn; };
BOOST_DESCRIBE_STRUCT(PolicyDescriptor, (), (arn))

struct ProvidedContext { std::optional<Arn> providerArn; std::optional<Text<4, 2048>> contextAssertion; };
BOOST_DESCRIBE_STRUCT(ProvidedContext, (), (providerArn, contextAssertion))

struct Credentials {
  std::string accessKeyId;
  Secret<std::string> secretAccessKey;
  std::string sessionToken;
  base::Time expiration;
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (accessKeyId, secretAccessKey, sessionToken, expiration))

struct AssumedRoleUser { std::string assumedRoleId, arn; };
BOOST_DESCRIBE_STRUCT(AssumedRoleUser, (), (assumedRoleId, arn))

struct AssumeRoleResult {
  Credentials credentials;
  AssumedRoleUser assumedRoleUser;
  std::optional<std::int64_t> packedPolicySize;        // percent
  std::optional<std::string> sourceIdentity;
};
BOOST_DESCRIBE_STRUCT(AssumeRoleResult, (), (credentials, assumedRoleUser, packedPolicySize, sourceIdentity))

struct AssumeRole {
  Arn roleArn;
  SessionName roleSessionName;
  std::optional<std::vector<PolicyDescriptor>> policyArns;
  std::optional<Policy> policy;
  std::optional<Whole<900, 43200>> durationSeconds;
  std::optional<List<Tag, 0, 50>> tags;
  std::optional<List<TagKey, 0, 50>> transitiveTagKeys;
  std::optional<Text<2, 1224, "[\\w+=,.@:\\/-]*">> externalId;
  std::optional<SerialNumber> serialNumber;
  std::optional<TokenCode> tokenCode;
  std::optional<SessionName> sourceIdentity;
  std::optional<List<ProvidedContext, 1, 5>> providedContexts;
  using Result = AssumeRoleResult;
  static constexpr std::string_view operation = "sts:AssumeRole";
};
BOOST_DESCRIBE_STRUCT(AssumeRole, (), (roleArn, roleSessionName, policyArns, policy, durationSeconds, tags, transitiveTagKeys, externalId,
                                       serialNumber, tokenCode, sourceIdentity, providedContexts))

struct AssumeRoleWithWebIdentityResult {
  Credentials credentials;
  std::string subjectFromWebIdentityToken;
  AssumedRoleUser assumedRoleUser;
  std::optional<std::int64_t> packedPolicySize;        // percent
  std::string provider, audience;
  std::optional<std::string> sourceIdentity;
};
BOOST_DESCRIBE_STRUCT(AssumeRoleWithWebIdentityResult, (), (credentials, subjectFromWebIdentityToken, assumedRoleUser, packedPolicySize, provider, audience,
                                                            sourceIdentity))

struct AssumeRoleWithWebIdentity {
  Arn roleArn;
  SessionName roleSessionName;
  Secret<Text<4, 20000>> webIdentityToken;
  std::optional<Text<4, 2048>> providerId;
  std::optional<std::vector<PolicyDescriptor>> policyArns;
  std::optional<ShortPolicy> policy;
  std::optional<Whole<900, 43200>> durationSeconds;
  using Result = AssumeRoleWithWebIdentityResult;
  static constexpr std::string_view operation = "sts:AssumeRoleWithWebIdentity";
};
BOOST_DESCRIBE_STRUCT(AssumeRoleWithWebIdentity, (), (roleArn, roleSessionName, webIdentityToken, providerId, policyArns, policy, durationSeconds))

struct DecodeAuthorizationMessageResult { std::string decodedMessage; };
BOOST_DESCRIBE_STRUCT(DecodeAuthorizationMessageResult, (), (decodedMessage))

struct DecodeAuthorizationMessage {
  Text<1, 10240> encodedMessage;
  using Result = DecodeAuthorizationMessageResult;
  static constexpr std::string_view operation = "sts:DecodeAuthorizationMessage";
};
BOOST_DESCRIBE_STRUCT(DecodeAuthorizationMessage, (), (encodedMessage))

struct GetCallerIdentityResult { std::string userId, account, arn; };
BOOST_DESCRIBE_STRUCT(GetCallerIdentityResult, (), (userId, account, arn))

struct GetCallerIdentity {
  using Result = GetCallerIdentityResult;
  static constexpr std::string_view operation = "sts:GetCallerIdentity";
};
BOOST_DESCRIBE_STRUCT(GetCallerIdentity, (), ())

struct GetSessionTokenResult { Credentials credentials; };
BOOST_DESCRIBE_STRUCT(GetSessionTokenResult, (), (credentials))

struct GetSessionToken {
  std::optional<Whole<900, 129600>> durationSeconds;
  std::optional<SerialNumber> serialNumber;
  std::optional<TokenCode> tokenCode;
  using Result = GetSessionTokenResult;
  static constexpr std::string_view operation = "sts:GetSessionToken";
};
BOOST_DESCRIBE_STRUCT(GetSessionToken, (), (durationSeconds, serialNumber, tokenCode))

struct FederatedUser { std::string federatedUserId, arn; };
BOOST_DESCRIBE_STRUCT(FederatedUser, (), (federatedUserId, arn))

struct GetFederationTokenResult {
  Credentials credentials;
  FederatedUser federatedUser;
  std::optional<std::int64_t> packedPolicySize;        // percent
};
BOOST_DESCRIBE_STRUCT(GetFederationTokenResult, (), (credentials, federatedUser, packedPolicySize))

struct GetFederationToken {
  Text<2, 32, "[\\w+=,.@-]*"> name;
  std::optional<ShortPolicy> policy;
  std::optional<std::vector<PolicyDescriptor>> policyArns;
  std::optional<Whole<900, 129600>> durationSeconds;
  std::optional<List<Tag, 0, 50>> tags;
  using Result = GetFederationTokenResult;
  static constexpr std::string_view operation = "sts:GetFederationToken";
};
BOOST_DESCRIBE_STRUCT(GetFederationToken, (), (name, policy, policyArns, durationSeconds, tags))

struct GetAccessKeyInfoResult { std::string account; };
BOOST_DESCRIBE_STRUCT(GetAccessKeyInfoResult, (), (account))

struct GetAccessKeyInfo {
  Text<16, 128, "[\\w]*"> accessKeyId;
  using Result = GetAccessKeyInfoResult;
  static constexpr std::string_view operation = "sts:GetAccessKeyInfo";
};
BOOST_DESCRIBE_STRUCT(GetAccessKeyInfo, (), (accessKeyId))

}  // namespace sts

template <> inline constexpr auto shape::places<sts::PolicyDescriptor> = std::to_array<shape::Place>({{"arn", shape::Where::body, "arn"}});
