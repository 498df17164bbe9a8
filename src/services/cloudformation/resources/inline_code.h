#pragma once
// Code written into a template: an archive of one file named index, with the module by which a custom resource's function answers.
#include <optional>
#include <string>
#include <string_view>

namespace cloudformation::resources {

// A ZIP archive (PKWARE APPNOTE 6.3). nullopt: of this runtime there is no inline code.
std::optional<std::string> inline_archive(std::string_view runtime, std::string_view source);

}  // namespace cloudformation::resources
