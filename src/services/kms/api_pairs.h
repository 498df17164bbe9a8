#pragma once
// Using the keys that do not encrypt: signatures, message authentication codes, key agreement. Members stand in the order the records show.
#include "services/kms/api_words.h"

namespace kms {

struct GetPublicKeyResult {
  std::string keyId;
  Blob publicKey;
  std::string customerMasterKeySpec, keySpec, keyUsage;
  std::optional<std::vector<std::string>> encryptionAlgorithms, signingAlgorithms, keyAgreementAlgorithms;
};
BOOST_DESCRIBE_STRUCT(GetPublicKeyResult, (), (keyId, publicKey, customerMasterKeySpec, keySpec, keyUsage, encryptionAlgorithms, signingAlgorithms,
                                               keyAgreementAlgorithms))

struct GetPublicKey {
  KeyName keyId;
  std::optional<GrantTokens> grantTokens;

  using Result = GetPublicKeyResult;
  static constexpr std::string_view operation = "kms:GetPublicKey";
};
BOOST_DESCRIBE_STRUCT(GetPublicKey, (), (keyId, grantTokens))

struct SignResult { std::string keyId; Secret<Blob> signature; std::string signingAlgorithm; };
BOOST_DESCRIBE_STRUCT(SignResult, (), (keyId, signature, signingAlgorithm))

struct Sign {
  std::optional<MessageType> messageType;
  KeyName keyId;
  SigningAlgorithm signingAlgorithm;
  Secret<Blob> message;
  std::optional<GrantTokens> grantTokens;
  std::optional<bool> dryRun;

  using Result = SignResult;
  static constexpr std::string_view operation = "kms:Sign";
};
BOOST_DESCRIBE_STRUCT(Sign, (), (messageType, keyId, signingAlgorithm, message, grantTokens, dryRun))

struct VerifyResult { std::string keyId; bool signatureValid = false; std::string signingAlgorithm; };
BOOST_DESCRIBE_STRUCT(VerifyResult, (), (keyId, signatureValid, signingAlgorithm))

struct Verify {
  SigningAlgorithm signingAlgorithm;
  KeyName keyId;
  std::optional<MessageType> messageType;
  Secret<Blob> message, signature;
  std::optional<GrantTokens> grantTokens;
  std::optional<bool> dryRun;

  using Result = VerifyResult;
  static constexpr std::string_view operation = "kms:Verify";
};
BOOST_DESCRIBE_STRUCT(Verify, (), (signingAlgorithm, keyId, messageType, message, signature, grantTokens, dryRun))

struct GenerateMacResult { Secret<Blob> mac; std::string macAlgorithm, keyId; };
BOOST_DESCRIBE_STRUCT(GenerateMacResult, (), (mac, macAlgorithm, keyId))

struct GenerateMac {
  MacAlgorithm macAlgorithm;
  KeyName keyId;
  Secret<Blob> message;
  std::optional<GrantTokens> grantTokens;
  std::optional<bool> dryRun;

  using Result = GenerateMacResult;
  static constexpr std::string_view operation = "kms:GenerateMac";
};
BOOST_DESCRIBE_STRUCT(GenerateMac, (), (macAlgorithm, keyId, message, grantTokens, dryRun))

struct VerifyMacResult { std::string keyId; bool macValid = false; std::string macAlgorithm; };
BOOST_DESCRIBE_STRUCT(VerifyMacResult, (), (keyId, macValid, macAlgorithm))

struct VerifyMac {
  MacAlgorithm macAlgorithm;
  KeyName keyId;
  Secret<Blob> message, mac;
  std::optional<GrantTokens> grantTokens;
  std::optional<bool> dryRun;

  using Result = VerifyMacResult;
  static constexpr std::string_view operation = "kms:VerifyMac";
};
BOOST_DESCRIBE_STRUCT(VerifyMac, (), (macAlgorithm, keyId, message, mac, grantTokens, dryRun))

struct DeriveSharedSecretResult { std::string keyId; Secret<Blob> sharedSecret; std::string keyAgreementAlgorithm, keyOrigin; };
BOOST_DESCRIBE_STRUCT(DeriveSharedSecretResult, (), (keyId, sharedSecret, keyAgreementAlgorithm, keyOrigin))

struct DeriveSharedSecret {
  KeyName keyId;
  KeyAgreementAlgorithm keyAgreementAlgorithm;
  Secret<Blob> publicKey;
  std::optional<GrantTokens> grantTokens;
  std::optional<bool> dryRun;
  std::optional<Recipient> recipient;

  using Result = DeriveSharedSecretResult;
  static constexpr std::string_view operation = "kms:DeriveSharedSecret";
};
BOOST_DESCRIBE_STRUCT(DeriveSharedSecret, (), (keyId, keyAgreementAlgorithm, publicKey, grantTokens, dryRun, recipient))

}  // namespace kms
