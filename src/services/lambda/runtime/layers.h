#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace lambda::runtime {

// One folder with what several hold, the later ones winning: files are linked where the file system lets them, else copied. Made
// in `folder` under a name of the layers' own and kept there. Throws std::filesystem::filesystem_error.
std::filesystem::path merge_layers(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& layers);

}  // namespace lambda::runtime
