#include "services/cloudformation/resources/common.h"

#include "base/bytes.h"

namespace cloudformation::resources {

const Value* given(const Resource& r, std::string_view property) {
  const Value* v = r.properties.find(property);
  return v && !v->is_null() ? v : nullptr;
}
bool is_given(const Resource& r, std::string_view property) { return given(r, property) != nullptr; }

bool changed(const Resource& wanted, const Resource& before, std::string_view property) {
  const Value *now = given(wanted, property), *then = given(before, property);
  return now && then ? !language::same(*now, *then) : now != then;
}
bool any_changed(const Resource& wanted, const Resource& before, std::initializer_list<std::string_view> properties) {
  return std::any_of(properties.begin(), properties.end(), [&](auto p) { return changed(wanted, before, p); });
}

std::optional<std::string> maybe_text_of(const Resource& r, std::string_view property) { return filled<std::string>(r, property); }
std::string text_of(const Resource& r, std::string_view property, std::string_view otherwise) {
  return maybe_text_of(r, property).value_or(std::string(otherwise));
}
std::vector<std::string> texts_of(const Resource& r, std::string_view property) {
  return filled<std::vector<std::string>>(r, property).value_or(std::vector<std::string>{});
}
bool flag_of(const Resource& r, std::string_view property, bool otherwise) { return filled<bool>(r, property).value_or(otherwise); }

const std::vector<Value>& items_of(const Resource& r, std::string_view property) {
  static const std::vector<Value> none;
  const Value* v = given(r, property);
  if (!v) return none;
  if (!v->is_list()) throw invalid_properties(Spot{r} / property, "expected type: JSONArray");
  return v->items;
}

std::vector<std::string> added(const std::vector<std::string>& wanted, const std::vector<std::string>& before) {
  std::vector<std::string> out;
  for (auto& w : wanted)
    if (std::find(before.begin(), before.end(), w) == before.end() && std::find(out.begin(), out.end(), w) == out.end()) out.push_back(w);
  return out;
}

ApiError not_here(const Resource& r, std::string_view what) {
  return {std::string(kInvalidProperties), 400, "Property " + std::string(what) + " of " + r.type + " asks for what this server does not have."};
}
void refuse(const Resource& r, std::initializer_list<std::string_view> properties) {
  for (auto p : properties) if (is_given(r, p)) throw not_here(r, p);
}
ApiError already_exists(const Resource& r, const std::string& id) {
  return {"AlreadyExists", 400, "Resource of type '" + r.type + "' with identifier '" + id + "' already exists."};
}

std::string generated_name(const Resource& r, std::size_t limit) {
  if (r.name.size() <= limit) return r.name;
  // stack-logical-SUFFIX: the suffix makes it the only one of its kind.
  const std::size_t suffix = r.name.size() - r.name.rfind('-');
  return r.name.substr(0, limit - suffix) + r.name.substr(r.name.size() - suffix);
}
std::string own_name(const Resource& r, std::string_view property, std::size_t limit) {
  std::string name = text_of(r, property);
  return name.empty() ? generated_name(r, limit) : name;
}

std::string arn(const Acting& a, std::string_view service, std::string_view resource) {
  return "arn:" + a.partition() + ":" + std::string(service) + ":" + a.region() + ":" + a.account() + ":" + std::string(resource);
}
std::string global_arn(const Acting& a, std::string_view service, std::string_view resource) {
  return "arn:" + a.partition() + ":" + std::string(service) + "::" + a.account() + ":" + std::string(resource);
}

// Properties have tags as a list of Key and Value; a few as a map.
Words tags_of(const Resource& r, Marks marks, std::string_view property) {
  Words out;
  for (auto& [key, value] : r.tags)
    if (marks == Marks::system || !key.starts_with("aws:")) out[key] = value;
  const Value* own = given(r, property);
  if (!own) return out;
  if (own->is_map()) {
    for (auto& [key, value] : own->members) out[key] = filled<std::string>(value, Spot{r} / property / key);
    return out;
  }
  for (std::size_t i = 0; auto& tag : items_of(r, property)) {
    Spot spot = Spot{r} / property / std::to_string(i++);
    if (!tag.has("Key")) throw invalid_properties(spot, "required key [Key] not found");
    out[tag.text_of("Key")] = tag.text_of("Value");
  }
  return out;
}

TagChange tag_change(const Resource& wanted, const Resource& before, Marks marks, std::string_view property) {
  TagChange out;
  Words now = tags_of(wanted, marks, property), then = tags_of(before, marks, property);
  for (auto& [key, value] : now)
    if (auto it = then.find(key); it == then.end() || it->second != value) out.put[key] = value;
  for (auto& [key, value] : then) if (!now.contains(key)) out.removed.push_back(key);
  return out;
}

bool is_gone(const ApiError& e) {
  for (std::string_view word : {"NotFound", "NoSuch", "NonExistent", "DoesNotExist", "NotExist"}) if (e.code.find(word) != e.code.npos) return true;
  return false;
}

}  // namespace cloudformation::resources
