#include "services/s3/encryption.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "service/house.h"
#include "services/kms/api.h"
#include "services/s3/door.h"

namespace s3 {
namespace {

using service::Call;

// KMS's refusals as S3 passes them on.
[[noreturn]] void pass_on(const ApiError& e) {
  if (e.code == "AccessDeniedException") throw ApiError{"AccessDenied", 403, e.message, "AccessDenied"};
  if (e.status >= 500) throw ApiError{"InternalError", 500, "We encountered an internal error. Please try again."};
  throw ApiError{"KMS." + e.code, 400, e.message};
}

template <class Q> typename Q::Result ask_kms(const Q& question, const std::string& region, Call& call) {
  if (call.caller().who == service::Who::anonymous)
    throw invalid_argument("Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.");
  try {
    return call.via("s3.amazonaws.com").at({call.scope().account, region}).ask(question);
  } catch (const ApiError& e) {
    pass_on(e);
  }
}

Words context_given(const std::string& encoded) {
  Words out;
  auto text = base::unbase64(encoded);
  auto json = text ? base::parse_json(*text) : std::nullopt;
  simdjson::dom::object object;
  if (!json || json->get(object))
    throw invalid_argument(
        "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string "
        "holding JSON with the encryption context key-value pairs",
        "x-amz-server-side-encryption-context", encoded);
  for (auto [name, value] : object) {
    std::string_view v;
    if (value.get(v))
      throw invalid_argument("The encryption context's values shall be strings.", "x-amz-server-side-encryption-context",
                             encoded);
    out[std::string(name)] = v;
  }
  if (out.contains("aws:s3:arn"))
    throw invalid_argument("The encryption context key 'aws:s3:arn' is reserved.", "x-amz-server-side-encryption-context",
                           encoded);
  return out;
}

Protection chosen(const EncryptionWish& wish, const Bucket& bucket) {
  Protection p{.algorithm = wish.algorithm.value_or(bucket.encryption), .by_default = !wish.algorithm};
  if (p.algorithm == "aws:kms:dsse") throw not_implemented("Dual-layer server-side encryption is not implemented.");
  if (p.algorithm != "AES256" && p.algorithm != "aws:kms")
    throw invalid_argument("The encryption method specified is not supported", "x-amz-server-side-encryption", p.algorithm);
  const bool kms = p.algorithm == "aws:kms";
  if (wish.key && (!kms || !wish.algorithm))
    throw invalid_argument(
        "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
        "x-amz-server-side-encryption", wish.algorithm.value_or("null"));
  if (!kms) return p;
  const bool of_bucket = bucket.encryption == "aws:kms";
  p.kms_key = wish.key && !wish.key->empty() ? *wish.key : of_bucket && p.by_default ? bucket.kms_key : "";
  if (p.kms_key.empty()) p.kms_key = "alias/aws/s3";
  p.bucket_key = wish.bucket_key.value_or(of_bucket && bucket.bucket_key);
  return p;
}

}  // namespace

Sealer::Sealer(Protection protection, std::string key, std::string bound)
    : protection_(std::move(protection)), key_(std::move(key)), bound_(std::move(bound)) {}
Sealer::~Sealer() { base::wipe(key_); }

Sealer Sealer::fresh(const EncryptionWish& wish, const Bucket& settings, const std::string& bucket, const std::string& key,
                     Call& call) {
  Protection p = chosen(wish, settings);
  std::string bound = bucket + "/" + key;
  if (p.algorithm == "AES256") return {std::move(p), call.house().key_for("s3"), std::move(bound)};
  if (wish.context) {
    p.context = context_given(*wish.context);
    p.client_context = *wish.context;
  }
  p.context["aws:s3:arn"] = bucket_arn(call, p.bucket_key ? bucket : bound);
  auto made = ask_kms(kms::GenerateDataKey{.keySpec = "AES_256", .encryptionContext = p.context, .keyId = p.kms_key},
                      settings.region, call);
  p.kms_key = made.keyId;
  p.data_key = std::move(made.ciphertextBlob.bytes);
  return {std::move(p), std::move(made.plaintext.bytes), std::move(bound)};
}

Sealer Sealer::of(Protection p, const std::string& region, const std::string& bucket, const std::string& key, Call& call) {
  std::string bound = bucket + "/" + key;
  if (p.algorithm == "AES256") return {std::move(p), call.house().key_for("s3"), std::move(bound)};
  auto opened =
      ask_kms(kms::Decrypt{.encryptionContext = p.context, .ciphertextBlob = shape::Secret<shape::Blob>(shape::Blob{p.data_key})},
              region, call);
  return {std::move(p), std::move(opened.plaintext.bytes), std::move(bound)};
}

std::string Sealer::seal(std::string_view body_key) const { return base::seal(key_, body_key, bound_); }

std::string Sealer::open(std::string_view sealed) const {
  auto key = base::open(key_, sealed, bound_);
  if (key) return std::move(*key);
  base::log_error("a body's key does not open");
  throw ApiError{"InternalError", 500, "We encountered an internal error. Please try again."};
}

std::string etag_of(const Protection& p, std::string_view md5_hex) {
  return p.algorithm == "AES256" && !md5_hex.empty() ? std::string(md5_hex) : base::hex(base::random_bytes(16));
}

}  // namespace s3
