#pragma once
// A SecureString's value, encrypted by KMS in the caller's own name: of the standard tier by KMS itself, of the advanced under
// a data key. Source: KMS Developer Guide, "How AWS Systems Manager Parameter Store uses AWS KMS".
#include "services/ssm/parameter.h"

namespace ssm {

inline constexpr std::string_view kDefaultKey = "alias/aws/ssm";

// Fills what the record says of its value. Its type, key and tier are set before. Throws InvalidKeyId or AccessDeniedException.
void seal(Call&, const Scope&, std::string_view name, VersionRecord&, const std::string& value);
// The value, or of a SecureString that is not to be decrypted its ciphertext in base64.
std::string open(Call&, const Scope&, std::string_view name, const VersionRecord&, bool decrypt);

}  // namespace ssm
