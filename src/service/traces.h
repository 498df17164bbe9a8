#pragma once
// What led to a call that a running function makes, so that services pass it on with what the call brings about: the X-Ray trace
// header of the invocation, whose Lineage tells Lambda of loops. Known by the access key of the function's instance, which
// nobody else has: no header of a request is believed.
#include <mutex>
#include <unordered_map>

#include "service/house.h"

namespace service {

class Traces {
 public:
  // An empty trace: the instance has ended.
  void set(const std::string& access_key, std::string trace) {
    std::lock_guard lock(mutex_);
    if (trace.empty()) traces_.erase(access_key);
    else traces_[access_key] = std::move(trace);
  }
  // Empty: no function's instance has that key.
  std::string of(const std::string& access_key) const {
    std::lock_guard lock(mutex_);
    auto it = traces_.find(access_key);
    return it == traces_.end() ? std::string() : it->second;
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::string> traces_;
};

// Of what a call brings about: the one that came with it from another service, else its caller's.
inline std::string trace_of(const std::string& given, const Call& call) {
  return given.empty() ? call.house().cache<Traces>().of(call.caller().identity.access_key) : given;
}

}  // namespace service
