#pragma once
// Using keys: encryption, data keys, random bytes. Members stand in the order the records show.
#include "services/kms/api_words.h"

namespace kms {

struct EncryptResult { Secret<Blob> ciphertextBlob; std::string keyId, encryptionAlgorithm; };
BOOST_DESCRIBE_STRUCT(EncryptResult, (), (ciphertextBlob, keyId, encryptionAlgorithm))

struct Encrypt {
  std::optional<EncryptionContext> encryptionContext;
  KeyName keyId;
  std::optional<EncryptionAlgorithm> encryptionAlgorithm;
  Secret<Blob> plaintext;
  std::optional<GrantTokens> grantTokens;
  std::optional<bool> dryRun;

  using Result = EncryptResult;
  static constexpr std::string_view operation = "kms:Encrypt";
};
BOOST_DESCRIBE_STRUCT(Encrypt, (), (encryptionContext, keyId, encryptionAlgorithm, plaintext, grantTokens, dryRun))

struct DecryptResult { std::string keyId; Secret<Blob> plaintext; std::string encryptionAlgorithm; std::optional<std::string> keyMaterialId; };
BOOST_DESCRIBE_STRUCT(DecryptResult, (), (keyId, plaintext, encryptionAlgorithm, keyMaterialId))

struct Decrypt {
  std::optional<EncryptionContext> encryptionContext;
  std::optional<KeyName> keyId;
  std::optional<EncryptionAlgorithm> encryptionAlgorithm;
  std::optional<Secret<Blob>> ciphertextBlob;
  std::optional<GrantTokens> grantTokens;
  std::optional<Recipient> recipient;
  std::optional<bool> dryRun;
  std::optional<std::vector<OneOf<"IGNORE_CIPHERTEXT">>> dryRunModifiers;

  using Result = DecryptResult;
  static constexpr std::string_view operation = "kms:Decrypt";
};
BOOST_DESCRIBE_STRUCT(Decrypt, (), (encryptionContext, keyId, encryptionAlgorithm, ciphertextBlob, grantTokens, recipient, dryRun, dryRunModifiers))

struct ReEncryptResult {
  Secret<Blob> ciphertextBlob;
  std::string sourceKeyId, keyId, sourceEncryptionAlgorithm, destinationEncryptionAlgorithm;
  std::optional<std::string> sourceKeyMaterialId, destinationKeyMaterialId;
};
BOOST_DESCRIBE_STRUCT(ReEncryptResult, (), (ciphertextBlob, sourceKeyId, keyId, sourceEncryptionAlgorithm, destinationEncryptionAlgorithm,
                                            sourceKeyMaterialId, destinationKeyMaterialId))

struct ReEncrypt {
  std::optional<EncryptionContext> sourceEncryptionContext;
  std::optional<KeyName> sourceKeyId;
  std::optional<EncryptionAlgorithm> sourceEncryptionAlgorithm;
  std::optional<EncryptionContext> destinationEncryptionContext;
  KeyName destinationKeyId;
  std::optional<EncryptionAlgorithm> destinationEncryptionAlgorithm;
  std::optional<Secret<Blob>> ciphertextBlob;
  std::optional<GrantTokens> grantTokens;
  std::optional<bool> dryRun;
  std::optional<std::vector<OneOf<"IGNORE_CIPHERTEXT">>> dryRunModifiers;

  using Result = ReEncryptResult;
  static constexpr std::string_view operation = "kms:ReEncrypt";
};
BOOST_DESCRIBE_STRUCT(ReEncrypt, (), (sourceEncryptionContext, sourceKeyId, sourceEncryptionAlgorithm, destinationEncryptionContext, destinationKeyId,
                                      destinationEncryptionAlgorithm, ciphertextBlob, grantTokens, dryRun, dryRunModifiers))

struct GenerateDataKeyResult { Secret<Blob> ciphertextBlob, plaintext; std::string keyId, keyMaterialId; };
BOOST_DESCRIBE_STRUCT(GenerateDataKeyResult, (), (ciphertextBlob, plaintext, keyId, keyMaterialId))

struct GenerateDataKey {
  std::optional<DataKeySpec> keySpec;
  std::optional<EncryptionContext> encryptionContext;
  KeyName keyId;
  std::optional<Whole<1, 1024>> numberOfBytes;
  std::optional<GrantTokens> grantTokens;
  std::optional<Recipient> recipient;
  std::optional<bool> dryRun;

