#include "services/s3/api.h"

#include "base/bytes.h"
#include "services/cloudformation/resources/s3_settings.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::S3::Bucket

constexpr auto& kBucket = properties<"AbacStatus AccelerateConfiguration AccessControl AnalyticsConfigurations BucketEncryption BucketName! BucketNamePrefix! "
                                     "BucketNamespace! CorsConfiguration IntelligentTieringConfigurations InventoryConfigurations LifecycleConfiguration "
                                     "LoggingConfiguration MetadataConfiguration MetadataTableConfiguration MetricsConfigurations NotificationConfiguration "
                                     "ObjectLockConfiguration ObjectLockEnabled OwnershipControls PublicAccessBlockConfiguration ReplicationConfiguration Tags "
                                     "VersioningConfiguration WebsiteConfiguration">;

// What our buckets never have. Said before a bucket is made, and before it is changed.
void refuse_unbuilt(const Resource& r) {
  refuse(r, {"AnalyticsConfigurations", "BucketNamePrefix", "CorsConfiguration", "IntelligentTieringConfigurations", "InventoryConfigurations",
             "LoggingConfiguration", "MetadataConfiguration", "MetadataTableConfiguration", "MetricsConfigurations", "ReplicationConfiguration",
             "WebsiteConfiguration"});
  if (text_of(r, "AbacStatus", "Disabled") != "Disabled") throw not_here(r, "AbacStatus");
  if (text_of(r, "BucketNamespace", "global") != "global") throw not_here(r, "BucketNamespace");
  if (auto* v = given(r, "AccelerateConfiguration"); v && v->text_of("AccelerationStatus") != "Suspended") throw not_here(r, "AccelerateConfiguration");
}

void leave_bucket_attributes(Acting& a, Resource& r) {
  const std::string &bucket = r.physical_id, &region = a.region();
  set(r, "Arn", "arn:" + a.partition() + ":s3:::" + bucket);
  set(r, "DomainName", bucket + ".s3.amazonaws.com");
  set(r, "RegionalDomainName", bucket + ".s3." + region + ".amazonaws.com");
  set(r, "DualStackDomainName", bucket + ".s3.dualstack." + region + ".amazonaws.com");
  set(r, "WebsiteURL", "http://" + bucket + ".s3-website-" + region + ".amazonaws.com");
}

// Whatever hides it from this caller, CreateBucket will say.
bool is_here(Acting& a, const std::string& bucket) {
  try {
    a.call(s3::HeadBucket{{.bucket = bucket}});
    return true;
  } catch (const ApiError&) {
    return false;
  }
}

void make_bucket(Acting& a, const Resource& r) {
  refuse_unbuilt(r);
  s3::CreateBucket q{.bucket = base::lower(own_name(r, "BucketName", 63))};
  if (is_given(r, "AccessControl")) q.aCL = canned_acl(text_of(r, "AccessControl"));
  if (a.region() != "us-east-1") q.createBucketConfiguration = s3::CreateBucketConfiguration{.locationConstraint = a.region()};
  if (flag_of(r, "ObjectLockEnabled", false)) q.objectLockEnabledForBucket = true;
  if (auto controls = filled<s3::OwnershipControls>(r, "OwnershipControls"); controls && !controls->rules.empty())
    q.objectOwnership = controls->rules.front().objectOwnership;
  // There the first endpoint answers an owner's second CreateBucket as if it were the first.
  if (is_given(r, "BucketName") && is_here(a, q.bucket)) throw already_exists(r, q.bucket);
  a.make(q, [&](auto&) { return q.bucket; });
}

void put_tags(Acting& a, const Resource& r) {
  s3::PutBucketTagging q{{.bucket = r.physical_id}, {}};
  q.tagging.tagSet = as_tags<s3::Tag>(tags_of(r, Marks::system));
  if (q.tagging.tagSet.empty()) a.call(s3::DeleteBucketTagging{{.bucket = r.physical_id}});
  else a.call(q);
}

