#pragma once
// Requests to some of AWS's own buckets that nobody signs: their address, given out by a room of ours, says who may answer
// there (custom resources, wait conditions).
#include "service/house.h"

namespace service {

struct DoorAnswer { int status = 200; std::string code, message; };        // code empty: the answer has no body

// Wired in main; one for each house.
struct Doors {
  bool (*is_door)(std::string_view bucket) = nullptr;
  // `path` and `query` as they were sent. It may wait for the disk: never on a thread of the event loops.
  DoorAnswer (*knock)(House&, std::string_view bucket, std::string_view method, std::string_view path, std::string_view query, std::string_view body) = nullptr;
};

}  // namespace service
