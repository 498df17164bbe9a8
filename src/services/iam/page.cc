#include "services/iam/page.h"

#include "base/bytes.h"
#include "service/error.h"

namespace iam {

Page::Page(const Paging& asked) : left_(asked.maxItems ? std::int64_t(*asked.maxItems) : 100) {
  if (!asked.marker) return;
  auto key = base::unbase64url(*asked.marker);
  if (!key) throw service::ApiError{"ValidationError", 400, "Invalid Marker."};
  from_ = *key + '\0';
}

bool Page::take(std::string_view key) {
  if (left_ == 0) {
    truncated_ = true;
    return false;
  }
  --left_;
  last_ = key;
  return true;
}

void Page::close(Paged& answer) const {
  answer.isTruncated = truncated_;
  if (truncated_) answer.marker = base::base64url(last_);
}

}  // namespace iam
