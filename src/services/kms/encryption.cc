#include "services/kms/encryption.h"

#include "base/crypto.h"
#include "services/kms/ciphertext.h"
#include "services/kms/grants.h"
#include "shape/validate.h"

namespace kms {
namespace {

constexpr std::string_view kSymmetric = "SYMMETRIC_DEFAULT";
constexpr std::size_t kMostPlain = 4096, kMostBlob = 6144, kMostContext = 8192;

ApiError invalid(std::string fault) { return {"ValidationException", 400, shape::validation_message({std::move(fault)})}; }
ApiError invalid_ciphertext() { return {"InvalidCiphertextException", 400, ""}; }

void check_length(std::string_view member, std::string_view bytes, std::size_t most) {
  if (!bytes.empty() && bytes.size() <= most) return;
  std::string limit = bytes.empty() ? "greater than or equal to 1" : "less than or equal to " + std::to_string(most);
  throw invalid("Value at '" + std::string(member) + "' failed to satisfy constraint: Member must have length " + limit);
}

const std::string& blob_of(const std::optional<Secret<Blob>>& blob) {
  if (!blob) throw invalid(shape::missing("ciphertextBlob"));
  check_length("ciphertextBlob", blob->bytes, kMostBlob);
  return blob->bytes;
}

void check_algorithm(const Key& key, const std::optional<EncryptionAlgorithm>& algorithm) {
  if (algorithm && *algorithm != kSymmetric)
    throw ApiError{"InvalidKeyUsageException", 400, "Algorithm " + *algorithm + " is incompatible with key spec " + key.record.spec + "."};
}

template <class T> void refuse_modifiers(const std::optional<T>& modifiers) {
  if (modifiers && !modifiers->empty()) throw ApiError{"UnsupportedOperationException", 400, "DryRunModifiers are not supported."};
}

// The key that is to decrypt: the one named, or else the one the blob names.
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

struct Opened { KeyPtr key; std::string plain, material_id; };

Opened open_blob(Call& call, const std::string& blob, const std::optional<KeyName>& name, const EncryptionContext& context) {
  Opened out{decrypting_key(call, blob, name).key, {}, {}};
  if (!out.key) std::abort();            // authorization lets nobody through to a key that is not there
  must_be_usable(*out.key);
  auto header = header_of(blob);
  if (!header) throw invalid_ciphertext();
  if (header->key_id != out.key->record.id || header->account != out.key->at.account)
    throw ApiError{"IncorrectKeyException", 400, "The key ID in the request does not identify a CMK that can perform this operation."};
  if (header->backing == 0 || header->backing > out.key->materials.size()) throw invalid_ciphertext();
  const Material& material = out.key->materials[header->backing - 1];
  auto plain = decrypt(material.bytes, blob, canonical(context));
  if (!plain) throw invalid_ciphertext();
  out.plain = std::move(*plain);
  out.material_id = material.id;
  return out;
}

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

void refuse_enclaves(const std::optional<Recipient>& recipient) {
  if (recipient) throw ApiError{"UnsupportedOperationException", 400, "Recipient is not supported."};
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
  return access_to(call, "kms:Encrypt", find_key(call, q.keyId), Callers::all, &context_of(q.encryptionContext));
}

Access to_decrypt(const Decrypt& q, Call& call) {
  check_tokens(call.house(), q.grantTokens);
  Named key = decrypting_key(call, blob_of(q.ciphertextBlob), q.keyId);
  return access_to(call, "kms:Decrypt", key, Callers::all, &context_of(q.encryptionContext));
}

std::vector<Access> to_re_encrypt(const ReEncrypt& q, Call& call) {
  check_tokens(call.house(), q.grantTokens);
  Named from = decrypting_key(call, blob_of(q.ciphertextBlob), q.sourceKeyId), to = find_key(call, q.destinationKeyId);
  ConditionKeys same = {{"kms:ReEncryptOnSameKey", {from.arn == to.arn ? "true" : "false"}}};
  std::vector<Access> out;
  out.push_back(access_to(call, "kms:ReEncryptFrom", from, Callers::all, &context_of(q.sourceEncryptionContext), same));
  out.push_back(access_to(call, "kms:ReEncryptTo", to, Callers::all, &context_of(q.destinationEncryptionContext), same));
  return out;
}

EncryptResult encrypt_text(const Encrypt& q, Call& call) {
  KeyPtr key = authorized_key(call, q.keyId);
  must_be_usable(*key);
  check_algorithm(*key, q.encryptionAlgorithm);
  stop_if_dry_run(q.dryRun);
  return {Blob{encrypt_under(*key, context_of(q.encryptionContext), q.plaintext.bytes)}, key->arn, std::string(kSymmetric)};
}

DecryptResult decrypt_text(const Decrypt& q, Call& call) {
  refuse_enclaves(q.recipient);
  refuse_modifiers(q.dryRunModifiers);
  Opened opened = open_blob(call, blob_of(q.ciphertextBlob), q.keyId, context_of(q.encryptionContext));
  check_algorithm(*opened.key, q.encryptionAlgorithm);
  stop_if_dry_run(q.dryRun);
  return {opened.key->arn, Blob{std::move(opened.plain)}, std::string(kSymmetric), std::move(opened.material_id)};
}

ReEncryptResult re_encrypt(const ReEncrypt& q, Call& call) {
  refuse_modifiers(q.dryRunModifiers);
  Opened opened = open_blob(call, blob_of(q.ciphertextBlob), q.sourceKeyId, context_of(q.sourceEncryptionContext));
  KeyPtr to = authorized_key(call, q.destinationKeyId);
  must_be_usable(*to);
  check_algorithm(*opened.key, q.sourceEncryptionAlgorithm);
  check_algorithm(*to, q.destinationEncryptionAlgorithm);
  stop_if_dry_run(q.dryRun);
  ReEncryptResult out{Blob{encrypt_under(*to, context_of(q.destinationEncryptionContext), opened.plain)}, opened.key->arn, to->arn,
                      std::string(kSymmetric), std::string(kSymmetric), std::move(opened.material_id), to->materials.back().id};
  base::wipe(opened.plain);
  return out;
}

}  // namespace kms
