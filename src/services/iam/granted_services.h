#pragma once
// Which services policies may give access to, by the policy engine: a service is granted if some action of it that
// exists here may be allowed on some resource under some conditions. Only permissions policies have a say, as in
// AWS's access reports: no boundaries, SCPs, resource or session policies.
#include "service/house.h"

namespace iam {

// The actions that policies know of a service beside the names of its operations.
std::vector<std::string> actions_of(const service::Service&);           // "s3:GetObject" ...
std::string_view display_name(std::string_view service);                // "Amazon S3"

class Grants {
 public:
  explicit Grants(const std::vector<std::string>& documents);
  bool may(std::string_view action) const;
  bool any_of(const service::Service&) const;

 private:
  std::vector<service::DocumentPtr> documents_;
  policy::Documents views_;
};

}  // namespace iam
