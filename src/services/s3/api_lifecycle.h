#pragma once
// Lifecycle configurations. Their rules are kept as they were put: members are added at the end only.
#include "services/s3/api_words.h"

namespace s3 {

struct LifecycleExpiration {
  std::optional<base::Time> date;
  std::optional<std::int64_t> days;
  std::optional<bool> expiredObjectDeleteMarker;
};
BOOST_DESCRIBE_STRUCT(LifecycleExpiration, (), (date, days, expiredObjectDeleteMarker))

struct LifecycleAnd {
  Named prefix;
  std::optional<std::vector<Tag>> tags;
  std::optional<std::int64_t> objectSizeGreaterThan, objectSizeLessThan;
  static constexpr auto places = places_of(flat("tags", "Tag"));
};
BOOST_DESCRIBE_STRUCT(LifecycleAnd, (), (prefix, tags, objectSizeGreaterThan, objectSizeLessThan))

struct LifecycleFilter {
  Named prefix;
  std::optional<Tag> tag;
  std::optional<std::int64_t> objectSizeGreaterThan, objectSizeLessThan;
  std::optional<LifecycleAnd> and_;
  static constexpr auto places = places_of(named("and_", "And"));
};
BOOST_DESCRIBE_STRUCT(LifecycleFilter, (), (prefix, tag, objectSizeGreaterThan, objectSizeLessThan, and_))

struct LifecycleTransition {
  std::optional<base::Time> date;
  std::optional<std::int64_t> days;
  Named storageClass;
};
BOOST_DESCRIBE_STRUCT(LifecycleTransition, (), (date, days, storageClass))

struct NoncurrentVersionTransition {
  std::optional<std::int64_t> noncurrentDays;
  Named storageClass;
  std::optional<std::int64_t> newerNoncurrentVersions;
};
BOOST_DESCRIBE_STRUCT(NoncurrentVersionTransition, (), (noncurrentDays, storageClass, newerNoncurrentVersions))

struct NoncurrentVersionExpiration { std::optional<std::int64_t> noncurrentDays, newerNoncurrentVersions; };
BOOST_DESCRIBE_STRUCT(NoncurrentVersionExpiration, (), (noncurrentDays, newerNoncurrentVersions))

struct AbortIncompleteMultipartUpload { std::optional<std::int64_t> daysAfterInitiation; };
BOOST_DESCRIBE_STRUCT(AbortIncompleteMultipartUpload, (), (daysAfterInitiation))

struct LifecycleRule {
  std::optional<LifecycleExpiration> expiration;
  Named iD, prefix;
  std::optional<LifecycleFilter> filter;
  std::string status;                            // Enabled, Disabled
  std::optional<std::vector<LifecycleTransition>> transitions;
  std::optional<std::vector<NoncurrentVersionTransition>> noncurrentVersionTransitions;
  std::optional<NoncurrentVersionExpiration> noncurrentVersionExpiration;
  std::optional<AbortIncompleteMultipartUpload> abortIncompleteMultipartUpload;
  static constexpr auto places = places_of(flat("transitions", "Transition"),
                                           flat("noncurrentVersionTransitions", "NoncurrentVersionTransition"));
};
BOOST_DESCRIBE_STRUCT(LifecycleRule, (),
                      (expiration, iD, prefix, filter, status, transitions, noncurrentVersionTransitions,
                       noncurrentVersionExpiration, abortIncompleteMultipartUpload))

struct LifecycleConfiguration {
  std::vector<LifecycleRule> rules;
  static constexpr auto places = places_of(flat("rules", "Rule"));
};
BOOST_DESCRIBE_STRUCT(LifecycleConfiguration, (), (rules))

inline constexpr auto kMinimumSizePlaces =
    places_of(header("transitionDefaultMinimumObjectSize", "x-amz-transition-default-minimum-object-size"));

struct GetBucketLifecycleConfigurationResult {
  std::vector<LifecycleRule> rules;
  Named transitionDefaultMinimumObjectSize;
  static constexpr std::string_view root = "LifecycleConfiguration";
  static constexpr auto places = all(kMinimumSizePlaces, places_of(flat("rules", "Rule")));
};
BOOST_DESCRIBE_STRUCT(GetBucketLifecycleConfigurationResult, (), (rules, transitionDefaultMinimumObjectSize))

struct PutBucketLifecycleConfigurationResult {
  Named transitionDefaultMinimumObjectSize;
  static constexpr auto places = kMinimumSizePlaces;
};
BOOST_DESCRIBE_STRUCT(PutBucketLifecycleConfigurationResult, (), (transitionDefaultMinimumObjectSize))

struct PutBucketLifecycleConfiguration : OfBucket {
  std::optional<LifecycleConfiguration> lifecycleConfiguration;
  Named transitionDefaultMinimumObjectSize;

  using Result = PutBucketLifecycleConfigurationResult;
  static constexpr std::string_view operation = "s3:PutBucketLifecycleConfiguration";
  static constexpr auto places =
      all(kBucketPlaces, kMinimumSizePlaces, places_of(payload("lifecycleConfiguration", "LifecycleConfiguration")));
};
BOOST_DESCRIBE_STRUCT(PutBucketLifecycleConfiguration, (OfBucket), (lifecycleConfiguration, transitionDefaultMinimumObjectSize))

using GetBucketLifecycleConfiguration = About<"s3:GetBucketLifecycleConfiguration", GetBucketLifecycleConfigurationResult>;
using DeleteBucketLifecycle = About<"s3:DeleteBucketLifecycle", Nothing>;

}  // namespace s3
