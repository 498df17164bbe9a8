#include "services/ssm/names.h"

#include <algorithm>
#include <charconv>

#include "base/bytes.h"

namespace ssm {
namespace {

constexpr std::size_t kMostBytes = 1011;
constexpr std::ptrdiff_t kLevels = 15;

bool letters_ok(std::string_view text, std::string_view more) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return std::isalnum(std::uint8_t(c)) || more.find(c) != std::string_view::npos; });
}

bool starts_folded(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && base::iequals(text.substr(0, with.size()), with);
}

}  // namespace

std::optional<NameFault> name_fault(std::string_view name, std::size_t arn_bytes) {
  constexpr std::string_view kInvalid = "ValidationException";
  const std::string form = "If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the "
                           "following 3 symbols .-_";
  const bool path = name.find('/') != name.npos;
  std::string_view bare = name.starts_with('/') ? name.substr(1) : name;
  if (starts_folded(bare, "aws"))
    return NameFault{"AccessDeniedException", "No access to reserved parameter name: " + std::string(name) + "."};
  const std::string prefix = "Parameter name: can't be prefixed with \"ssm\" (case-insensitive).";
  if (starts_folded(bare, "ssm")) return NameFault{kInvalid, path ? prefix + " " + form : prefix};
  if (!letters_ok(name, "_.-/") || bare.empty() || name.ends_with('/') || name.find("//") != name.npos)
    return NameFault{kInvalid, prefix + " " + form};
  if (path && !name.starts_with('/')) return NameFault{kInvalid, "Parameter name must be a fully qualified name."};
  if (std::count(name.begin(), name.end(), '/') > kLevels)
    return NameFault{"HierarchyLevelLimitExceededException", "A parameter name hierarchy can have a maximum of 15 levels."};
  if (arn_bytes + name.size() > kMostBytes)
    return NameFault{kInvalid, "The parameter name is too long: with its ARN it can have at most 1011 characters."};
  return {};
}

std::optional<std::string> path_fault(std::string_view path) {
  std::string_view bare = path.starts_with('/') ? path.substr(1) : path;
  const bool own = bare.empty() || (!starts_folded(bare, "ssm") && (!starts_folded(bare, "aws") || (std::string(path) + "/").starts_with(kPublic)));
  if (path.starts_with('/') && own && letters_ok(path, "_.-/") && path.find("//") == path.npos) return {};
  return R"(The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.)";
}

bool stands_under(std::string_view name, std::string_view path, bool recursive) {
  if (path.ends_with('/')) path.remove_suffix(1);
  if (path.empty() && !name.starts_with('/')) return true;      // names without a hierarchy stand at its root
  if (name.size() <= path.size() + 1 || !name.starts_with(path) || name[path.size()] != '/') return false;
  return recursive || name.find('/', path.size() + 1) == name.npos;
}

std::optional<Selected> split_selector(std::string_view text) {
  std::size_t colon = text.find(':');
  if (colon == text.npos) return Selected{text, {}};
  if (text.find(':', colon + 1) != text.npos || colon + 1 == text.size()) return {};
  return Selected{text.substr(0, colon), text.substr(colon)};
}

std::optional<std::int64_t> version_selected(std::string_view selector) {
  std::int64_t version = 0;
  if (selector.empty()) return {};
  auto read = std::from_chars(selector.data() + 1, selector.data() + selector.size(), version);
  if (read.ec != std::errc() || read.ptr != selector.data() + selector.size()) return {};
  return version;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 100 && letters_ok(label, "_.-") && !std::isdigit(std::uint8_t(label[0])) && !starts_folded(label, "aws") && !starts_folded(label, "ssm");
}

}  // namespace ssm
