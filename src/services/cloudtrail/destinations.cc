#include "services/cloudtrail/destinations.h"

#include "base/arn.h"
#include "base/log.h"
#include "services/kms/api.h"
#include "services/s3/api.h"

namespace cloudtrail {

using service::ApiError, service::Call;

namespace {

bool bucket_name_ok(std::string_view b) {
  if (b.size() < 3 || b.size() > 63 || b.find("..") != b.npos) return false;
  for (char c : b) if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.')) return false;
  return b.front() != '-' && b.front() != '.' && b.back() != '-' && b.back() != '.';
}

void check_prefix(const std::string& prefix) {
  if (prefix.size() > 200) throw error("InvalidS3PrefixException", "S3 prefix is longer than maximum length: 200.");
  if (std::any_of(prefix.begin(), prefix.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
    throw error("InvalidS3PrefixException", "S3 prefix contains characters that are not valid in an object key.");
}

ApiError insufficient_bucket(const Trail& t) { return error("InsufficientS3BucketPolicyException", "Incorrect S3 bucket policy is detected for bucket: " + t.bucket); }

// The folders whose markers the access test writes: the owner's own, and the organization's.
std::vector<std::string> test_keys(const Trail& t) {
  std::string root = t.prefix.empty() ? "" : t.prefix + "/";
  root += "AWSLogs/";
  std::vector<std::string> out = {root + t.account + "/CloudTrail/"};
  if (t.validation) out.push_back(root + t.account + "/CloudTrail-Digest/");
  if (!t.organization) return out;
  out.push_back(root + t.organizationId + "/" + t.account + "/CloudTrail/");
  if (t.validation) out.push_back(root + t.organizationId + "/" + t.account + "/CloudTrail-Digest/");
  return out;
}

void check_bucket(const Trail& t, Call& call) {
  if (!bucket_name_ok(t.bucket)) throw error("InvalidS3BucketNameException", "Bucket name is not valid: " + t.bucket);
  check_prefix(t.prefix);
  Call itself = call.as(acting_for(t));
  try {
    s3::GetBucketAcl acl;
    acl.bucket = t.bucket;
    itself.ask(acl);
  } catch (const ApiError& e) {
    if (e.code == "NoSuchBucket") throw error("S3BucketDoesNotExistException", "S3 bucket " + t.bucket + " does not exist!");
    throw insufficient_bucket(t);
  }
  // The test's put carries no SSE header: a bucket that demands one refuses the trail.
  for (auto& key : test_keys(t)) {
    s3::PutObject put;
    put.bucket = t.bucket;
    put.key = key;
    put.aCL = "bucket-owner-full-control";
    if (!itself.may(put)) throw insufficient_bucket(t);
  }
}

[[noreturn]] void key_refused(const Trail& t, std::string_view key, const ApiError& e) {
  const bool malformed = e.code == "ValidationException" || e.code == "InvalidArnException" || e.message.starts_with("Invalid keyId");
  if (malformed) throw error("InvalidKmsKeyIdException", "KMS key ID is not valid: " + std::string(key));
  if (e.code == "NotFoundException") throw error("KmsKeyNotFoundException", "KMS key " + std::string(key) + " does not exist, or is not in the Region of the S3 bucket.");
  if (e.code == "DisabledException" || e.code == "KMSInvalidStateException" || e.code == "InvalidKeyUsageException") throw error("KmsException", e.message);
  throw error("InsufficientEncryptionPolicyException", "Insufficient permissions to access S3 bucket " + t.bucket + " or KMS key " + std::string(key) + ".");
}

// Asks for a data key that is thrown away, in the Region the bucket is in.
void check_key(Trail& t, const std::string& key, Call& call) {
  std::string region = call.scope().region;
  try {
    auto location = call.house().ports().bucket_region(call.txn(), t.bucket);
    if (location) region = *location;
    if (auto arn = base::parse_arn(key); arn && arn->service == "kms" && location && arn->region != *location)
      throw ApiError{"NotFoundException", 400, ""};
    kms::GenerateDataKey ask{.keyId = key};
    ask.keySpec = "AES_256";
    ask.encryptionContext = std::map<std::string, std::string>{
        {"aws:cloudtrail:arn", arn_of(t)}, {"aws:s3:arn", "arn:aws:s3:::" + t.bucket + "/" + (t.prefix.empty() ? "" : t.prefix + "/") + "AWSLogs/" + t.account + "/"}};
    t.keyArn = call.as(acting_for(t)).at({call.caller().account(), region}).ask(ask).keyId;
  } catch (const ApiError& e) {
    key_refused(t, key, e);
  }
}

}  // namespace

service::PrincipalPtr acting_for(const Trail& t) { return service::service_principal("cloudtrail.amazonaws.com", arn_of(t), t.account); }

std::string log_root(const Trail& t) {
  std::string out = t.prefix.empty() ? "" : t.prefix + "/";
  out += "AWSLogs/";
  if (t.organization) out += t.organizationId + "/";
  return out;
}

std::string folder(const Trail& t, std::string_view account, std::string_view kind, std::string_view region) {
  return log_root(t).append(account).append("/").append(kind).append("/").append(region);
}

Trail as_delivered(const Trail& t, std::string_view account) {
  Trail out = t;
  if (t.organization || account == t.account || t.former.bucket.empty()) return out;
  out.organization = true;
  out.bucket = t.former.bucket;
  out.prefix = t.former.prefix;
  out.keyArn = t.former.keyArn;
  return out;
}

void want_markers(const Trail& t, Call& call) { call.later(kMarkers, store::joined(t.account, t.homeRegion, t.name)); }

void write_markers(service::House& house, const std::string& payload) {
  auto account = payload.substr(0, payload.find('\0')), key = payload.substr(account.size() + 1);
  std::optional<Trail> t;
  std::string region;
  {
    store::Txn txn = house.store.read();
    t = store::Bound<Trail>(txn, kTrails, account, "").get(key);
    if (t) region = house.ports().bucket_region(txn, t->bucket).value_or(t->homeRegion);
  }
  if (!t) return;
  for (auto& marker : test_keys(*t)) {
    s3::PutObject put;
    put.bucket = t->bucket;
    put.key = marker;
    put.aCL = "bucket-owner-full-control";
    try {
      house.act(acting_for(*t), {t->account, region}, put);
    } catch (const ApiError& e) {
      base::log_error("marker " + marker + " of " + arn_of(*t) + ": " + e.code + ": " + e.message);
    }
  }
}

void check_destinations(Trail& t, const std::optional<std::string>& key_id, Call& call) {
  check_bucket(t, call);
  if (key_id && key_id->empty()) t.keyArn.clear();
  else if (key_id || !t.keyArn.empty()) check_key(t, key_id ? *key_id : t.keyArn, call);
}

}  // namespace cloudtrail
