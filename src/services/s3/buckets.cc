#include "services/s3/buckets.h"

#include "base/bytes.h"
#include "service/system_tags.h"
#include "services/s3/content.h"
#include "services/s3/names.h"
#include "services/s3/uploads.h"

namespace s3 {
namespace {

constexpr std::string_view kFirstRegion = "us-east-1";      // has no location constraint

// The Region a new bucket goes to.
std::string chosen_region(const CreateBucket& q, const Call& call) {
  const std::string& here = call.scope().region;
  const auto& c = q.createBucketConfiguration;
  std::string wanted = c && c->locationConstraint ? *c->locationConstraint : "";
  if (wanted == "EU") wanted = "eu-west-1";
  if (wanted.empty()) {
    if (here == kFirstRegion) return here;
    throw ApiError{
        "IllegalLocationConstraintException", 400,
        "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to."};
  }
  const auto& regions = call.house().settings.regions;
  if (wanted == kFirstRegion || std::find(regions.begin(), regions.end(), wanted) == regions.end())
    throw ApiError{
        "InvalidLocationConstraint", 400, "The specified location-constraint is not valid", {}, {{"LocationConstraint", wanted}}};
  if (here != kFirstRegion && here != wanted)
    throw ApiError{
        "IllegalLocationConstraintException", 400,
        "The " + wanted + " location constraint is incompatible for the region specific endpoint this request was sent to."};
  return wanted;
}

std::string chosen_ownership(const CreateBucket& q) {
  std::string ownership = q.objectOwnership.value_or("BucketOwnerEnforced");
  if (ownership != "BucketOwnerEnforced" && ownership != "BucketOwnerPreferred" && ownership != "ObjectWriter")
    throw invalid_argument("Invalid x-amz-object-ownership header: " + ownership, "x-amz-object-ownership", ownership);
  const bool acl = (q.aCL && *q.aCL != "private") || !q.grants.empty();
  if (acl && ownership == "BucketOwnerEnforced")
    throw ApiError{"InvalidBucketAclWithObjectOwnership", 400,
                   "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"};
  if (acl) throw not_implemented("Buckets with grants to others than their owner are not implemented.");
  return ownership;
}

void refuse_unbuilt(const CreateBucket& q) {
  if (q.bucketNamespace && *q.bucketNamespace != "global")
    throw not_implemented("Account-regional bucket namespaces are not implemented.");
  const auto& c = q.createBucketConfiguration;
  if (c && (c->location || c->bucket)) throw not_implemented("Directory buckets are not implemented.");
}

bool has_rows(const std::string& bucket, const Bucket& settings, Call& call) {
  bool found = false;
  call.elsewhere(kHeads, settings.account, settings.region)
      .each(store::joined(bucket, ""), "", [&](std::string_view, const Head&) {
        found = true;
        return false;
      });
  return found;
}

void require_account(Call& call) {
  if (call.caller().account().empty()) throw ApiError{"AccessDenied", 403, "Access Denied", "AccessDenied"};
}

}  // namespace

std::vector<Access> may_create(const CreateBucket& q, Call& call) {
  require_account(call);
  ConditionKeys keys;
  if (q.createBucketConfiguration && q.createBucketConfiguration->locationConstraint)
    keys.push_back({"s3:LocationConstraint", {*q.createBucketConfiguration->locationConstraint}});
  if (q.aCL) keys.push_back({"s3:x-amz-acl", {*q.aCL}});
  add_grants(keys, q.grants);
  if (q.objectOwnership) keys.push_back({"s3:x-amz-object-ownership", {*q.objectOwnership}});
  std::vector<Access> out;
  if (q.objectLockEnabledForBucket == true)
    for (std::string_view action : {"s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"})
      out.push_back({.action = action, .resource = bucket_arn(call, q.bucket), .keys = keys});
  out.push_back({.action = "s3:CreateBucket", .resource = bucket_arn(call, q.bucket), .keys = std::move(keys)});
  return out;
}

CreateBucketResult create_bucket(const CreateBucket& q, Call& call) {
  if (!is_bucket_name(q.bucket))
    throw ApiError{"InvalidBucketName", 400, "The specified bucket is not valid.", {}, {{"BucketName", q.bucket}}};
  refuse_unbuilt(q);
  std::string region = chosen_region(q, call), ownership = chosen_ownership(q);
  const std::string& account = call.scope().account;
  CreateBucketResult result{.location = region == kFirstRegion ? "/" + q.bucket : "http://" + q.bucket + ".s3.amazonaws.com/",
                            .bucketArn = bucket_arn(call, q.bucket)};
  if (auto there = call.in(kBuckets).get(q.bucket)) {
    if (there->account != account)
      throw ApiError{
          "BucketAlreadyExists",
          409,
          "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
          "Please select a different name and try again.",
          {},
          {{"BucketName", q.bucket}}};
    if (there->region == kFirstRegion && region == kFirstRegion) return result;       // as S3 has always done there
    throw ApiError{"BucketAlreadyOwnedByYou",
                   409,
                   "Your previous request to create the named bucket succeeded and you already own it.",
                   {},
                   {{"BucketName", q.bucket}}};
  }
  Bucket made{.account = account,
              .region = region,
              .created = call.now(),
              .ownership = ownership,
              .block = AccessBlock{true, true, true, true}};
  if (q.objectLockEnabledForBucket == true) {
    made.object_lock = true;
    made.versioning = "Enabled";
  }
  if (q.createBucketConfiguration && q.createBucketConfiguration->tags) made.tags = tags_of(*q.createBucketConfiguration->tags, 50, service::sets_system_tags(call));
  put_bucket(call, q.bucket, made);
  call.in(kOwned).put(q.bucket, {region, made.created});
  call.set_record_region(region);
  return result;
}

Nothing delete_bucket(const DeleteBucket& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  if (has_rows(q.bucket, bucket, call)) {
    std::string message = "The bucket you tried to delete is not empty";
    if (!bucket.versioning.empty()) message += ". You must delete all versions in the bucket.";
    throw ApiError{"BucketNotEmpty", 409, message, {}, {{"BucketName", q.bucket}}};
  }
  drop_uploads(q.bucket, bucket, call);
  erase_bucket(call, q.bucket);
  call.in(kLifecycles).erase(q.bucket);
  call.in(kNotifications).erase(q.bucket);
  call.elsewhere(kOwned, bucket.account).erase(q.bucket);
  call.effects().status = 204;
  return {};
}

std::vector<Access> may_head(const HeadBucket& q, Call& call) {
  Door door(q.bucket, q.expectedBucketOwner, call, Door::From::anywhere);
  std::vector<Access> out;
  out.push_back(door.objects_listed());
  out.push_back(door.bucket("s3:ListBucket"));
  return out;
}

HeadBucketResult head_bucket(const HeadBucket& q, Call& call) {
  return {bucket_arn(call, q.bucket), bucket_named(q.bucket, call).region};
}

Access may_locate(const GetBucketLocation& q, Call& call) {
  return Door(q.bucket, q.expectedBucketOwner, call, Door::From::anywhere).bucket("s3:GetBucketLocation");
}

GetBucketLocationResult get_bucket_location(const GetBucketLocation& q, Call& call) {
  std::string region = bucket_named(q.bucket, call).region;
  if (region == kFirstRegion) return {};
  return {std::move(region)};
}

std::vector<Access> may_list_buckets(const ListBuckets&, Call& call) {
  require_account(call);
  std::vector<Access> out;
  out.push_back({.action = "s3:ListAllMyBuckets", .resource = bucket_arn(call, "*")});
  return out;
}

ListBucketsResult list_buckets(const ListBuckets& q, Call& call) {
  constexpr std::int64_t kMost = 10'000;
  if (q.maxBuckets && (*q.maxBuckets < 1 || *q.maxBuckets > kMost))
    throw invalid_argument("Argument max-buckets must be an integer between 1 and 10000", "max-buckets",
                           std::to_string(*q.maxBuckets));
  std::string after;
  if (q.continuationToken && !q.continuationToken->empty()) {
    auto token = base::unbase64url(*q.continuationToken);
    if (!token) throw invalid_argument("The continuation token provided is incorrect", "continuation-token", *q.continuationToken);
    after = *token + '\0';
  }
  ListBucketsResult out{.owner = {.iD = canonical_id(call.scope().account)}, .prefix = q.prefix};
  const auto most = std::size_t(q.maxBuckets.value_or(kMost));
  call.in(kOwned).each(q.prefix.value_or(""), after, [&](std::string_view name, const Owned& owned) {
    if (q.bucketRegion && *q.bucketRegion != owned.region) return true;
    if (out.buckets.size() == most) { out.continuationToken = base::base64url(out.buckets.back().name); return false; }
    out.buckets.push_back({std::string(name), owned.created, owned.region, bucket_arn(call, name)});
    return true;
  });
  return out;
}

}  // namespace s3
