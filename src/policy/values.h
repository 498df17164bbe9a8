#pragma once
// Lists as policies write them: one scalar, or an array of scalars.
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace policy {

// Booleans and numbers in the text form that a string would have had. nullopt for null, objects and nested arrays.
std::optional<std::string> scalar(base::JsonValue);
std::optional<std::vector<std::string>> scalars(base::JsonValue);

}  // namespace policy
