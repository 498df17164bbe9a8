#pragma once
#include "services/kms/api_use.h"
#include "services/kms/key.h"

namespace kms {

Access to_generate_data_key(const GenerateDataKey&, Call&);
Access to_generate_data_key_without_plaintext(const GenerateDataKeyWithoutPlaintext&, Call&);
Access to_generate_data_key_pair(const GenerateDataKeyPair&, Call&);
Access to_generate_data_key_pair_without_plaintext(const GenerateDataKeyPairWithoutPlaintext&, Call&);
Access to_generate_random(const GenerateRandom&, Call&);

std::optional<service::Patience> await_pair(const GenerateDataKeyPair&, Call&);
std::optional<service::Patience> await_pair_without_plaintext(const GenerateDataKeyPairWithoutPlaintext&, Call&);
GenerateDataKeyResult generate_data_key(const GenerateDataKey&, Call&);
GenerateDataKeyWithoutPlaintextResult generate_data_key_without_plaintext(const GenerateDataKeyWithoutPlaintext&, Call&);
GenerateDataKeyPairResult generate_data_key_pair(const GenerateDataKeyPair&, Call&);
GenerateDataKeyPairWithoutPlaintextResult generate_data_key_pair_without_plaintext(const GenerateDataKeyPairWithoutPlaintext&, Call&);
GenerateRandomResult generate_random(const GenerateRandom&, Call&);

}  // namespace kms