  using Result = GenerateDataKeyResult;
  static constexpr std::string_view operation = "kms:GenerateDataKey";
};
BOOST_DESCRIBE_STRUCT(GenerateDataKey, (), (keySpec, encryptionContext, keyId, numberOfBytes, grantTokens, recipient, dryRun))

struct GenerateDataKeyWithoutPlaintextResult { Secret<Blob> ciphertextBlob; std::string keyId, keyMaterialId; };
BOOST_DESCRIBE_STRUCT(GenerateDataKeyWithoutPlaintextResult, (), (ciphertextBlob, keyId, keyMaterialId))

struct GenerateDataKeyWithoutPlaintext {
  std::optional<DataKeySpec> keySpec;
  std::optional<EncryptionContext> encryptionContext;
  KeyName keyId;
  std::optional<Whole<1, 1024>> numberOfBytes;
  std::optional<GrantTokens> grantTokens;
  std::optional<bool> dryRun;

  using Result = GenerateDataKeyWithoutPlaintextResult;
  static constexpr std::string_view operation = "kms:GenerateDataKeyWithoutPlaintext";
};
BOOST_DESCRIBE_STRUCT(GenerateDataKeyWithoutPlaintext, (), (keySpec, encryptionContext, keyId, numberOfBytes, grantTokens, dryRun))

struct GenerateDataKeyPairResult {
  Secret<Blob> privateKeyCiphertextBlob, privateKeyPlaintext;
  Blob publicKey;
  std::string keyId, keyPairSpec, keyMaterialId;
};
BOOST_DESCRIBE_STRUCT(GenerateDataKeyPairResult, (), (privateKeyCiphertextBlob, privateKeyPlaintext, publicKey, keyId, keyPairSpec, keyMaterialId))

struct GenerateDataKeyPair {
  std::optional<EncryptionContext> encryptionContext;
  KeyName keyId;
  KeyPairSpec keyPairSpec;
  std::optional<GrantTokens> grantTokens;
  std::optional<Recipient> recipient;
  std::optional<bool> dryRun;

  using Result = GenerateDataKeyPairResult;
  static constexpr std::string_view operation = "kms:GenerateDataKeyPair";
};
BOOST_DESCRIBE_STRUCT(GenerateDataKeyPair, (), (encryptionContext, keyId, keyPairSpec, grantTokens, recipient, dryRun))

struct GenerateDataKeyPairWithoutPlaintextResult {
  Secret<Blob> privateKeyCiphertextBlob;
  Blob publicKey;
  std::string keyId, keyPairSpec, keyMaterialId;
};
BOOST_DESCRIBE_STRUCT(GenerateDataKeyPairWithoutPlaintextResult, (), (privateKeyCiphertextBlob, publicKey, keyId, keyPairSpec, keyMaterialId))

struct GenerateDataKeyPairWithoutPlaintext {
  std::optional<EncryptionContext> encryptionContext;
  KeyName keyId;
  KeyPairSpec keyPairSpec;
  std::optional<GrantTokens> grantTokens;
  std::optional<bool> dryRun;

  using Result = GenerateDataKeyPairWithoutPlaintextResult;
  static constexpr std::string_view operation = "kms:GenerateDataKeyPairWithoutPlaintext";
};
BOOST_DESCRIBE_STRUCT(GenerateDataKeyPairWithoutPlaintext, (), (encryptionContext, keyId, keyPairSpec, grantTokens, dryRun))

struct GenerateRandomResult { Secret<Blob> plaintext; };
BOOST_DESCRIBE_STRUCT(GenerateRandomResult, (), (plaintext))

struct GenerateRandom {
  std::optional<Whole<1, 1024>> numberOfBytes;
  std::optional<Text<1, 64>> customKeyStoreId;
  std::optional<Recipient> recipient;

  using Result = GenerateRandomResult;
  static constexpr std::string_view operation = "kms:GenerateRandom";
};
BOOST_DESCRIBE_STRUCT(GenerateRandom, (), (numberOfBytes, customKeyStoreId, recipient))

}  // namespace kms
