#include "services/lambda/runtime/layers.h"

#include "base/bytes.h"
#include "base/crypto.h"

namespace lambda::runtime {
namespace {

namespace fs = std::filesystem;

constexpr auto kOpen = fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec;

void lay_over(const fs::path& layer, const fs::path& into) {
  for (auto& entry : fs::recursive_directory_iterator(layer)) {
    const fs::path target = into / entry.path().lexically_relative(layer);
    const auto kind = entry.symlink_status().type();
    if (kind == fs::file_type::directory) {
      if (!fs::is_directory(fs::symlink_status(target))) fs::remove(target);
      fs::create_directory(target);
      fs::permissions(target, kOpen);
      continue;
    }
    fs::remove_all(target);
    if (kind == fs::file_type::symlink) fs::copy_symlink(entry.path(), target);
    if (kind != fs::file_type::regular) continue;
    std::error_code error;
    fs::create_hard_link(entry.path(), target, error);
    if (error) fs::copy_file(entry.path(), target);
  }
}

}  // namespace

fs::path merge_layers(const fs::path& folder, const std::vector<fs::path>& layers) {
  std::string names;
  for (auto& layer : layers) (names += layer.string()) += '\0';
  const fs::path merged = folder / base::hex(base::sha256(names)), beside = merged.string() + ".new";
  if (fs::exists(merged)) return merged;
  fs::remove_all(beside);
  fs::create_directories(beside);
  fs::permissions(beside, kOpen);
  for (auto& layer : layers) lay_over(layer, beside);
  fs::rename(beside, merged);
  return merged;
}

}  // namespace lambda::runtime
