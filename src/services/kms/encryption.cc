#include "services/kms/encryption.h"

#include "base/crypto.h"
#include "services/kms/ciphertext.h"
#include "services/kms/grants.h"
#include "shape/validate.h"

namespace kms {
namespace {

constexpr std::size_t kMostPlain = 4096, kMostBlob = 6144, kMostContext = 8192;

ApiError invalid(std::string fault) { return {"ValidationException", 400, shape::validation_message({std::move(fault)})}; }
ApiError invalid_ciphertext() { return {"InvalidCiphertextException", 400, ""}; }
ApiError incorrect_key() {
  return {"IncorrectKeyException", 400, "The key ID in the request does not identify a CMK that can perform this operation."};
}

const std::string& blob_of(const std::optional<Secret<Blob>>& blob) {
  if (!blob) throw invalid(shape::missing("ciphertextBlob"));
  check_length("ciphertextBlob", blob->bytes, kMostBlob);
  return blob->bytes;
}

// An encryption or decryption: by what algorithm, bound to what.
struct Cipher { std::string_view operation, algorithm; const EncryptionContext& context; };

void check(const Key& key, const Cipher& c) {
  must_be_for(key, kEncryptDecrypt, c.operation, c.algorithm);
  if (key.pair && !c.context.empty()) throw ApiError{"ValidationException", 400, "EncryptionContext is not supported with asymmetric KMS keys."};
}

template <class T> void refuse_modifiers(const std::optional<T>& modifiers) {
  if (modifiers && !modifiers->empty()) throw ApiError{"UnsupportedOperationException", 400, "DryRunModifiers are not supported."};
}

// The key that is to decrypt: the one named, or else the one the blob names; only blobs under symmetric keys name theirs.
Named decrypting_key(Call& call, const std::string& blob, const std::optional<KeyName>& name) {
  if (name) return find_key(call, *name);
  auto header = header_of(blob);
  if (!header) throw invalid_ciphertext();
  Scope at{header->account, call.scope().region};
  Named out{load_key(call, at, header->key_id), key_arn(call.house(), at, header->key_id), at, {}};
  if (!out.key && at.account == call.scope().account)
    throw ApiError{"AccessDeniedException", 400,
                   "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not "
                   "allowed to access.", "AccessDenied"};
  return out;
}

struct Opened { KeyPtr key; std::string plain; std::optional<std::string> material_id{}; };

// A blob names its key beside its material, so that another's is known before it is tried.
void open_symmetric(const std::string& blob, const Cipher& c, Opened& out) {
  auto header = header_of(blob);
  const Key& key = *out.key;
  if (header && (header->key_id != key.record.id || header->account != key.at.account)) throw incorrect_key();
  check(key, c);
  if (!header || header->backing == 0 || header->backing > key.materials.size()) throw invalid_ciphertext();
  const Material& material = key.materials[header->backing - 1];
  auto plain = decrypt(material.bytes, blob, canonical(c.context));
  if (!plain) throw invalid_ciphertext();
  out.plain = std::move(*plain);
  out.material_id = material.id;
}

Opened open_blob(Call& call, const std::string& blob, const std::optional<KeyName>& name, const Cipher& c) {
  Opened out{decrypting_key(call, blob, name).key, {}};
  if (!out.key) std::abort();            // authorization lets nobody through to a key that is not there
  must_be_usable(*out.key);
  if (c.algorithm == kSymmetric) {
    open_symmetric(blob, c, out);
    return out;
  }
  check(*out.key, c);
  auto plain = out.key->pair->decrypt(oaep_digest(c.algorithm), blob);
  if (!plain) throw invalid_ciphertext();
  out.plain = std::move(*plain);
  return out;
}

struct Sealed { std::string blob; std::optional<std::string> material_id{}; };

// To be called in two steps, so that nothing is done where a dry run ends.
void check_plain(const Key& key, const Cipher& c, std::string_view plain) {
  must_be_usable(key);
  check(key, c);
  if (!key.pair) return;
  std::size_t most = longest_plain(key.record.spec, c.algorithm);
  if (plain.size() <= most) return;
  throw ApiError{"ValidationException", 400, "Algorithm " + std::string(c.algorithm) + " and key spec " + key.record.spec + " cannot encrypt data larger than " +
                                                 std::to_string(most) + " bytes."};
}

Sealed seal(const Key& key, const Cipher& c, std::string_view plain) {
  if (key.pair) return {key.pair->encrypt(oaep_digest(c.algorithm), plain)};
  return {encrypt_under(key, c.context, plain), key.materials.back().id};
}

std::string_view algorithm_of(const std::optional<EncryptionAlgorithm>& given) { return given ? std::string_view(*given) : kSymmetric; }

}  // namespace

const EncryptionContext& context_of(const std::optional<EncryptionContext>& context) {
  static const EncryptionContext none;
  if (!context) return none;
  std::size_t bytes = 0;
  for (auto& [key, value] : *context) bytes += key.size() + value.size();
  if (bytes > kMostContext)
    throw invalid("Value at 'encryptionContext' failed to satisfy constraint: Member must have length less than or equal to " +
                  std::to_string(kMostContext));
  return *context;
}

std::string encrypt_under(const Key& key, const EncryptionContext& context, std::string_view plain) {
  BlobHeader header{key.at.account, key.record.id, std::uint32_t(key.materials.size())};
  return encrypt(key.materials.back().bytes, header, canonical(context), plain);
}

Encrypt with_defaults(Encrypt q) {
  if (!q.encryptionAlgorithm) q.encryptionAlgorithm = kSymmetric;
  return q;
}
Decrypt with_defaults(Decrypt q) {
  if (!q.encryptionAlgorithm) q.encryptionAlgorithm = kSymmetric;
  return q;
}
ReEncrypt with_defaults(ReEncrypt q) {
  if (!q.sourceEncryptionAlgorithm) q.sourceEncryptionAlgorithm = kSymmetric;
  if (!q.destinationEncryptionAlgorithm) q.destinationEncryptionAlgorithm = kSymmetric;
  return q;
}

Access to_encrypt(const Encrypt& q, Call& call) {
  check_length("plaintext", q.plaintext.bytes, kMostPlain);
  check_tokens(call.house(), q.grantTokens);
  return access_to_encrypt(call, "kms:Encrypt", find_key(call, q.keyId), context_of(q.encryptionContext), algorithm_of(q.encryptionAlgorithm));
}

Access to_decrypt(const Decrypt& q, Call& call) {
  check_tokens(call.house(), q.grantTokens);
  Named key = decrypting_key(call, blob_of(q.ciphertextBlob), q.keyId);
  return access_to_encrypt(call, "kms:Decrypt", key, context_of(q.encryptionContext), algorithm_of(q.encryptionAlgorithm));
}

std::vector<Access> to_re_encrypt(const ReEncrypt& q, Call& call) {
  check_tokens(call.house(), q.grantTokens);
  Named from = decrypting_key(call, blob_of(q.ciphertextBlob), q.sourceKeyId), to = find_key(call, q.destinationKeyId);
  ConditionKeys same = {{"kms:ReEncryptOnSameKey", {from.arn == to.arn ? "true" : "false"}}};
  std::vector<Access> out;
  out.push_back(access_to_encrypt(call, "kms:ReEncryptFrom", from, context_of(q.sourceEncryptionContext), algorithm_of(q.sourceEncryptionAlgorithm), same));
  out.push_back(access_to_encrypt(call, "kms:ReEncryptTo", to, context_of(q.destinationEncryptionContext), algorithm_of(q.destinationEncryptionAlgorithm), same));
  return out;
}

EncryptResult encrypt_text(const Encrypt& q, Call& call) {
  KeyPtr key = authorized_key(call, q.keyId);
  const Cipher cipher{q.operation, algorithm_of(q.encryptionAlgorithm), context_of(q.encryptionContext)};
  check_plain(*key, cipher, q.plaintext.bytes);
  stop_if_dry_run(q.dryRun);
  return {Blob{seal(*key, cipher, q.plaintext.bytes).blob}, key->arn, std::string(cipher.algorithm)};
}

DecryptResult decrypt_text(const Decrypt& q, Call& call) {
  refuse_enclaves(q.recipient);
  refuse_modifiers(q.dryRunModifiers);
  const Cipher cipher{q.operation, algorithm_of(q.encryptionAlgorithm), context_of(q.encryptionContext)};
  Opened opened = open_blob(call, blob_of(q.ciphertextBlob), q.keyId, cipher);
  stop_if_dry_run(q.dryRun);
  return {opened.key->arn, Blob{std::move(opened.plain)}, std::string(cipher.algorithm), std::move(opened.material_id)};
}

ReEncryptResult re_encrypt(const ReEncrypt& q, Call& call) {
  refuse_modifiers(q.dryRunModifiers);
  const Cipher source{q.operation, algorithm_of(q.sourceEncryptionAlgorithm), context_of(q.sourceEncryptionContext)},
      destination{q.operation, algorithm_of(q.destinationEncryptionAlgorithm), context_of(q.destinationEncryptionContext)};
  Opened opened = open_blob(call, blob_of(q.ciphertextBlob), q.sourceKeyId, source);
  KeyPtr to = authorized_key(call, q.destinationKeyId);
  check_plain(*to, destination, opened.plain);
  stop_if_dry_run(q.dryRun);
  Sealed sealed = seal(*to, destination, opened.plain);
  base::wipe(opened.plain);
  return {Blob{std::move(sealed.blob)}, opened.key->arn, to->arn, std::string(source.algorithm), std::string(destination.algorithm),
          std::move(opened.material_id), std::move(sealed.material_id)};
}

}  // namespace kms
