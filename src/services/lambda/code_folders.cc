#include "services/lambda/code_folders.h"

#include <vector>

#include "base/bytes.h"

namespace lambda {
namespace fs = std::filesystem;

void CodeFolders::open(fs::path folder) {
  folder_ = std::move(folder);
  clear();
  fs::create_directories(folder_);
}

void CodeFolders::clear() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

fs::path CodeFolders::of(const std::string& sha256) const { return folder_ / base::hex(base::unbase64(sha256).value_or("")); }

bool CodeFolders::use(const fs::path& folder) {
  std::lock_guard lock(mutex_);
  used_[folder] = now_();
  return fs::exists(folder);
}

// Renamed where nobody can be told that it is there, and removed beside all who ask.
void CodeFolders::forget_unused() {
  std::vector<fs::path> unused;
  {
    std::lock_guard lock(mutex_);
    if (used_.size() <= most_) return;
    const base::Time limit = now_().plus_seconds(-unused_seconds_);
    std::erase_if(used_, [&](const auto& folder) {
      if (!(folder.second < limit)) return false;
      fs::path away = folder.first;
      away += ".unused";
      std::error_code failed;
      fs::rename(folder.first, away, failed);
      unused.push_back(std::move(away));
      return true;
    });
  }
  std::error_code ignored;
  for (auto& folder : unused) fs::remove_all(folder, ignored);
}

}  // namespace lambda
