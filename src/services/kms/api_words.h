#pragma once
// Limits and closed sets of the KMS API 2014-11-01, each as the service's model names it.
#include "shape/shape.h"

namespace kms {

using shape::Blob, shape::List, shape::OneOf, shape::Secret, shape::Text, shape::Whole;

using KeyName = Text<1, 2048>;                             // key id, key ARN, alias name or alias ARN
using AliasName = Text<1, 256, "^[a-zA-Z0-9:/_-]+$">;
using Marker = Text<1, 1024, "[\\x{20}-\\x{FF}]*">;
using PageSize = Whole<1, 1000>;
using PolicyText = Text<1, 131072, "[\\x{9}\\x{A}\\x{D}\\x{20}-\\x{FF}]+">;
using PolicyName = Text<1, 128, "[\\w]+">;
using Description = Text<0, 8192>;
using GrantId = Text<1, 128>;
using GrantName = Text<1, 256, "^[a-zA-Z0-9:/_-]+$">;
using PrincipalName = Text<1, 256, "^[\\w+=,.@:/-]+$">;
using GrantTokens = List<Text<1, 8192>, 0, 10>;
using EncryptionContext = std::map<std::string, std::string>;

using KeySpec = OneOf<"RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1",
                      "SYMMETRIC_DEFAULT", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512", "SM2", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87", "ECC_NIST_EDWARDS25519">;
using CustomerMasterKeySpec = OneOf<"RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1",
                                    "SYMMETRIC_DEFAULT", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512", "SM2">;
using KeyUsage = OneOf<"SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT">;
using Origin = OneOf<"AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE">;
using EncryptionAlgorithm = OneOf<"SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE">;
using SigningAlgorithm = OneOf<"RSASSA_PSS_SHA_256", "RSASSA_PSS_SHA_384", "RSASSA_PSS_SHA_512", "RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PKCS1_V1_5_SHA_384",
                               "RSASSA_PKCS1_V1_5_SHA_512", "ECDSA_SHA_256", "ECDSA_SHA_384", "ECDSA_SHA_512", "SM2DSA", "ML_DSA_SHAKE_256",
                               "ED25519_SHA_512", "ED25519_PH_SHA_512">;
using MacAlgorithm = OneOf<"HMAC_SHA_224", "HMAC_SHA_256", "HMAC_SHA_384", "HMAC_SHA_512">;
using KeyAgreementAlgorithm = OneOf<"ECDH">;
using MessageType = OneOf<"RAW", "DIGEST", "EXTERNAL_MU">;
using DataKeySpec = OneOf<"AES_256", "AES_128">;
using KeyPairSpec = OneOf<"RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "SM2",
                          "ECC_NIST_EDWARDS25519">;
using GrantOperation = OneOf<"Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo",
                             "Sign", "Verify", "GetPublicKey", "CreateGrant", "RetireGrant", "DescribeKey", "GenerateDataKeyPair",
                             "GenerateDataKeyPairWithoutPlaintext", "GenerateMac", "VerifyMac", "DeriveSharedSecret">;

// An enclave's attestation: not supported, refused where it is given.
struct Recipient { std::optional<OneOf<"RSAES_OAEP_SHA_256">> keyEncryptionAlgorithm; std::optional<Secret<Blob>> attestationDocument; };
BOOST_DESCRIBE_STRUCT(Recipient, (), (keyEncryptionAlgorithm, attestationDocument))

struct Tag { Text<1, 128> tagKey; Text<0, 256> tagValue; };
BOOST_DESCRIBE_STRUCT(Tag, (), (tagKey, tagValue))

// KMS answers these calls with nothing; their records name the key all the same (since December 2022).
struct Done { std::string keyId; };
BOOST_DESCRIBE_STRUCT(Done, (), (keyId))

}  // namespace kms

template <> inline constexpr auto shape::places<kms::Done> = std::to_array<shape::Place>({{"keyId", shape::Where::path}});
