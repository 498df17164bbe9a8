#pragma once
// A version's value under a data key of the secret's KMS key, asked of KMS in the caller's own name.
#include "services/secretsmanager/secret.h"

namespace secretsmanager {

struct Value {
  std::string bytes;
  bool binary = false;
};
// Of a request's two members; nothing: neither came. Throws where both did.
std::optional<Value> value_of(const Maybe<SecretString>&, const Maybe<SecretBinary>&);

// Throws AccessDeniedException, EncryptionFailure, or InvalidRequestException of callers from other accounts.
VersionRecord seal(Call&, const Found&, const std::string& version, const Value&);
// Throws AccessDeniedException, DecryptionFailure, or InvalidRequestException of callers from other accounts.
Value open(Call&, const Found&, const std::string& version, const VersionRecord&);

std::string fingerprint(const House&, const Found&, const std::string& version, const Value&);

}  // namespace secretsmanager
