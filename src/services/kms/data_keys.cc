#include "services/kms/data_keys.h"

#include "base/crypto.h"
#include "services/kms/encryption.h"
#include "services/kms/grants.h"
#include "services/kms/key_supply.h"

namespace kms {
namespace {

template <class Q> Access to_generate(const Q& q, Call& call, ConditionKeys more = {}) {
  check_tokens(call.house(), q.grantTokens);
  return access_to_encrypt(call, Q::operation, find_key(call, q.keyId), context_of(q.encryptionContext), kSymmetric, std::move(more));
}

template <class Q> std::size_t size_of(const Q& q) {
  if (q.keySpec.has_value() == q.numberOfBytes.has_value())
    throw ApiError{"ValidationException", 400, "Please specify either number of bytes or key spec."};
  return q.numberOfBytes ? std::size_t(q.numberOfBytes->value) : *q.keySpec == "AES_128" ? 16 : 32;
}

template <class Q> void check(const Key& key, const Q& q) {
  must_be_usable(key);
  must_be_for(key, kEncryptDecrypt, Q::operation, kSymmetric);
  stop_if_dry_run(q.dryRun);
}

template <class Q> KeyPtr usable_key(Call& call, const Q& q) {
  KeyPtr key = authorized_key(call, q.keyId);
  check(*key, q);
  return key;
}

// SM2 is of other Regions.
template <class Q> KeyPtr usable_key_for_pair(Call& call, const Q& q) {
  KeyPtr key = usable_key(call, q);
  if (q.keyPairSpec == "SM2") throw ApiError{"UnsupportedOperationException", 400, "KeyPairSpec " + q.keyPairSpec + " is not supported."};
  return key;
}

template <class Q> std::optional<service::Patience> until_ready(const Q& q, Call& call) {
  Named named = find_key(call, q.keyId);
  if (!named.key) return {};
  check(*named.key, q);
  return until_made(call, q.keyPairSpec);
}

const std::string& current(const Key& key) { return key.materials.back().id; }

}  // namespace

Access to_generate_data_key(const GenerateDataKey& q, Call& call) { return to_generate(q, call); }
Access to_generate_data_key_without_plaintext(const GenerateDataKeyWithoutPlaintext& q, Call& call) { return to_generate(q, call); }
Access to_generate_data_key_pair(const GenerateDataKeyPair& q, Call& call) {
  return to_generate(q, call, {{"kms:DataKeyPairSpec", {q.keyPairSpec}}});
}
Access to_generate_data_key_pair_without_plaintext(const GenerateDataKeyPairWithoutPlaintext& q, Call& call) {
  return to_generate(q, call, {{"kms:DataKeyPairSpec", {q.keyPairSpec}}});
}
Access to_generate_random(const GenerateRandom&, Call& call) { return access_to_all(call, "kms:GenerateRandom"); }

GenerateDataKeyResult generate_data_key(const GenerateDataKey& q, Call& call) {
  refuse_enclaves(q.recipient);
  std::size_t size = size_of(q);
  KeyPtr key = usable_key(call, q);
  std::string plain = base::random_bytes(size), blob = encrypt_under(*key, context_of(q.encryptionContext), plain);
  return {Blob{std::move(blob)}, Blob{std::move(plain)}, key->arn, current(*key)};
}

GenerateDataKeyWithoutPlaintextResult generate_data_key_without_plaintext(const GenerateDataKeyWithoutPlaintext& q, Call& call) {
  std::size_t size = size_of(q);
  KeyPtr key = usable_key(call, q);
  std::string plain = base::random_bytes(size);
  Blob blob{encrypt_under(*key, context_of(q.encryptionContext), plain)};
  base::wipe(plain);
  return {std::move(blob), key->arn, current(*key)};
}

std::optional<service::Patience> await_pair(const GenerateDataKeyPair& q, Call& call) { return until_ready(q, call); }
std::optional<service::Patience> await_pair_without_plaintext(const GenerateDataKeyPairWithoutPlaintext& q, Call& call) { return until_ready(q, call); }

GenerateDataKeyPairResult generate_data_key_pair(const GenerateDataKeyPair& q, Call& call) {
  refuse_enclaves(q.recipient);
  KeyPtr key = usable_key_for_pair(call, q);
  KeyPair pair = fresh_pair(call.house(), q.keyPairSpec);
  std::string plain = pair.private_der(), blob = encrypt_under(*key, context_of(q.encryptionContext), plain);
  return {Blob{std::move(blob)}, Blob{std::move(plain)}, Blob{pair.public_der()}, key->arn, q.keyPairSpec, current(*key)};
}

GenerateDataKeyPairWithoutPlaintextResult generate_data_key_pair_without_plaintext(const GenerateDataKeyPairWithoutPlaintext& q, Call& call) {
  KeyPtr key = usable_key_for_pair(call, q);
  KeyPair pair = fresh_pair(call.house(), q.keyPairSpec);
  std::string plain = pair.private_der();
  Blob blob{encrypt_under(*key, context_of(q.encryptionContext), plain)};
  base::wipe(plain);
  return {std::move(blob), Blob{pair.public_der()}, key->arn, q.keyPairSpec, current(*key)};
}

GenerateRandomResult generate_random(const GenerateRandom& q, Call&) {
  refuse_enclaves(q.recipient);
  if (q.customKeyStoreId) throw ApiError{"CustomKeyStoreNotFoundException", 400, "Custom key store " + *q.customKeyStoreId + " does not exist."};
  if (!q.numberOfBytes) throw ApiError{"ValidationException", 400, "NumberOfBytes must be specified."};
  return {Blob{base::random_bytes(std::size_t(q.numberOfBytes->value))}};
}

}  // namespace kms
