#pragma once
// Buckets and their policies as every call needs them: read from the state once, until one of them changes.
#include "policy/document.h"
#include "services/s3/state.h"
#include "service/call.h"

namespace s3 {

struct Known {
  Bucket bucket;
  std::shared_ptr<const policy::Document> policy;      // nullptr: it has none
  bool public_policy = false;
};

// nullptr: there is no such bucket.
std::shared_ptr<const Known> known_bucket(const std::string& name, const service::Call&);

// Buckets and policies are changed here only, so that what is known is known to have changed.
void put_bucket(const service::Call&, const std::string& name, const Bucket&);
void put_policy(const service::Call&, const std::string& bucket, const Policy&);
void erase_policy(const service::Call&, const std::string& bucket);
void erase_bucket(const service::Call&, const std::string& name);          // its policy, too

}  // namespace s3
