#include "services/s3/lifecycle.h"

#include <set>

#include "base/ids.h"
#include "services/s3/content.h"

namespace s3 {
namespace {

constexpr std::string_view kSmallExcluded = "all_storage_classes_128K", kVaries = "varies_by_storage_class";

bool has_tags(const LifecycleRule& rule) {
  return rule.filter && (rule.filter->tag || (rule.filter->and_ && rule.filter->and_->tags && !rule.filter->and_->tags->empty()));
}

void check_sizes(const std::optional<std::int64_t>& above, const std::optional<std::int64_t>& below) {
  if ((above && *above < 0) || (below && *below < 1)) throw malformed_xml();
  if (above && below && *below <= *above + 1)
    throw invalid_request("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
}

// One predicate, or several within And.
void check_filter(const LifecycleRule& rule) {
  if (rule.filter.has_value() == rule.prefix.has_value()) throw malformed_xml();
  if (!rule.filter) return;
  const auto& f = *rule.filter;
  if (f.prefix.has_value() + f.tag.has_value() + f.objectSizeGreaterThan.has_value() + f.objectSizeLessThan.has_value() + f.and_.has_value() > 1)
    throw malformed_xml();
  check_sizes(f.objectSizeGreaterThan, f.objectSizeLessThan);
  if (f.tag) tags_of({*f.tag}, 10);
  if (!f.and_) return;
  const auto& a = *f.and_;
  const std::size_t tags = a.tags ? a.tags->size() : 0;
  if (a.prefix.has_value() + a.objectSizeGreaterThan.has_value() + a.objectSizeLessThan.has_value() + tags < 2) throw malformed_xml();
  check_sizes(a.objectSizeGreaterThan, a.objectSizeLessThan);
  std::set<std::string> keys;
  if (a.tags)
    for (auto& tag : *a.tags) if (!keys.insert(tag.key).second) throw invalid_request("Duplicate Tag Keys are not allowed.");
  if (a.tags) tags_of(*a.tags, 10);
}

void check_date(base::Time date) {
  if (date.ms % 86'400'000) throw invalid_argument("'Date' must be at midnight GMT", "Date", base::iso_millis(date));
}

void check_expiration(const LifecycleRule& rule) {
  const auto& e = *rule.expiration;
  if (e.date.has_value() + e.days.has_value() + e.expiredObjectDeleteMarker.has_value() != 1) throw malformed_xml();
  if (e.days && *e.days < 1)
    throw invalid_argument("'Days' for Expiration action must be a positive integer", "Days", std::to_string(*e.days));
  if (e.date) check_date(*e.date);
  if (e.expiredObjectDeleteMarker && has_tags(rule)) throw invalid_request("ExpiredObjectDeleteMarker cannot be specified with Tags.");
}

void check_class(const Named& storage_class, const std::optional<std::int64_t>& days) {
  if (!storage_class) throw malformed_xml();
  for (std::string_view archive : {"GLACIER", "DEEP_ARCHIVE"})
    if (*storage_class == archive)
      throw not_implemented("Transitions to the storage class " + *storage_class + " are not implemented: there is no archive to restore from.");
  const bool infrequent = *storage_class == "STANDARD_IA" || *storage_class == "ONEZONE_IA";
  if (!infrequent && *storage_class != "INTELLIGENT_TIERING" && *storage_class != "GLACIER_IR") throw malformed_xml();
  if (days && *days < 0)
    throw invalid_argument("'Days' for Transition action must be nonnegative", "Days", std::to_string(*days));
  if (infrequent && days && *days < 30)
    throw invalid_argument("'Days' in Transition action must be greater than or equal to 30 for storageClass '" + *storage_class + "'", "Days",
                           std::to_string(*days));
}

void check_transitions(const LifecycleRule& rule) {
  std::set<std::string> classes;
  for (auto& t : *rule.transitions) {
    if (t.date.has_value() == t.days.has_value()) throw malformed_xml();
    check_class(t.storageClass, t.days);
    if (t.date) check_date(*t.date);
    if (!classes.insert(*t.storageClass).second)
      throw invalid_request("'StorageClass' must be different for 'Transition' actions in same 'Rule' with filter '(prefix=" +
                            rule.prefix.value_or("") + ")'");
    const auto& e = rule.expiration;
    if (!e || e->expiredObjectDeleteMarker) continue;
    if (e->days.has_value() != t.days.has_value())
      throw invalid_request("Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule with ID '" +
                            rule.iD.value_or("") + "'");
    if (t.days && *e->days <= *t.days)
      throw invalid_argument("'Days' in the Expiration action for filter '(prefix=" +
                             rule.prefix.value_or(rule.filter ? rule.filter->prefix.value_or("") : "") +
                             ")' must be greater than 'Days' in the Transition action");
  }
}

void check_noncurrent(std::string_view action, const std::optional<std::int64_t>& days, const std::optional<std::int64_t>& newer, bool from_zero) {
  if (!days) throw malformed_xml();
  if (*days < (from_zero ? 0 : 1))
    throw invalid_argument("'NoncurrentDays' for " + std::string(action) + " action must be a positive integer", "NoncurrentDays",
                           std::to_string(*days));
  if (newer && (*newer < 1 || *newer > 100))
    throw invalid_argument("'NewerNoncurrentVersions' for " + std::string(action) + " action must be a positive integer not greater than 100",
                           "NewerNoncurrentVersions", std::to_string(*newer));
}

void check_abort(const LifecycleRule& rule) {
  const auto& days = rule.abortIncompleteMultipartUpload->daysAfterInitiation;
  if (!days) throw malformed_xml();
  if (*days < 1)
    throw invalid_argument("'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer", "DaysAfterInitiation",
                           std::to_string(*days));
  if (has_tags(rule)) throw invalid_request("AbortIncompleteMultipartUpload cannot be specified with Tags.");
  const auto& f = rule.filter;
  if (f && (f->objectSizeGreaterThan || f->objectSizeLessThan || (f->and_ && (f->and_->objectSizeGreaterThan || f->and_->objectSizeLessThan))))
    throw invalid_request("AbortIncompleteMultipartUpload cannot be specified with Object Size.");
}

void check_rule(const LifecycleRule& rule) {
  if (rule.status != "Enabled" && rule.status != "Disabled") throw malformed_xml();
  check_filter(rule);
  const bool moves = rule.transitions && !rule.transitions->empty();
  const bool moves_old = rule.noncurrentVersionTransitions && !rule.noncurrentVersionTransitions->empty();
  if (!rule.expiration && !moves && !moves_old && !rule.noncurrentVersionExpiration && !rule.abortIncompleteMultipartUpload)
    throw invalid_request("At least one action needs to be specified in a rule");
  if (rule.expiration) check_expiration(rule);
  if (moves) check_transitions(rule);
  if (moves_old)
    for (auto& t : *rule.noncurrentVersionTransitions) {
      check_noncurrent("NoncurrentVersionTransition", t.noncurrentDays, t.newerNoncurrentVersions, true);
      check_class(t.storageClass, t.noncurrentDays);
    }
  if (const auto& e = rule.noncurrentVersionExpiration)
    check_noncurrent("NoncurrentVersionExpiration", e->noncurrentDays, e->newerNoncurrentVersions, false);
  if (rule.abortIncompleteMultipartUpload) check_abort(rule);
}

std::optional<Lifecycle> lifecycle_of(const std::string& name, const Bucket& bucket, const Call& call) {
  return bucket.lifecycle ? call.in(kLifecycles).get(name) : std::nullopt;
}

}  // namespace

void check_rules(std::vector<LifecycleRule>& rules) {
  if (rules.empty() || rules.size() > 1000) throw malformed_xml();
  std::set<std::string> ids;
  for (auto& rule : rules) {
    if (!rule.iD || rule.iD->empty()) rule.iD = base::random_text(48, base::kAlnum);
    if (rule.iD->size() > 255) throw invalid_argument("ID length should not exceed allowed limit of 255", "ID", *rule.iD);
    if (!ids.insert(*rule.iD).second)
      throw invalid_argument("Rule ID must be unique. Found same ID for more than one rule", "ID", *rule.iD);
    check_rule(rule);
  }
}

GetBucketLifecycleConfigurationResult get_bucket_lifecycle(const GetBucketLifecycleConfiguration& q, Call& call) {
  auto row = lifecycle_of(q.bucket, bucket_named(q.bucket, call), call);
  if (!row) throw no_configuration("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", q.bucket);
  return {std::move(row->rules), std::move(row->minimum_size)};
}

PutBucketLifecycleConfigurationResult put_bucket_lifecycle(const PutBucketLifecycleConfiguration& q, Call& call) {
  if (!q.lifecycleConfiguration) throw malformed_xml();
  Lifecycle row{.rules = q.lifecycleConfiguration->rules,
                .minimum_size = q.transitionDefaultMinimumObjectSize.value_or(std::string(kSmallExcluded)),
                .next = midnight_after(call.now())};
  if (row.minimum_size != kSmallExcluded && row.minimum_size != kVaries)
    throw invalid_argument("Invalid value for x-amz-transition-default-minimum-object-size", "x-amz-transition-default-minimum-object-size",
                           row.minimum_size);
  check_rules(row.rules);
  Bucket bucket = bucket_named(q.bucket, call);
  call.in(kLifecycles).put(q.bucket, row);
  bucket.lifecycle = true;
  put_bucket(call, q.bucket, bucket);
  return {row.minimum_size};
}

Nothing delete_bucket_lifecycle(const DeleteBucketLifecycle& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  call.in(kLifecycles).erase(q.bucket);
  bucket.lifecycle = false;
  put_bucket(call, q.bucket, bucket);
  call.effects().status = 204;
  return {};
}

Named expiration_shown(const std::string& name, const Bucket& bucket, const std::string& key, const Version& version, const Words& tags,
                       const Call& call) {
  auto row = lifecycle_of(name, bucket, call);
  auto due = row ? expiry_of(row->rules, key, version, tags) : std::nullopt;
  if (!due) return {};
  return expiration_header(*due);
}

std::optional<Due> abort_shown(const std::string& name, const Bucket& bucket, const std::string& key, base::Time initiated, const Call& call) {
  auto row = lifecycle_of(name, bucket, call);
  return row ? abort_of(row->rules, key, initiated) : std::nullopt;
}

}  // namespace s3
