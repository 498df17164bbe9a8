#pragma once
// Object Lock: what protects a version of an object, from whom, until when. S3 User Guide, "Locking objects with Object Lock".
#include "services/s3/door.h"

namespace s3 {

// Who may remove a locked version, or weaken its retention. Pure.
enum class Guard : std::uint8_t { none, bypassable /* s3:BypassGovernanceRetention */, absolute };
Guard guard_of(const std::optional<Lock>&, base::Time now);
// Of a change of the retention to this mode and time; an empty mode takes it away.
Guard guard_of_change(const std::optional<Lock>&, std::string_view mode, base::Time until, base::Time now);

// Throws AccessDenied where a version's lock stands against its removal.
void check_removable(const Version&, bool bypass, base::Time now);

// What the x-amz-object-lock-* headers of a write ask for: mode, retain-until-date, legal-hold. Throws InvalidArgument.
std::optional<Lock> lock_asked(const Headers&, base::Time now);
// The lock of a new version in this bucket: as asked, else by the bucket's default retention. Throws InvalidRequest where the
// bucket has no Object Lock but one is asked for.
std::optional<Lock> lock_of_new(std::optional<Lock> asked, const Bucket&, base::Time now);
std::optional<Lock> default_lock(const Bucket&, base::Time now);
// What is written under a lock must come with a digest: a services' own deliveries do without.
void require_digest(const std::optional<Lock>&, const Headers& checksums, const Named& md5, std::string_view what, const Call&);

// Condition keys s3:object-lock-*.
ConditionKeys lock_keys(const Lock&, base::Time now);
// The further permissions that the headers of a write need.
void add_lock_access(std::vector<Access>&, const Door&, const std::string& key, const Headers&, const ConditionKeys&);
// The permission to bypass, where the version named needs it and the request asks to.
void add_bypass_access(std::vector<Access>&, const Door&, const std::string& bucket, const std::string& key, const Named& version,
                       bool bypass, Call&);

// The headers of an answer about a version: those that the caller may see.
Headers lock_shown(const Version&, const std::string& bucket, const std::string& key, const Named& version, Call&);

GetObjectLockConfigurationResult get_object_lock_configuration(const GetObjectLockConfiguration&, Call&);
Nothing put_object_lock_configuration(const PutObjectLockConfiguration&, Call&);

GetObjectRetentionResult get_object_retention(const GetObjectRetention&, Call&);
std::vector<Access> may_retain(const PutObjectRetention&, Call&);
Nothing put_object_retention(const PutObjectRetention&, Call&);

GetObjectLegalHoldResult get_object_legal_hold(const GetObjectLegalHold&, Call&);
std::vector<Access> may_hold(const PutObjectLegalHold&, Call&);
Nothing put_object_legal_hold(const PutObjectLegalHold&, Call&);

}  // namespace s3
