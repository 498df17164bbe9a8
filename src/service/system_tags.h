#pragma once
// Tags whose keys begin with aws: are AWS's own. CloudFormation marks with them what it makes: aws:cloudformation:stack-name.
#include "service/call.h"

namespace service {

inline bool sets_system_tags(const Call& call) {
  constexpr std::string_view host = "cloudformation.amazonaws.com";
  return call.peer().via == host || call.caller().identity.invoked_by == host;
}

}  // namespace service
