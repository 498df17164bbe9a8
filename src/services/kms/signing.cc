#include "services/kms/signing.h"

#include "base/crypto.h"
#include "services/kms/grants.h"

namespace kms {
namespace {

constexpr std::size_t kMostMessage = 4096, kMostSignature = 6144, kMostPublicKey = 8192;

ApiError invalid(std::string text) { return {"ValidationException", 400, std::move(text)}; }

template <class Q> Access to_use(const Q& q, Call& call, ConditionKeys more = {}) {
  check_tokens(call.house(), q.grantTokens);
  return access_to(call, Q::operation, find_key(call, q.keyId), Callers::all, nullptr, std::move(more));
}

template <class Q> Access to_use_signature(const Q& request, Call& call) {
  Q q = with_defaults(request);
  check_length("message", q.message.bytes, kMostMessage);
  return to_use(q, call, {{"kms:SigningAlgorithm", {q.signingAlgorithm}}, {"kms:MessageType", {*q.messageType}}});
}

template <class Q> Access to_use_code(const Q& q, Call& call) {
  check_length("message", q.message.bytes, kMostMessage);
  return to_use(q, call, {{"kms:MacAlgorithm", {q.macAlgorithm}}});
}

template <class Q> KeyPtr key_for(const Q& q, Call& call, std::string_view usage, std::string_view algorithm) {
  KeyPtr key = authorized_key(call, q.keyId);
  must_be_usable(*key);
  must_be_for(*key, usage, Q::operation, algorithm);
  return key;
}

// What is to be signed. Throws ValidationException.
template <class Q> std::string digest_of(const Q& request, const SigningWay& way) {
  Q q = with_defaults(request);
  if (*q.messageType == "EXTERNAL_MU") throw invalid("MessageType EXTERNAL_MU is not supported with algorithm " + q.signingAlgorithm + ".");
  if (*q.messageType == "RAW") return digest(way.digest, q.message.bytes);
  if (q.message.bytes.size() != way.digest_size) throw invalid("Digest is invalid length for algorithm " + q.signingAlgorithm + ".");
  return q.message.bytes;
}

template <class Q> Q with_message_type(Q q) {
  if (!q.messageType) q.messageType = "RAW";
  return q;
}

}  // namespace

Sign with_defaults(Sign q) { return with_message_type(std::move(q)); }
Verify with_defaults(Verify q) { return with_message_type(std::move(q)); }

Access to_get_public_key(const GetPublicKey& q, Call& call) { return to_use(q, call); }
Access to_sign(const Sign& q, Call& call) { return to_use_signature(q, call); }
Access to_verify(const Verify& q, Call& call) {
  check_length("signature", q.signature.bytes, kMostSignature);
  return to_use_signature(q, call);
}
Access to_generate_mac(const GenerateMac& q, Call& call) { return to_use_code(q, call); }
Access to_verify_mac(const VerifyMac& q, Call& call) {
  check_length("mac", q.mac.bytes, kMostSignature);
  return to_use_code(q, call);
}
Access to_derive_shared_secret(const DeriveSharedSecret& q, Call& call) {
  check_length("publicKey", q.publicKey.bytes, kMostPublicKey);
  return to_use(q, call, {{"kms:KeyAgreementAlgorithm", {q.keyAgreementAlgorithm}}});
}

GetPublicKeyResult get_public_key(const GetPublicKey& q, Call& call) {
  KeyPtr key = authorized_key(call, q.keyId);
  must_be_usable(*key);
  const KeyRecord& r = key->record;
  if (!key->pair) throw ApiError{"UnsupportedOperationException", 400, key->arn + " key spec is " + r.spec + " which is not valid for GetPublicKey."};
  GetPublicKeyResult out{key->arn, Blob{key->pair->public_der()}, r.spec, r.spec, r.usage, {}, {}, {}};
  (r.usage == kSignVerify ? out.signingAlgorithms : r.usage == kKeyAgreement ? out.keyAgreementAlgorithms : out.encryptionAlgorithms) = algorithm_names(r);
  return out;
}

SignResult sign(const Sign& q, Call& call) {
  KeyPtr key = key_for(q, call, kSignVerify, q.signingAlgorithm);
  const SigningWay way = *signing_way(q.signingAlgorithm);
  std::string digest = digest_of(q, way);
  stop_if_dry_run(q.dryRun);
  return {key->arn, Blob{key->pair->sign(way, digest)}, q.signingAlgorithm};
}

VerifyResult verify(const Verify& q, Call& call) {
  KeyPtr key = key_for(q, call, kSignVerify, q.signingAlgorithm);
  const SigningWay way = *signing_way(q.signingAlgorithm);
  std::string digest = digest_of(q, way);
  stop_if_dry_run(q.dryRun);
  if (!key->pair->verify(way, digest, q.signature.bytes)) throw ApiError{"KMSInvalidSignatureException", 400, ""};
  return {key->arn, true, q.signingAlgorithm};
}

GenerateMacResult generate_mac(const GenerateMac& q, Call& call) {
  KeyPtr key = key_for(q, call, kGenerateVerifyMac, q.macAlgorithm);
  stop_if_dry_run(q.dryRun);
  return {Blob{mac(q.macAlgorithm, key->materials.back().bytes, q.message.bytes)}, q.macAlgorithm, key->arn};
}

VerifyMacResult verify_mac(const VerifyMac& q, Call& call) {
  KeyPtr key = key_for(q, call, kGenerateVerifyMac, q.macAlgorithm);
  stop_if_dry_run(q.dryRun);
  if (!base::equal_in_constant_time(mac(q.macAlgorithm, key->materials.back().bytes, q.message.bytes), q.mac.bytes))
    throw ApiError{"KMSInvalidMacException", 400, ""};
  return {key->arn, true, q.macAlgorithm};
}

DeriveSharedSecretResult derive_shared_secret(const DeriveSharedSecret& q, Call& call) {
  refuse_enclaves(q.recipient);
  KeyPtr key = key_for(q, call, kKeyAgreement, q.keyAgreementAlgorithm);
  auto secret = key->pair->shared_secret(q.publicKey.bytes);
  if (!secret) throw invalid("");
  stop_if_dry_run(q.dryRun);
  return {key->arn, Blob{std::move(*secret)}, q.keyAgreementAlgorithm, "AWS_KMS"};
}

}  // namespace kms
