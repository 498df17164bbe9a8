#pragma once
// How a resource differs from what its template says of it.
#include <string>
#include <vector>

#include "services/cloudformation/template/value.h"

namespace cloudformation::language {

struct PropertyDrift {
  std::string path;                              // JSON pointer from the properties: "/Tags/0/Value"
  std::string kind;                              // ADD, REMOVE, NOT_EQUAL
  std::string expected, actual;                  // text of scalars, JSON of others, "null" where there is none
};

struct Drift {
  Value expected, actual;                        // what was compared of either
  std::vector<PropertyDrift> differences;
};

// Only what the template declares is looked at: the members it has, lists in any order, names in any case. Of `live`, a
// property that is left out cannot be told, and one that is null is not set. JSON in a text stands for what it says.
Drift drift_of(const Value& declared, const Value& live);

}  // namespace cloudformation::language
