#include "services/s3/door.h"

#include "services/s3/names.h"

namespace s3 {
namespace {

using service::Who;

[[noreturn]] void redirect(const std::string& name, const Bucket& bucket, const Call& call) {
  std::string domain = call.house().settings.partition == "aws-cn" ? ".amazonaws.com.cn" : ".amazonaws.com";
  throw ApiError{
      "PermanentRedirect",
      301,
      "The bucket you are attempting to access must be addressed using the specified endpoint. "
       "Please send all future requests to this endpoint.",
      {},
      {{"Endpoint", name + ".s3." + bucket.region + domain},
       {"Bucket", name},
       {"Region", bucket.region},
       {"x-amz-bucket-region", bucket.region}}};
}

// What every access to a bucket is judged by.
void add_common_keys(ConditionKeys& keys, const Call& call, const std::string& owner) {
  keys.reserve(keys.size() + 6);
  auto add = [&](std::string_view name, std::string value) {
    auto& [key, values] = keys.emplace_back();
    key = name;
    values.push_back(std::move(value));
  };
  add("s3:ResourceAccount", owner);
  const auto& peer = call.peer();
  if (!peer.authentication.empty()) {
    add("s3:signatureversion", "AWS4-HMAC-SHA256");
    add("s3:authType", peer.authentication == "QueryString" ? "REST-QUERY-STRING" : "REST-HEADER");
    if (!peer.payload.empty()) add("s3:x-amz-content-sha256", peer.payload);
    if (peer.signed_at) add("s3:signatureAge", std::to_string(std::max<std::int64_t>(0, base::HostClock{}.now().ms - peer.signed_at->ms)));
  }
  if (peer.tls_version.starts_with("TLSv")) add("s3:TlsVersion", std::string(peer.tls_version.substr(4)));
}

std::shared_ptr<const Known> known_or_refused(const std::string& name, const Call& call) {
  auto found = known_bucket(name, call);
  if (!found) throw ApiError{"NoSuchBucket", 404, "The specified bucket does not exist", {}, {{"BucketName", name}}};
  return found;
}

}  // namespace

std::string bucket_arn(const Call& call, std::string_view bucket) {
  return "arn:" + call.house().settings.partition + ":s3:::" + std::string(bucket);
}

void check_key(const std::string& key) {
  if (key.size() > 1024)
    throw ApiError{
        "KeyTooLongError", 400, "Your key is too long", {}, {{"Size", std::to_string(key.size())}, {"MaxSizeAllowed", "1024"}}};
  if (key.find('\0') != key.npos) throw ApiError{"InvalidURI", 400, "Couldn't parse the specified URI."};
}

Bucket bucket_named(const std::string& name, const Call& call) {
  return known_or_refused(name, call)->bucket;
}

Door::Door(std::string bucket, const Named& expected_owner, Call& call, From from)
    : call_(call), name_(std::move(bucket)), arn_(bucket_arn(call, name_)), known_(known_or_refused(name_, call)), settings_(known_->bucket) {
  const auto& caller = call.caller();
  const bool signed_for_a_region = caller.who != Who::service && caller.who != Who::anonymous;
  if (from == From::its_region && signed_for_a_region && call.scope().region != settings_.region) redirect(name_, settings_, call);
  if (expected_owner && *expected_owner != settings_.account) throw ApiError{"AccessDenied", 403, "Access Denied", "AccessDenied"};
  call.set_record_region(settings_.region);
  const bool stranger = caller.who != Who::service && caller.account() != settings_.account;
  if (stranger && known_->public_policy && settings_.block && settings_.block->restrict_buckets) return;
  policy_ = known_->policy;
}

Access Door::made(std::string_view action, std::string resource, ConditionKeys keys) const {
  Access out{.action = action,
             .resource = std::move(resource),
             .owner = settings_.account,
             .resource_policy = policy_,
             .keys = std::move(keys)};
  add_common_keys(out.keys, call_, settings_.account);
  return out;
}

Access Door::bucket(std::string_view action, ConditionKeys keys) const {
  Access out = made(action, arn_, std::move(keys));
  out.type = "AWS::S3::Bucket";
  return out;
}

Access Door::object(std::string_view action, const std::string& key, ConditionKeys keys) const {
  Access out = made(action, arn_ + "/" + key, std::move(keys));
  out.type = "AWS::S3::Object";
  return out;
}

Access Door::bucket_listed() const {
  return {.action = {}, .resource = arn_, .owner = settings_.account, .type = "AWS::S3::Bucket"};
}

Access Door::objects_listed() const {
  return {.action = {}, .resource = arn_ + "/", .owner = settings_.account, .type = "AWS::S3::Object", .prefix = true};
}

std::vector<Access> existing_object(const Door& door, const std::string& bucket, const std::string& key, const Named& version,
                                    std::string_view action, Call& call) {
  Versions versions(call, bucket, door.settings());
  auto found = versions.find(key, version);
  ConditionKeys keys;
  if (version) keys.push_back({"s3:VersionId", {*version}});
  if (found && found->version.tagged)
    for (auto& [name, value] : versions.object(key, *found).content.tags) keys.push_back({"s3:ExistingObjectTag/" + name, {value}});
  std::vector<Access> out;
  out.push_back(door.object(action, key, std::move(keys)));
  const bool there = found && !(found->version.marker && !version);
  out.push_back(there ? door.bucket_listed() : door.bucket("s3:ListBucket"));
  return out;
}

}  // namespace s3
