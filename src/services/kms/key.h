#pragma once
// Which key a request names, who may do what with it, and the key made ready for use.
#include "service/house.h"
#include "services/kms/api_words.h"
#include "services/kms/key_pair.h"
#include "services/kms/state.h"

namespace kms {

using service::Access, service::ApiError, service::Call, service::House, service::Scope;

struct Material {
  std::string bytes, id;             // a secret or a PKCS#8 private key, wiped at the end; material_id of it
  Material(std::string material);
  Material(Material&&) noexcept = default;
  ~Material();
};

using ConditionKeys = std::vector<std::pair<std::string, std::vector<std::string>>>;

// Immutable, shared between threads, kept while no table of KMS changes.
struct Key {
  std::string arn;
  Scope at;
  KeyRecord record;
  bool managed = false;              // by AWS: derived, never stored, never changed (managed.h)
  bool has_grants = false;
  std::shared_ptr<const policy::Document> policy;
  std::vector<Material> materials;   // number n stands at n - 1; the last is current
  std::optional<KeyPair> pair;       // of asymmetric keys
  ConditionKeys conditions;          // what policies may ask of the key itself
};
using KeyPtr = std::shared_ptr<const Key>;

// How a request names a key: id, key ARN, alias name, alias ARN.
struct Named {
  KeyPtr key;                        // nullptr: another account's that is not there; authorization refuses it
  std::string arn;                   // of the key; where there is none, of what was named
  Scope at;
  std::string alias;                 // "alias/x" when named so
};

// Throws NotFoundException or InvalidArnException, in AWS's words.
Named find_key(Call&, std::string_view name);
// The same for operations that take a key's id or ARN and no alias: all that keep keys, rather than use or describe them.
Named find_key_proper(Call&, std::string_view name);
// The same for handlers, behind authorization.
KeyPtr authorized_key(Call&, std::string_view name);
// The key behind a ciphertext: in this Region, under the account the blob names. nullptr: not there.
KeyPtr load_key(Call&, const Scope&, std::string_view id);

KeyPtr make_ready(House&, const Scope&, KeyRecord, bool has_grants);
Backing new_backing(House&, const std::string& arn, std::size_t number, base::Time, std::string_view rotation, std::string material);

std::string key_arn(const House&, const Scope&, std::string_view id);
std::string alias_arn(const House&, const Scope&, std::string_view name);

// Access to a key: its policy must allow, or delegate to the caller's policies, or a grant covers the operation.
// `own`: operations that cannot be called from another account. The context of those that take one.
enum class Callers : std::uint8_t { all, own };
Access access_to(Call&, std::string_view action, const Named&, Callers, const EncryptionContext* = nullptr, ConditionKeys more = {});
// The same of an operation that encrypts or decrypts by this algorithm; none: SYMMETRIC_DEFAULT.
Access access_to_encrypt(Call&, std::string_view action, const Named&, const EncryptionContext&, std::string_view algorithm, ConditionKeys more = {});
// Access to no key in particular.
Access access_to_all(Call&, std::string_view action, ConditionKeys more = {});

// kms:EncryptionContext:... and kms:EncryptionContextKeys.
void add_context(const EncryptionContext&, ConditionKeys&);

// For cryptographic use: throws DisabledException or KMSInvalidStateException.
void must_be_usable(const Key&);
void must_not_be_pending(const Key&);
// Throws InvalidKeyUsageException unless the key is for this usage and algorithm. `operation` as it is qualified: "kms:Sign".
void must_be_for(const Key&, std::string_view usage, std::string_view operation, std::string_view algorithm);
std::vector<std::string> algorithm_names(const KeyRecord&);    // what the key can do, as it is told
// Of bytes that come with a request: 1 to `most`. Throws ValidationException.
void check_length(std::string_view member, std::string_view bytes, std::size_t most);
void refuse_enclaves(const std::optional<Recipient>&);         // throws UnsupportedOperationException
void stop_if_dry_run(const std::optional<bool>& dry_run);      // throws DryRunOperationException

// Reads the key, lets `edit` change a copy of its record, stores that. Customer keys only.
template <class F> KeyPtr change_key(Call& call, std::string_view name, F edit) {
  KeyPtr key = authorized_key(call, name);
  if (key->managed) throw ApiError{"UnsupportedOperationException", 400, key->arn + " is managed by AWS."};
  KeyRecord after = key->record;
  edit(*key, after);
  save(call.txn(), key->at, &key->record, after);
  return key;
}

}  // namespace kms
