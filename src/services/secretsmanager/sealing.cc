#include "services/secretsmanager/sealing.h"

#include "base/crypto.h"
#include "base/log.h"
#include "services/kms/api.h"

namespace secretsmanager {
namespace {

constexpr std::string_view kHost = "secretsmanager.amazonaws.com", kDefaultKey = "alias/aws/secretsmanager";

std::map<std::string, std::string> context_of(const Found& s, const std::string& version) {
  return {{"SecretARN", s.arn}, {"SecretVersionId", version}};
}

// Ids and aliases are those of the secret's account, whoever calls.
std::string key_name(const House& house, const Found& s) {
  std::string id = s.record.kms_key.empty() ? std::string(kDefaultKey) : s.record.kms_key;
  if (id.starts_with("arn:")) return id;
  return "arn:" + house.settings.partition + ":kms:" + s.at.region + ":" + s.at.account + ":" + (id.starts_with("alias/") ? id : "key/" + id);
}

void refuse_foreigners(const Call& call, const Found& s, bool default_key) {
  if (default_key && call.caller().account() != s.at.account && call.caller().who != service::Who::service)
    throw invalid_request("You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.");
}

bool is_default(std::string_view key) { return key.empty() || key.ends_with(kDefaultKey); }

template <class Q> typename Q::Result ask_kms(Call& call, const Found& s, const Q& question, std::string_view failure, std::string_view text) {
  try {
    return call.via(kHost).at({call.scope().account, s.at.region}).ask(question);
  } catch (const ApiError& e) {
    if (e.code == "AccessDeniedException") throw ApiError{"AccessDeniedException", 400, "Access to KMS is not allowed"};
    if (e.status >= 500) throw ApiError{"InternalServiceError", 500, "An error occurred on the server side."};
    throw ApiError{std::string(failure), 400, std::string(text) + (e.message.empty() ? "" : " " + e.message)};
  }
}

std::string bound_to(const Found& s, const std::string& version) { return s.arn + "#" + version; }

}  // namespace

std::optional<Value> value_of(const Maybe<SecretString>& text, const Maybe<SecretBinary>& binary) {
  if (text && binary) throw invalid_parameter("You can't specify both a binary secret value and a string secret value in the same secret.");
  if (text) return Value{*text, false};
  if (!binary) return {};
  if (binary->bytes.empty() || binary->bytes.size() > 65536)
    throw ApiError{"ValidationException", 400, "1 validation error detected: Value at 'secretBinary' failed to satisfy constraint: Member must have length between 1 and 65536"};
  return Value{binary->bytes, true};
}

std::string fingerprint(const House& house, const Found& s, const std::string& version, const Value& value) {
  return base::hmac_sha256(house.key_for("secretsmanager fingerprint"), bound_to(s, version) + (value.binary ? "#b#" : "#s#") + value.bytes);
}

VersionRecord seal(Call& call, const Found& s, const std::string& version, const Value& value) {
  const bool default_key = is_default(s.record.kms_key);
  refuse_foreigners(call, s, default_key);
  auto made = ask_kms(call, s, kms::GenerateDataKey{.keySpec = "AES_256", .encryptionContext = context_of(s, version), .keyId = key_name(call.house(), s)},
                      "EncryptionFailure", "Secrets Manager can't encrypt the protected secret text using the provided KMS key.");
  VersionRecord out{.sealed = base::seal(made.plaintext.bytes, value.bytes, bound_to(s, version)), .data_key = std::move(made.ciphertextBlob.bytes),
                    .kms_key = default_key ? "" : made.keyId, .fingerprint = fingerprint(call.house(), s, version, value), .binary = value.binary,
                    .created = call.now(), .accessed = {}};
  base::wipe(made.plaintext.bytes);
  return out;
}

Value open(Call& call, const Found& s, const std::string& version, const VersionRecord& v) {
  refuse_foreigners(call, s, v.kms_key.empty());
  kms::Decrypt question{.encryptionContext = context_of(s, version), .ciphertextBlob = shape::Secret<shape::Blob>(shape::Blob{v.data_key})};
  auto opened = ask_kms(call, s, question, "DecryptionFailure", "Secrets Manager can't decrypt the protected secret text using the provided KMS key.");
  auto plain = base::open(opened.plaintext.bytes, v.sealed, bound_to(s, version));
  base::wipe(opened.plaintext.bytes);
  if (plain) return {std::move(*plain), v.binary};
  base::log_error("a secret's value does not open");
  throw ApiError{"InternalServiceError", 500, "An error occurred on the server side."};
}

}  // namespace secretsmanager