void put_encryption(Acting& a, const Resource& r) {
  if (!is_given(r, "BucketEncryption")) a.call(s3::DeleteBucketEncryption{{.bucket = r.physical_id}});
  else a.call(s3::PutBucketEncryption{{.bucket = r.physical_id}, encryption_of(r)});
}
void put_public_access(Acting& a, const Resource& r) {
  if (auto block = filled<s3::PublicAccessBlockConfiguration>(r, "PublicAccessBlockConfiguration"))
    a.call(s3::PutPublicAccessBlock{{.bucket = r.physical_id}, *block});
  else a.call(s3::DeletePublicAccessBlock{{.bucket = r.physical_id}});
}
void put_versioning(Acting& a, const Resource& r) {
  auto wanted = filled<s3::VersioningConfiguration>(r, "VersioningConfiguration");
  a.call(s3::PutBucketVersioning{{.bucket = r.physical_id}, {}, wanted.value_or(s3::VersioningConfiguration{.mFADelete = {}, .status = "Suspended"})});
}
void put_lock(Acting& a, const Resource& r) {
  s3::ObjectLockConfiguration lock{.objectLockEnabled = "Enabled", .rule = {}};
  a.call(s3::PutObjectLockConfiguration{{.bucket = r.physical_id}, filled<s3::ObjectLockConfiguration>(r, "ObjectLockConfiguration").value_or(lock), {}});
}
void put_lifecycle(Acting& a, const Resource& r) {
  const Value* wanted = given(r, "LifecycleConfiguration");
  if (!wanted) return void(a.call(s3::DeleteBucketLifecycle{{.bucket = r.physical_id}}));
  s3::PutBucketLifecycleConfiguration q{{.bucket = r.physical_id}, lifecycle_of(r), {}};
  if (auto size = wanted->text_of("TransitionDefaultMinimumObjectSize"); !size.empty()) q.transitionDefaultMinimumObjectSize = size;
  a.call(q);
}
void put_notifications(Acting& a, const Resource& r) {
  s3::PutBucketNotificationConfiguration q{{.bucket = r.physical_id}, {}, {}};
  if (is_given(r, "NotificationConfiguration")) q.notificationConfiguration = notifications_of(r);
  a.call(q);
}
void put_ownership(Acting& a, const Resource& r) {
  if (auto controls = filled<s3::OwnershipControls>(r, "OwnershipControls")) a.call(s3::PutBucketOwnershipControls{{.bucket = r.physical_id}, *controls});
  else a.call(s3::DeleteBucketOwnershipControls{{.bucket = r.physical_id}});
}
void put_acl(Acting& a, const Resource& r) {
  a.call(s3::PutBucketAcl{{.bucket = r.physical_id}, canned_acl(text_of(r, "AccessControl", "Private")), {}, {}});
}

// In this order: lock needs versions, notifications come when all else stands.
struct Setting { std::string_view property; void (*put)(Acting&, const Resource&); };
constexpr Setting kSettings[] = {{"BucketEncryption", put_encryption}, {"PublicAccessBlockConfiguration", put_public_access},
                                 {"VersioningConfiguration", put_versioning}, {"ObjectLockConfiguration", put_lock},
                                 {"LifecycleConfiguration", put_lifecycle}, {"NotificationConfiguration", put_notifications}};

void settle_bucket(Acting& a, Resource& r) {
  for (auto& setting : kSettings) if (is_given(r, setting.property)) setting.put(a, r);
  if (!tags_of(r, Marks::system).empty()) put_tags(a, r);
  leave_bucket_attributes(a, r);
}

void update_bucket(Acting& a, Resource& r, const Resource& before) {
  refuse_unbuilt(r);
  if (changed(r, before, "OwnershipControls")) put_ownership(a, r);
  if (changed(r, before, "AccessControl")) put_acl(a, r);
  if (any_changed(r, before, {"ObjectLockEnabled"}) && !changed(r, before, "ObjectLockConfiguration")) put_lock(a, r);
  for (auto& setting : kSettings) if (changed(r, before, setting.property)) setting.put(a, r);
  if (tags_of(r, Marks::system) != tags_of(before, Marks::system)) put_tags(a, r);
  leave_bucket_attributes(a, r);
}

void remove_bucket(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(s3::DeleteBucket{{.bucket = r.physical_id}}); });
}

// ---- AWS::S3::BucketPolicy

constexpr auto& kPolicy = properties<"Bucket*! PolicyDocument*">;

bool has_policy(Acting& a, const std::string& bucket) {
  try {
    a.call(s3::GetBucketPolicy{{.bucket = bucket}});
    return true;
  } catch (const ApiError& e) {
    if (e.code != "NoSuchBucketPolicy") throw;
    return false;
  }
}
void make_policy(Acting& a, const Resource& r) {
  if (has_policy(a, text_of(r, "Bucket")))
    throw ApiError{"AlreadyExists", 400, "The bucket policy already exists on bucket " + text_of(r, "Bucket") + "."};
  a.keep(text_of(r, "Bucket"));
}
void settle_policy(Acting& a, Resource& r) {
  s3::PutBucketPolicy q{{.bucket = r.physical_id}, {}, text_of(r, "PolicyDocument")};
  a.call(q);
}
void update_policy(Acting& a, Resource& r, const Resource&) { settle_policy(a, r); }
void remove_policy(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(s3::DeleteBucketPolicy{{.bucket = r.physical_id}}); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::S3::Bucket", .properties = kBucket, .attributes = names<"Arn DomainName DualStackDomainName RegionalDomainName WebsiteURL">,
     .make = make_bucket, .settle = settle_bucket, .update = update_bucket, .remove = remove_bucket},
    {.name = "AWS::S3::BucketPolicy", .properties = kPolicy, .attributes = {},
     .make = make_policy, .settle = settle_policy, .update = update_policy, .remove = remove_policy},
};

}  // namespace

Types s3_types() { return kTypes; }

}  // namespace cloudformation::resources
