#include "services/ssm/filters.h"

#include "base/bytes.h"

namespace ssm {
namespace {

using Words = std::vector<std::string_view>;

std::string listed(const Words& words) {
  std::string out;
  for (auto w : words) (out += out.empty() ? "" : ", ") += w;
  return "[" + out + "]";
}

Words options_of(std::string_view key) {
  if (key == "Path") return {"Recursive", "OneLevel"};
  if (key == "Name") return {"BeginsWith", "Equals", "Contains"};
  if (key == "Type" || key == "Tier" || key == "DataType" || key == "Label" || key.starts_with("tag:")) return {"Equals"};
  return {"BeginsWith", "Equals"};
}

bool among(const Words& words, std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); }

void check_values(const ParameterStringFilter& f) {
  if (f.key.starts_with("tag:")) return;
  if (!f.values) throw ApiError{"InvalidFilterValue", 400, "The following filter values are missing: null for filter key " + f.key};
  const Words known = f.key == "Type" ? Words{"String", "StringList", "SecureString"} : f.key == "Tier" ? Words{"Standard", "Advanced", "Intelligent-Tiering"} : Words();
  for (auto& value : *f.values) {
    if (!known.empty() && !among(known, value))
      throw ApiError{"InvalidFilterOption", 400, "The following filter value is not valid: " + value + ". Valid values include: " + listed(known) + "."};
    if (f.key != "Path") continue;
    if (auto fault = path_fault(value)) throw invalid(*fault);
  }
}

bool fits(std::string_view option, std::string_view text, std::string_view value) {
  if (option == "BeginsWith") return text.starts_with(value);
  if (option == "Contains") return text.find(value) != text.npos;
  return text == value;
}

bool passes_one(const ParameterStringFilter& f, const ParameterRecord& p, const VersionRecord& v) {
  std::string_view option = f.option ? std::string_view(*f.option) : f.key == "Path" ? "OneLevel" : "Equals";
  auto some = [&](auto test) { return f.values && std::any_of(f.values->begin(), f.values->end(), test); };
  if (f.key.starts_with("tag:")) {
    auto tag = p.tags.find(f.key.substr(4));
    return tag != p.tags.end() && (!f.values || some([&](auto& value) { return value == tag->second; }));
  }
  if (f.key == "Path") return some([&](auto& value) { return stands_under(p.name, value, option == "Recursive"); });
  if (f.key == "Label") return some([&](auto& value) { return std::find(v.labels.begin(), v.labels.end(), value) != v.labels.end(); });
  std::string_view text = f.key == "Name" ? p.name : f.key == "Type" ? v.type : f.key == "Tier" ? v.tier : f.key == "DataType" ? v.data_type : v.key_id;
  return some([&](auto& value) { return fits(option, text, value); });
}

}  // namespace

void check_filters(const std::vector<ParameterStringFilter>& filters, bool by_path) {
  const Words keys = by_path ? Words{"Type", "KeyId", "Label"} : Words{"Path", "Name", "Type", "KeyId", "Tier", "DataType"};
  std::set<std::string_view> seen;
  for (auto& f : filters) {
    if (!among(keys, f.key) && (by_path || !f.key.starts_with("tag:")))
      throw ApiError{"InvalidFilterKey", 400, "The following filter key is not valid: " + f.key + ". Valid filter keys include: " + listed(keys) + "."};
    if (!seen.insert(f.key).second)
      throw ApiError{"InvalidFilterKey", 400, "The following filter is duplicated in the request: " + f.key + ". A request can contain only one occurrence of a specific filter."};
    auto options = options_of(f.key);
    if (f.option && !among(options, *f.option))
      throw ApiError{"InvalidFilterOption", 400, "The following filter option is not valid: " + *f.option + ". Valid options include: " + listed(options) + "."};
    check_values(f);
  }
}

bool passes(const std::vector<ParameterStringFilter>& filters, const ParameterRecord& p, const VersionRecord& v) {
  return std::all_of(filters.begin(), filters.end(), [&](auto& f) { return passes_one(f, p, v); });
}

std::string page_start(const Maybe<std::string>& token) {
  if (!token || token->empty()) return {};
  auto key = base::unbase64url(*token);
  if (!key) throw ApiError{"InvalidNextToken", 400, "The specified token is not valid."};
  return *key + '\0';
}

}  // namespace ssm
