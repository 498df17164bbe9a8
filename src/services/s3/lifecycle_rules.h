#pragma once
// What lifecycle rules say of a key's versions. Pure. S3 User Guide, "Managing the lifecycle of objects".
#include <functional>

#include "services/s3/state.h"

namespace s3 {

// Days are counted from a moment and rounded up to the next midnight UTC.
base::Time midnight_after(base::Time);
base::Time due_after(base::Time from, std::int64_t days);

// Whether an enabled rule's filter takes in an object of this key, size and tags.
bool covers(const LifecycleRule&, std::string_view key, std::int64_t size, const Words& tags);
bool ask_for_tags(const std::vector<LifecycleRule>&);

// When, and by which rule, the first comes.
struct Due { base::Time at; std::string rule; };
std::optional<Due> expiry_of(const std::vector<LifecycleRule>&, std::string_view key, const Version& current, const Words& tags);
std::optional<Due> abort_of(const std::vector<LifecycleRule>&, std::string_view key, base::Time initiated);
// As x-amz-expiration shows it.
std::string expiration_header(const Due&);

// What is due for one version, of those that judge_key was given.
struct Deed {
  enum class Kind : std::uint8_t { expire_current, remove_noncurrent, remove_marker, transition } kind;
  std::size_t index;
  std::string rule, storage_class{};
};

// All that is due now for one key's versions, newest first. What a lock protects is left alone. tags(i): of version i.
std::vector<Deed> judge_key(const std::vector<LifecycleRule>&, std::string_view key, const std::vector<Version>& versions,
                            const std::function<Words(std::size_t)>& tags, base::Time now);

}  // namespace s3
