#pragma once
// Object Lock: of buckets, and of versions.
#include "services/s3/api_words.h"

namespace s3 {

struct DefaultRetention {
  Named mode;                                    // GOVERNANCE, COMPLIANCE
  std::optional<std::int64_t> days, years;       // one of them
};
BOOST_DESCRIBE_STRUCT(DefaultRetention, (), (mode, days, years))

struct ObjectLockRule { std::optional<DefaultRetention> defaultRetention; };
BOOST_DESCRIBE_STRUCT(ObjectLockRule, (), (defaultRetention))

struct ObjectLockConfiguration { Named objectLockEnabled; std::optional<ObjectLockRule> rule; };
BOOST_DESCRIBE_STRUCT(ObjectLockConfiguration, (), (objectLockEnabled, rule))

struct GetObjectLockConfigurationResult {
  ObjectLockConfiguration objectLockConfiguration;
  static constexpr auto places = places_of(payload("objectLockConfiguration"));
};
BOOST_DESCRIBE_STRUCT(GetObjectLockConfigurationResult, (), (objectLockConfiguration))

struct PutObjectLockConfiguration : OfBucket {
  std::optional<ObjectLockConfiguration> objectLockConfiguration;
  std::optional<shape::Secret<std::string>> token;

  using Result = Nothing;
  static constexpr std::string_view operation = "s3:PutObjectLockConfiguration";
  static constexpr auto places =
      all(kBucketPlaces, places_of(payload("objectLockConfiguration", "ObjectLockConfiguration"),
                                   header("token", "x-amz-bucket-object-lock-token")));
};
BOOST_DESCRIBE_STRUCT(PutObjectLockConfiguration, (OfBucket), (objectLockConfiguration, token))

struct ObjectLockRetention { Named mode; std::optional<base::Time> retainUntilDate; };
BOOST_DESCRIBE_STRUCT(ObjectLockRetention, (), (mode, retainUntilDate))

struct GetObjectRetentionResult {
  ObjectLockRetention retention;
  static constexpr auto places = places_of(payload("retention"));
};
BOOST_DESCRIBE_STRUCT(GetObjectRetentionResult, (), (retention))

// An empty retention takes it away.
struct PutObjectRetention : OfObject {
  std::optional<ObjectLockRetention> retention;
  std::optional<bool> bypassGovernanceRetention;

  using Result = Nothing;
  static constexpr std::string_view operation = "s3:PutObjectRetention";
  static constexpr auto places =
      all(OfObject::places, places_of(payload("retention", "Retention"),
                                      header("bypassGovernanceRetention", "x-amz-bypass-governance-retention")));
};
BOOST_DESCRIBE_STRUCT(PutObjectRetention, (OfObject), (retention, bypassGovernanceRetention))

struct ObjectLockLegalHold { Named status; };    // ON, OFF
BOOST_DESCRIBE_STRUCT(ObjectLockLegalHold, (), (status))

struct GetObjectLegalHoldResult {
  ObjectLockLegalHold legalHold;
  static constexpr auto places = places_of(payload("legalHold"));
};
BOOST_DESCRIBE_STRUCT(GetObjectLegalHoldResult, (), (legalHold))

struct PutObjectLegalHold : OfObject {
  std::optional<ObjectLockLegalHold> legalHold;

  using Result = Nothing;
  static constexpr std::string_view operation = "s3:PutObjectLegalHold";
  static constexpr auto places = all(OfObject::places, places_of(payload("legalHold", "LegalHold")));
};
BOOST_DESCRIBE_STRUCT(PutObjectLegalHold, (OfObject), (legalHold))

using GetObjectLockConfiguration = About<"s3:GetObjectLockConfiguration", GetObjectLockConfigurationResult>;
using GetObjectRetention = AboutObject<"s3:GetObjectRetention", GetObjectRetentionResult>;
using GetObjectLegalHold = AboutObject<"s3:GetObjectLegalHold", GetObjectLegalHoldResult>;

}  // namespace s3
