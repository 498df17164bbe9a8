#pragma once
#include "services/kms/api_use.h"
#include "services/kms/key.h"

namespace kms {

Access to_encrypt(const Encrypt&, Call&);
Access to_decrypt(const Decrypt&, Call&);
std::vector<Access> to_re_encrypt(const ReEncrypt&, Call&);       // ReEncryptFrom the one, ReEncryptTo the other

EncryptResult encrypt_text(const Encrypt&, Call&);
DecryptResult decrypt_text(const Decrypt&, Call&);
ReEncryptResult re_encrypt(const ReEncrypt&, Call&);

// The requests with the algorithm that KMS assumes, as its records show them.
Encrypt with_defaults(Encrypt);
Decrypt with_defaults(Decrypt);
ReEncrypt with_defaults(ReEncrypt);

// The context, empty when none came. Throws ValidationException for one that is too large.
const EncryptionContext& context_of(const std::optional<EncryptionContext>&);
// Under the current material of a symmetric key.
std::string encrypt_under(const Key&, const EncryptionContext&, std::string_view plain);

}  // namespace kms
