#pragma once
// How the keys of bodies are kept. Every body is encrypted under a fresh key of its own; that key is sealed under a key of the
// house (SSE-S3), or under a data key that KMS made and keeps (SSE-KMS), asked for as the caller through S3.
#include "service/call.h"
#include "services/s3/errors.h"
#include "services/s3/state.h"

namespace s3 {

// What a request says of encryption.
struct EncryptionWish {
  std::optional<std::string> algorithm, key, context;
  std::optional<bool> bucket_key;
};
// SSE-C is refused here: its keys would have to come with every request.
template <class Q> EncryptionWish encryption_wish(const Q& q) {
  if (q.sSECustomerAlgorithm) throw not_implemented("Server-side encryption with customer-provided keys is not implemented.");
  return {q.serverSideEncryption, q.sSEKMSKeyId, q.sSEKMSEncryptionContext, q.bucketKeyEnabled};
}

class Sealer {
 public:
  // For what is written now. Throws InvalidArgument, AccessDenied, KMS.* .
  static Sealer fresh(const EncryptionWish&, const Bucket&, const std::string& bucket, const std::string& key, service::Call&);
  // For what was written, in a bucket of this Region.
  static Sealer of(Protection, const std::string& region, const std::string& bucket, const std::string& key, service::Call&);
  ~Sealer();
  Sealer(Sealer&&) = default;

  std::string seal(std::string_view body_key) const;
  std::string open(std::string_view sealed) const;             // damage aborts the request with InternalError
  const Protection& protection() const { return protection_; }

 private:
  Sealer(Protection, std::string key, std::string bound);
  Protection protection_;
  std::string key_, bound_;
};

// Entity tags: the MD5 where S3 says so, opaque otherwise.
std::string etag_of(const Protection&, std::string_view md5_hex);

// The members of an answer that tell the encryption.
template <class R> void tell_encryption(R& r, const Protection& p) {
  r.serverSideEncryption = p.algorithm;
  if (p.algorithm != "aws:kms") return;
  r.sSEKMSKeyId = p.kms_key;
  if (p.bucket_key) r.bucketKeyEnabled = true;
  if constexpr (requires { r.sSEKMSEncryptionContext; })
    if (!p.client_context.empty()) r.sSEKMSEncryptionContext = p.client_context;
}

}  // namespace s3
