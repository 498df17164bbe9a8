#pragma once
// Where code and layers lie unpacked, by the hash of their archive: a cache, in the clear, of what the archives hold.
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "base/time.h"

namespace lambda {

class CodeFolders {
 public:
  using Now = std::function<base::Time()>;
  // `most` folders are kept however long they lie unused, beside those used in the last `unused_seconds`.
  CodeFolders(std::size_t most, std::int64_t unused_seconds, Now now) : most_(most), unused_seconds_(unused_seconds), now_(std::move(now)) {}

  void open(std::filesystem::path folder);              // empties it
  void clear();
  std::filesystem::path of(const std::string& sha256) const;      // base64, as AWS tells it

  // Whether it is there. One that is stays for as long as it counts as used, from now on.
  bool use(const std::filesystem::path&);
  void forget_unused();

 private:
  const std::size_t most_;
  const std::int64_t unused_seconds_;
  const Now now_;
  std::filesystem::path folder_;
  std::mutex mutex_;                                    // of used_; folders leave their place under it
  std::map<std::filesystem::path, base::Time> used_;
};

}  // namespace lambda
