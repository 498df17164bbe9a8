#pragma once
// Which attributes a sealed segment may have: a Bloom filter in blocks of a cache line, so that a lookup of what is
// rare leaves the index files of most segments closed. Of what is not there, one in some hundreds passes.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace journal {

class Filter {
 public:
  explicit Filter(std::size_t keys);
  explicit Filter(std::string_view bytes);             // as of bytes()
  void add(std::uint64_t hash);                        // well spread
  bool may_have(std::uint64_t hash) const;
  std::string bytes() const;
  static std::size_t bytes_for(std::size_t keys);

 private:
  static constexpr std::size_t kLineWords = 8;         // 64 bytes
  std::size_t line(std::uint64_t hash) const;
  std::vector<std::uint64_t> words_;
};

}  // namespace journal
