#include "services/cloudformation/template/changes.h"

#include <algorithm>
#include <map>

namespace cloudformation::language {

namespace {

constexpr std::size_t kMost = 2000;

class Comparison {
 public:
  Comparison(std::string_view scope, std::vector<Difference>& out) : scope_(scope), out_(out) {}

  void property(const std::string& name, const Value* before, const Value* after) {
    property_ = name;
    at(name, before, after);
  }
  void whole(const Value* before, const Value* after) { compare(before, after); }

 private:
  static std::string escaped(std::string_view name) {            // RFC 6901
    std::string out;
    for (const char c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
  }

  void put(const Value* before, const Value* after) {
    Difference d;
    const bool tags = scope_ == "Properties" && property_ == "Tags";
    d.scope = tags ? "Tags" : scope_;
    d.property = tags ? "" : property_;
    d.path = "/" + scope_;
    for (auto name : way_) d.path += "/" + escaped(name);
    d.change = !before ? "Add" : !after ? "Remove" : "Modify";
    if (before) d.before = *before;
    if (after) d.after = *after;
    out_.push_back(std::move(d));
  }

  // The same, one step down.
  void at(std::string_view name, const Value* before, const Value* after) {
    way_.push_back(name);
    compare(before, after);
    way_.pop_back();
  }

  void compare(const Value* before, const Value* after) {
    if (out_.size() > kMost) return;
    if (!before && !after) return;
    if (!before || !after) return put(before, after);
    if (before->is_map() && after->is_map()) return members(*before, *after);
    if (before->is_list() && after->is_list()) return items(*before, *after);
    if (!same(*before, *after)) put(before, after);
  }

  void members(const Value& before, const Value& after) {
    std::map<std::string_view, const Value*> later, earlier;
    for (auto& [name, v] : before.members) earlier.emplace(name, &v);
    for (auto& [name, v] : after.members) later.emplace(name, &v);
    for (auto& [name, v] : before.members) {
      const auto it = later.find(name);
      at(name, &v, it == later.end() ? nullptr : it->second);
    }
    for (auto& [name, v] : after.members)
      if (!earlier.contains(name)) at(name, nullptr, &v);
  }

  void items(const Value& before, const Value& after) {
    for (std::size_t i = 0; i < std::max(before.items.size(), after.items.size()); ++i)
      at(std::to_string(i), i < before.items.size() ? &before.items[i] : nullptr,
         i < after.items.size() ? &after.items[i] : nullptr);
  }

  std::string scope_, property_;
  std::vector<std::string_view> way_;              // names from the scope to what is compared
  std::vector<Difference>& out_;
};

}  // namespace

std::vector<Difference> differences(const Value& before, const Value& after, std::string_view scope) {
  std::vector<Difference> out;
  auto said = [](const Value& v) { return v.is_null() ? nullptr : &v; };
  Comparison comparison(scope, out);
  if (scope != "Properties") {
    comparison.whole(said(before), said(after));
  } else {
    std::map<std::string, std::pair<const Value*, const Value*>> names;
    for (auto& [name, v] : before.members) names[name].first = &v;
    for (auto& [name, v] : after.members) names[name].second = &v;
    for (auto& [name, pair] : names) comparison.property(name, pair.first, pair.second);
  }
  if (out.size() <= kMost) return out;
  out.clear();
  out.push_back({std::string(scope), "", "/" + std::string(scope), "Modify", before, after});
  return out;
}

}  // namespace cloudformation::language
