#pragma once
// Identity providers: OpenID Connect and SAML.
#include "services/iam/api_inline_policies.h"

namespace iam {

using ClientId = Text<1, 255>;
using Thumbprint = Text<40, 40>;

struct CreateOpenIDConnectProviderResult {
  std::string openIDConnectProviderArn;
  std::optional<std::vector<Tag>> tags;
};
BOOST_DESCRIBE_STRUCT(CreateOpenIDConnectProviderResult, (), (openIDConnectProviderArn, tags))

struct CreateOpenIDConnectProvider {
  Text<1, 255> url;
  std::optional<std::vector<ClientId>> clientIDList;
  std::optional<std::vector<Thumbprint>> thumbprintList;
  std::optional<Tags> tags;
  using Result = CreateOpenIDConnectProviderResult;
  static constexpr std::string_view operation = "iam:CreateOpenIDConnectProvider";
};
BOOST_DESCRIBE_STRUCT(CreateOpenIDConnectProvider, (), (url, clientIDList, thumbprintList, tags))

struct GetOpenIDConnectProviderResult {
  std::string url;                                     // without its scheme
  std::vector<std::string> clientIDList, thumbprintList;
  base::Time createDate;
  std::optional<std::vector<Tag>> tags;
};
BOOST_DESCRIBE_STRUCT(GetOpenIDConnectProviderResult, (), (url, clientIDList, thumbprintList, createDate, tags))

struct GetOpenIDConnectProvider {
  Arn openIDConnectProviderArn;
  using Result = GetOpenIDConnectProviderResult;
  static constexpr std::string_view operation = "iam:GetOpenIDConnectProvider";
};
BOOST_DESCRIBE_STRUCT(GetOpenIDConnectProvider, (), (openIDConnectProviderArn))

struct OpenIDConnectProviderListEntry { std::string arn; };
BOOST_DESCRIBE_STRUCT(OpenIDConnectProviderListEntry, (), (arn))
struct ListOpenIDConnectProvidersResult { std::vector<OpenIDConnectProviderListEntry> openIDConnectProviderList; };
BOOST_DESCRIBE_STRUCT(ListOpenIDConnectProvidersResult, (), (openIDConnectProviderList))

struct ListOpenIDConnectProviders {
  using Result = ListOpenIDConnectProvidersResult;
  static constexpr std::string_view operation = "iam:ListOpenIDConnectProviders";
};
BOOST_DESCRIBE_STRUCT(ListOpenIDConnectProviders, (), ())

struct DeleteOpenIDConnectProvider {
  Arn openIDConnectProviderArn;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteOpenIDConnectProvider";
};
BOOST_DESCRIBE_STRUCT(DeleteOpenIDConnectProvider, (), (openIDConnectProviderArn))

struct AddClientIDToOpenIDConnectProvider {
  Arn openIDConnectProviderArn;
  ClientId clientID;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:AddClientIDToOpenIDConnectProvider";
};
BOOST_DESCRIBE_STRUCT(AddClientIDToOpenIDConnectProvider, (), (openIDConnectProviderArn, clientID))

struct RemoveClientIDFromOpenIDConnectProvider {
  Arn openIDConnectProviderArn;
  ClientId clientID;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:RemoveClientIDFromOpenIDConnectProvider";
};
BOOST_DESCRIBE_STRUCT(RemoveClientIDFromOpenIDConnectProvider, (), (openIDConnectProviderArn, clientID))

struct UpdateOpenIDConnectProviderThumbprint {
  Arn openIDConnectProviderArn;
  std::vector<Thumbprint> thumbprintList;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UpdateOpenIDConnectProviderThumbprint";
};
BOOST_DESCRIBE_STRUCT(UpdateOpenIDConnectProviderThumbprint, (), (openIDConnectProviderArn, thumbprintList))

struct TagOpenIDConnectProvider {
  Arn openIDConnectProviderArn;
  Tags tags;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:TagOpenIDConnectProvider";
};
BOOST_DESCRIBE_STRUCT(TagOpenIDConnectProvider, (), (openIDConnectProviderArn, tags))

struct UntagOpenIDConnectProvider {
  Arn openIDConnectProviderArn;
  TagKeys tagKeys;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UntagOpenIDConnectProvider";
};
BOOST_DESCRIBE_STRUCT(UntagOpenIDConnectProvider, (), (openIDConnectProviderArn, tagKeys))

struct ListOpenIDConnectProviderTags : Paging {
  Arn openIDConnectProviderArn;
  using Result = ListTagsResult;
  static constexpr std::string_view operation = "iam:ListOpenIDConnectProviderTags";
};
BOOST_DESCRIBE_STRUCT(ListOpenIDConnectProviderTags, (Paging), (openIDConnectProviderArn))

using Metadata = Text<1000, 10000000>;
using EncryptionMode = OneOf<"Required", "Allowed">;
using PrivateKey = Secret<Text<1, 16384, "[\\x09\\x0A\\x0D\\x20-\\x{FF}]+">>;

struct CreateSAMLProviderResult {
  std::string sAMLProviderArn;
  std::optional<std::vector<Tag>> tags;
};
BOOST_DESCRIBE_STRUCT(CreateSAMLProviderResult, (), (sAMLProviderArn, tags))

struct CreateSAMLProvider {
  Metadata sAMLMetadataDocument;
  Text<1, 128, "[\\w._-]+"> name;
  std::optional<Tags> tags;
  std::optional<EncryptionMode> assertionEncryptionMode;
  std::optional<PrivateKey> addPrivateKey;
  using Result = CreateSAMLProviderResult;
  static constexpr std::string_view operation = "iam:CreateSAMLProvider";
};
BOOST_DESCRIBE_STRUCT(CreateSAMLProvider, (), (sAMLMetadataDocument, name, tags, assertionEncryptionMode, addPrivateKey))

struct GetSAMLProviderResult {
  std::string sAMLMetadataDocument;
  base::Time createDate, validUntil;
  std::optional<std::vector<Tag>> tags;
};
BOOST_DESCRIBE_STRUCT(GetSAMLProviderResult, (), (sAMLMetadataDocument, createDate, validUntil, tags))

struct GetSAMLProvider {
  Arn sAMLProviderArn;
  using Result = GetSAMLProviderResult;
  static constexpr std::string_view operation = "iam:GetSAMLProvider";
};
BOOST_DESCRIBE_STRUCT(GetSAMLProvider, (), (sAMLProviderArn))

struct SAMLProviderListEntry { std::string arn; base::Time validUntil, createDate; };
BOOST_DESCRIBE_STRUCT(SAMLProviderListEntry, (), (arn, validUntil, createDate))
struct ListSAMLProvidersResult { std::vector<SAMLProviderListEntry> sAMLProviderList; };
BOOST_DESCRIBE_STRUCT(ListSAMLProvidersResult, (), (sAMLProviderList))

struct ListSAMLProviders {
  using Result = ListSAMLProvidersResult;
  static constexpr std::string_view operation = "iam:ListSAMLProviders";
};
BOOST_DESCRIBE_STRUCT(ListSAMLProviders, (), ())

struct UpdateSAMLProviderResult { std::string sAMLProviderArn; };
BOOST_DESCRIBE_STRUCT(UpdateSAMLProviderResult, (), (sAMLProviderArn))

struct UpdateSAMLProvider {
  std::optional<Metadata> sAMLMetadataDocument;
  Arn sAMLProviderArn;
  std::optional<EncryptionMode> assertionEncryptionMode;
  std::optional<PrivateKey> addPrivateKey;
  std::optional<Text<22, 64, "[A-Z0-9]+">> removePrivateKey;
  using Result = UpdateSAMLProviderResult;
  static constexpr std::string_view operation = "iam:UpdateSAMLProvider";
};
BOOST_DESCRIBE_STRUCT(UpdateSAMLProvider, (), (sAMLMetadataDocument, sAMLProviderArn, assertionEncryptionMode, addPrivateKey, removePrivateKey))

struct DeleteSAMLProvider {
  Arn sAMLProviderArn;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteSAMLProvider";
};
BOOST_DESCRIBE_STRUCT(DeleteSAMLProvider, (), (sAMLProviderArn))

struct TagSAMLProvider {
  Arn sAMLProviderArn;
  Tags tags;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:TagSAMLProvider";
};
BOOST_DESCRIBE_STRUCT(TagSAMLProvider, (), (sAMLProviderArn, tags))

struct UntagSAMLProvider {
  Arn sAMLProviderArn;
  TagKeys tagKeys;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UntagSAMLProvider";
};
BOOST_DESCRIBE_STRUCT(UntagSAMLProvider, (), (sAMLProviderArn, tagKeys))

struct ListSAMLProviderTags : Paging {
  Arn sAMLProviderArn;
  using Result = ListTagsResult;
  static constexpr std::string_view operation = "iam:ListSAMLProviderTags";
};
BOOST_DESCRIBE_STRUCT(ListSAMLProviderTags, (Paging), (sAMLProviderArn))

}  // namespace iam
