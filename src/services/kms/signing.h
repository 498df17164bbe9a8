#pragma once
#include "services/kms/api_pairs.h"
#include "services/kms/key.h"

namespace kms {

Access to_get_public_key(const GetPublicKey&, Call&);
Access to_sign(const Sign&, Call&);
Access to_verify(const Verify&, Call&);
Access to_generate_mac(const GenerateMac&, Call&);
Access to_verify_mac(const VerifyMac&, Call&);
Access to_derive_shared_secret(const DeriveSharedSecret&, Call&);

GetPublicKeyResult get_public_key(const GetPublicKey&, Call&);
SignResult sign(const Sign&, Call&);
VerifyResult verify(const Verify&, Call&);
GenerateMacResult generate_mac(const GenerateMac&, Call&);
VerifyMacResult verify_mac(const VerifyMac&, Call&);
DeriveSharedSecretResult derive_shared_secret(const DeriveSharedSecret&, Call&);

// The requests with the message type that KMS assumes, as its records show them.
Sign with_defaults(Sign);
Verify with_defaults(Verify);

}  // namespace kms
