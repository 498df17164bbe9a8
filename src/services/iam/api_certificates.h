#pragma once
// What users and the account upload: SSH public keys, signing and server certificates; and what belongs to services that are
// not here. Kept and answered: nothing here signs in with them.
#include "services/iam/api_inline_policies.h"

namespace iam {

using Pem = Text<1, 16384, "[\\x09\\x0A\\x0D\\x20-\\x{FF}]+">;
using KeyStatus = OneOf<"Active", "Inactive", "Expired">;
using PublicKeyId = Text<20, 128, "[\\w]+">;
using CertificateId = Text<24, 128, "[\\w]+">;
using ServerCertificateName = NameText<128>;
using CredentialId = Text<20, 128, "[\\w]+">;

struct SSHPublicKey {
  std::string userName, sSHPublicKeyId, fingerprint, sSHPublicKeyBody, status;
  std::optional<base::Time> uploadDate;
};
BOOST_DESCRIBE_STRUCT(SSHPublicKey, (), (userName, sSHPublicKeyId, fingerprint, sSHPublicKeyBody, status, uploadDate))
struct SSHPublicKeyResult { SSHPublicKey sSHPublicKey; };
BOOST_DESCRIBE_STRUCT(SSHPublicKeyResult, (), (sSHPublicKey))

struct UploadSSHPublicKey {
  NewUserName userName;
  Pem sSHPublicKeyBody;
  using Result = SSHPublicKeyResult;
  static constexpr std::string_view operation = "iam:UploadSSHPublicKey";
};
BOOST_DESCRIBE_STRUCT(UploadSSHPublicKey, (), (userName, sSHPublicKeyBody))

struct GetSSHPublicKey {
  NewUserName userName;
  PublicKeyId sSHPublicKeyId;
  OneOf<"SSH", "PEM"> encoding;
  using Result = SSHPublicKeyResult;
  static constexpr std::string_view operation = "iam:GetSSHPublicKey";
};
BOOST_DESCRIBE_STRUCT(GetSSHPublicKey, (), (userName, sSHPublicKeyId, encoding))

struct SSHPublicKeyMetadata { std::string userName, sSHPublicKeyId, status; base::Time uploadDate; };
BOOST_DESCRIBE_STRUCT(SSHPublicKeyMetadata, (), (userName, sSHPublicKeyId, status, uploadDate))
struct ListSSHPublicKeysResult : Paged { std::vector<SSHPublicKeyMetadata> sSHPublicKeys; };
BOOST_DESCRIBE_STRUCT(ListSSHPublicKeysResult, (Paged), (sSHPublicKeys))

struct ListSSHPublicKeys : Paging {
  std::optional<NewUserName> userName;
  using Result = ListSSHPublicKeysResult;
  static constexpr std::string_view operation = "iam:ListSSHPublicKeys";
};
BOOST_DESCRIBE_STRUCT(ListSSHPublicKeys, (Paging), (userName))

struct UpdateSSHPublicKey {
  NewUserName userName;
  PublicKeyId sSHPublicKeyId;
  KeyStatus status;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UpdateSSHPublicKey";
};
BOOST_DESCRIBE_STRUCT(UpdateSSHPublicKey, (), (userName, sSHPublicKeyId, status))

struct DeleteSSHPublicKey {
  NewUserName userName;
  PublicKeyId sSHPublicKeyId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteSSHPublicKey";
};
BOOST_DESCRIBE_STRUCT(DeleteSSHPublicKey, (), (userName, sSHPublicKeyId))

struct SigningCertificate {
  std::string userName, certificateId, certificateBody, status;
  std::optional<base::Time> uploadDate;
};
BOOST_DESCRIBE_STRUCT(SigningCertificate, (), (userName, certificateId, certificateBody, status, uploadDate))
struct UploadSigningCertificateResult { SigningCertificate certificate; };
BOOST_DESCRIBE_STRUCT(UploadSigningCertificateResult, (), (certificate))

struct UploadSigningCertificate {
  std::optional<UserName> userName;
  Pem certificateBody;
  using Result = UploadSigningCertificateResult;
  static constexpr std::string_view operation = "iam:UploadSigningCertificate";
};
BOOST_DESCRIBE_STRUCT(UploadSigningCertificate, (), (userName, certificateBody))

struct ListSigningCertificatesResult : Paged { std::vector<SigningCertificate> certificates; };
BOOST_DESCRIBE_STRUCT(ListSigningCertificatesResult, (Paged), (certificates))

struct ListSigningCertificates : Paging {
  std::optional<UserName> userName;
  using Result = ListSigningCertificatesResult;
  static constexpr std::string_view operation = "iam:ListSigningCertificates";
};
BOOST_DESCRIBE_STRUCT(ListSigningCertificates, (Paging), (userName))

struct UpdateSigningCertificate {
  std::optional<UserName> userName;
  CertificateId certificateId;
  KeyStatus status;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UpdateSigningCertificate";
};
BOOST_DESCRIBE_STRUCT(UpdateSigningCertificate, (), (userName, certificateId, status))

struct DeleteSigningCertificate {
  std::optional<UserName> userName;
  CertificateId certificateId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteSigningCertificate";
};
BOOST_DESCRIBE_STRUCT(DeleteSigningCertificate, (), (userName, certificateId))

struct ServerCertificateMetadata {
  std::string path, serverCertificateName, serverCertificateId, arn;
  std::optional<base::Time> uploadDate, expiration;
};
BOOST_DESCRIBE_STRUCT(ServerCertificateMetadata, (), (path, serverCertificateName, serverCertificateId, arn, uploadDate, expiration))
struct UploadServerCertificateResult {
  ServerCertificateMetadata serverCertificateMetadata;
  std::optional<std::vector<Tag>> tags;
};
BOOST_DESCRIBE_STRUCT(UploadServerCertificateResult, (), (serverCertificateMetadata, tags))

struct UploadServerCertificate {
  std::optional<Path> path;
  ServerCertificateName serverCertificateName;
  Pem certificateBody;
  Secret<Pem> privateKey;
  std::optional<Text<1, 2097152, "[\\x09\\x0A\\x0D\\x20-\\x{FF}]+">> certificateChain;
  std::optional<Tags> tags;
  using Result = UploadServerCertificateResult;
  static constexpr std::string_view operation = "iam:UploadServerCertificate";
};
BOOST_DESCRIBE_STRUCT(UploadServerCertificate, (), (path, serverCertificateName, certificateBody, privateKey, certificateChain, tags))

struct ServerCertificate {
  ServerCertificateMetadata serverCertificateMetadata;
  std::string certificateBody;
  std::optional<std::string> certificateChain;
  std::optional<std::vector<Tag>> tags;
};
BOOST_DESCRIBE_STRUCT(ServerCertificate, (), (serverCertificateMetadata, certificateBody, certificateChain, tags))
struct GetServerCertificateResult { ServerCertificate serverCertificate; };
BOOST_DESCRIBE_STRUCT(GetServerCertificateResult, (), (serverCertificate))

struct GetServerCertificate {
  ServerCertificateName serverCertificateName;
  using Result = GetServerCertificateResult;
  static constexpr std::string_view operation = "iam:GetServerCertificate";
};
BOOST_DESCRIBE_STRUCT(GetServerCertificate, (), (serverCertificateName))

struct ListServerCertificatesResult : Paged { std::vector<ServerCertificateMetadata> serverCertificateMetadataList; };
BOOST_DESCRIBE_STRUCT(ListServerCertificatesResult, (Paged), (serverCertificateMetadataList))

struct ListServerCertificates : Paging {
  std::optional<PathPrefix> pathPrefix;
  using Result = ListServerCertificatesResult;
  static constexpr std::string_view operation = "iam:ListServerCertificates";
};
BOOST_DESCRIBE_STRUCT(ListServerCertificates, (Paging), (pathPrefix))

struct UpdateServerCertificate {
  ServerCertificateName serverCertificateName;
  std::optional<Path> newPath;
  std::optional<ServerCertificateName> newServerCertificateName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UpdateServerCertificate";
};
BOOST_DESCRIBE_STRUCT(UpdateServerCertificate, (), (serverCertificateName, newPath, newServerCertificateName))

struct DeleteServerCertificate {
  ServerCertificateName serverCertificateName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteServerCertificate";
};
BOOST_DESCRIBE_STRUCT(DeleteServerCertificate, (), (serverCertificateName))

struct TagServerCertificate {
  ServerCertificateName serverCertificateName;
  Tags tags;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:TagServerCertificate";
};
BOOST_DESCRIBE_STRUCT(TagServerCertificate, (), (serverCertificateName, tags))

struct UntagServerCertificate {
  ServerCertificateName serverCertificateName;
  TagKeys tagKeys;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UntagServerCertificate";
};
BOOST_DESCRIBE_STRUCT(UntagServerCertificate, (), (serverCertificateName, tagKeys))

struct ListServerCertificateTags : Paging {
  ServerCertificateName serverCertificateName;
  using Result = ListTagsResult;
  static constexpr std::string_view operation = "iam:ListServerCertificateTags";
};
BOOST_DESCRIBE_STRUCT(ListServerCertificateTags, (Paging), (serverCertificateName))

// Passwords for services that are not here: there are none, and none are made.
struct ServiceSpecificCredential {
  base::Time createDate;
  std::optional<base::Time> expirationDate;
  std::string serviceName;
  std::optional<std::string> serviceUserName;
  std::optional<Secret<std::string>> servicePassword;
  std::optional<std::string> serviceCredentialAlias;
  std::optional<Secret<std::string>> serviceCredentialSecret;
  std::string serviceSpecificCredentialId, userName, status;
};
BOOST_DESCRIBE_STRUCT(ServiceSpecificCredential, (), (createDate, expirationDate, serviceName, serviceUserName, servicePassword, serviceCredentialAlias, serviceCredentialSecret,
                                                      serviceSpecificCredentialId, userName, status))
struct ServiceSpecificCredentialResult { std::optional<ServiceSpecificCredential> serviceSpecificCredential; };
BOOST_DESCRIBE_STRUCT(ServiceSpecificCredentialResult, (), (serviceSpecificCredential))

struct CreateServiceSpecificCredential {
  NewUserName userName;
  std::string serviceName;
  std::optional<Whole<1, 36600>> credentialAgeDays;
  using Result = ServiceSpecificCredentialResult;
  static constexpr std::string_view operation = "iam:CreateServiceSpecificCredential";
};
BOOST_DESCRIBE_STRUCT(CreateServiceSpecificCredential, (), (userName, serviceName, credentialAgeDays))

struct ServiceSpecificCredentialMetadata {
  std::string userName, status;
  std::optional<std::string> serviceUserName, serviceCredentialAlias;
  base::Time createDate;
  std::optional<base::Time> expirationDate;
  std::string serviceSpecificCredentialId, serviceName;
};
BOOST_DESCRIBE_STRUCT(ServiceSpecificCredentialMetadata, (), (userName, status, serviceUserName, serviceCredentialAlias, createDate, expirationDate, serviceSpecificCredentialId, serviceName))
struct ListServiceSpecificCredentialsResult : Paged { std::vector<ServiceSpecificCredentialMetadata> serviceSpecificCredentials; };
BOOST_DESCRIBE_STRUCT(ListServiceSpecificCredentialsResult, (Paged), (serviceSpecificCredentials))

struct ListServiceSpecificCredentials : Paging {
  std::optional<NewUserName> userName;
  std::optional<std::string> serviceName;
  std::optional<bool> allUsers;
  using Result = ListServiceSpecificCredentialsResult;
  static constexpr std::string_view operation = "iam:ListServiceSpecificCredentials";
};
BOOST_DESCRIBE_STRUCT(ListServiceSpecificCredentials, (Paging), (userName, serviceName, allUsers))

struct ResetServiceSpecificCredential {
  std::optional<NewUserName> userName;
  CredentialId serviceSpecificCredentialId;
  using Result = ServiceSpecificCredentialResult;
  static constexpr std::string_view operation = "iam:ResetServiceSpecificCredential";
};
BOOST_DESCRIBE_STRUCT(ResetServiceSpecificCredential, (), (userName, serviceSpecificCredentialId))

struct UpdateServiceSpecificCredential {
  std::optional<NewUserName> userName;
  CredentialId serviceSpecificCredentialId;
  KeyStatus status;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UpdateServiceSpecificCredential";
};
BOOST_DESCRIBE_STRUCT(UpdateServiceSpecificCredential, (), (userName, serviceSpecificCredentialId, status))

struct DeleteServiceSpecificCredential {
  std::optional<NewUserName> userName;
  CredentialId serviceSpecificCredentialId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteServiceSpecificCredential";
};
BOOST_DESCRIBE_STRUCT(DeleteServiceSpecificCredential, (), (userName, serviceSpecificCredentialId))

struct SetSecurityTokenServicePreferences {
  OneOf<"v1Token", "v2Token"> globalEndpointTokenVersion;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:SetSecurityTokenServicePreferences";
};
BOOST_DESCRIBE_STRUCT(SetSecurityTokenServicePreferences, (), (globalEndpointTokenVersion))

}  // namespace iam
