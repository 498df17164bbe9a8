#pragma once
// One file into a trail's bucket, with the headers CloudTrail puts on it: delivery-and-digest facts, "Put of each file".
#include "services/cloudtrail/names.h"

namespace cloudtrail {

// One commit with what `beside` writes: ordered when this returns, durable after service::settle. Throws ApiError when the archive refuses.
void put_file(service::House&, const Trail&, const std::string& key, std::string_view gzip, const std::map<std::string, std::string>& metadata,
              const service::House::Beside& beside);

}  // namespace cloudtrail
