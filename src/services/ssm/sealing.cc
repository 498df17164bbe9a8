#include "services/ssm/sealing.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/log.h"
#include "services/kms/api.h"

namespace ssm {
namespace {

std::map<std::string, std::string> context_of(const std::string& arn) { return {{"PARAMETER_ARN", arn}}; }

std::string key_name(const House& house, const Scope& at, const std::string& id) {
  if (id.starts_with("arn:")) return id;
  return "arn:" + house.settings.partition + ":kms:" + at.region + ":" + at.account + ":" + (id.starts_with("alias/") ? id : "key/" + id);
}

template <class Q> typename Q::Result ask_kms(Call& call, const Scope& at, const Q& question) {
  try {
    return call.via("ssm.amazonaws.com").at({call.scope().account, at.region}).ask(question);
  } catch (const ApiError& e) {
    if (e.status >= 500) throw ApiError{"InternalServerError", 500, "An error occurred on the server side."};
    const std::string text = e.message + " (Service: AWSKMS; Status Code: 400; Error Code: " + e.code + ")";
    throw ApiError{e.code == "AccessDeniedException" ? e.code : "InvalidKeyId", 400, text};
  }
}

std::string data_key_of(Call& call, const Scope& at, const std::string& arn, const std::string& encrypted) {
  kms::Decrypt question;
  question.encryptionContext = context_of(arn);
  question.ciphertextBlob = Secret<shape::Blob>(shape::Blob{encrypted});
  return std::move(ask_kms(call, at, question).plaintext.bytes);
}

std::string encrypted(Call& call, const Scope& at, const std::string& arn, VersionRecord& v, const std::string& value) {
  const std::string key = key_name(call.house(), at, v.key_id);
  if (v.tier == kStandard) {
    kms::Encrypt question;
    question.encryptionContext = context_of(arn);
    question.keyId = key;
    question.plaintext = Secret<shape::Blob>(shape::Blob{value});
    return std::move(ask_kms(call, at, question).ciphertextBlob.bytes);
  }
  kms::GenerateDataKey question;
  question.keySpec = "AES_256";
  question.encryptionContext = context_of(arn);
  question.keyId = key;
  auto made = ask_kms(call, at, question);
  std::string out = base::seal(made.plaintext.bytes, value, arn);
  base::wipe(made.plaintext.bytes);
  v.data_key = std::move(made.ciphertextBlob.bytes);
  return out;
}

[[noreturn]] void damaged() {
  base::log_error("a parameter's value does not open");
  throw ApiError{"InternalServerError", 500, "An error occurred on the server side."};
}

}  // namespace

void seal(Call& call, const Scope& at, std::string_view name, VersionRecord& v, const std::string& value) {
  const std::string arn = parameter_arn(call.house(), at, name);
  v.sealed = base::seal(call.house().key_for("ssm"), v.type == kSecure ? encrypted(call, at, arn, v, value) : value, arn);
}

std::string open(Call& call, const Scope& at, std::string_view name, const VersionRecord& v, bool decrypt) {
  const std::string arn = parameter_arn(call.house(), at, name);
  auto kept = base::open(call.house().key_for("ssm"), v.sealed, arn);
  if (!kept) damaged();
  if (v.type != kSecure) return std::move(*kept);
  if (!decrypt) return base::base64(v.data_key + *kept);
  if (v.data_key.empty()) return data_key_of(call, at, arn, *kept);
  std::string key = data_key_of(call, at, arn, v.data_key);
  auto plain = base::open(key, *kept, arn);
  base::wipe(key);
  if (!plain) damaged();
  return std::move(*plain);
}

}  // namespace ssm
