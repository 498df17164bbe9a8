#pragma once
// Peer::via of a forward access session: the services that re-used the caller's identity, one through the other, from the
// first to the last, parted by spaces. Each host's name is one word.
#include <string>
#include <string_view>
#include <vector>

namespace service {

inline std::string_view last_via(std::string_view via) { return via.substr(via.rfind(' ') + 1); }

inline std::vector<std::string> each_via(std::string_view via) {
  std::vector<std::string> out;
  while (!via.empty()) {
    auto end = std::min(via.find(' '), via.size());
    out.emplace_back(via.substr(0, end));
    via.remove_prefix(std::min(end + 1, via.size()));
  }
  return out;
}

}  // namespace service
