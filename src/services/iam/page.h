#pragma once
// One page of a listing in key order. Markers are the last key taken: opaque to callers, and good as long as keys sort.
#include "services/iam/api_types.h"

namespace iam {

class Page {
 public:
  explicit Page(const Paging& asked);                  // throws ValidationError for a marker that is none of ours
  const std::string& from() const { return from_; }    // the first key that may be taken
  bool take(std::string_view key);                     // false: the page is full and the listing goes on
  void close(Paged& answer) const;

 private:
  std::string from_, last_;
  std::int64_t left_;
  bool truncated_ = false;
};

}  // namespace iam
