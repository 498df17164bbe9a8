#pragma once
// The room's door plate.
#include <optional>

#include "service/operation.h"

namespace s3 {

service::Service s3();

// Where a bucket is; nullopt: there is none of that name.
std::optional<std::string> bucket_region(store::Txn&, std::string_view bucket);

// Whether some object or part names this file of bodies: what nothing names is swept at start.
bool names_blob(store::Txn&, std::string_view file);

}  // namespace s3
