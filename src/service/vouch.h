#pragma once
// Callers who sign nothing and bring somebody's word for who they are: a web identity token.
#include "service/house.h"

namespace service {

// Wired in main; one for each house.
struct Vouchers {
  // Whether requests for that operation of STS come without a signature.
  bool (*unsigned_operation)(std::string_view name) = nullptr;
  // Who makes such a request: somebody an identity provider vouches for, or nullptr for nobody. It may ask the provider for its
  // keys, and wait for them: never on a thread of the event loops.
  PrincipalPtr (*vouched)(House&, std::string_view operation, const void* request) = nullptr;
};

}  // namespace service
