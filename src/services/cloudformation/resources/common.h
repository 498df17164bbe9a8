#pragma once
// What the functions of resource types have in common.
#include "services/cloudformation/resources/fill.h"
#include "services/cloudformation/resources/table.h"

namespace cloudformation::resources {

// ---- properties

const Value* given(const Resource&, std::string_view property);                      // nullptr: not given, or null
bool is_given(const Resource&, std::string_view property);
bool changed(const Resource& wanted, const Resource& before, std::string_view property);
bool any_changed(const Resource& wanted, const Resource& before, std::initializer_list<std::string_view> properties);
std::string text_of(const Resource&, std::string_view property, std::string_view otherwise = {});   // a scalar, or a map as JSON
std::optional<std::string> maybe_text_of(const Resource&, std::string_view property);
std::vector<std::string> texts_of(const Resource&, std::string_view property);       // a list of scalars
bool flag_of(const Resource&, std::string_view property, bool otherwise);
const std::vector<Value>& items_of(const Resource&, std::string_view property);      // of a list

// What is in the one and not in the other, of lists taken as sets.
std::vector<std::string> added(const std::vector<std::string>& wanted, const std::vector<std::string>& before);

// AWS knows these properties and this server cannot do what they say: said before anything is made.
void refuse(const Resource&, std::initializer_list<std::string_view> properties);
ApiError not_here(const Resource&, std::string_view what);
ApiError already_exists(const Resource&, const std::string& id);

// ---- names

// The name the template gives, or one made of stack and logical id, its front cut to the service's limit.
std::string own_name(const Resource&, std::string_view property, std::size_t limit);
std::string generated_name(const Resource&, std::size_t limit);
std::string arn(const Acting&, std::string_view service, std::string_view resource);
std::string global_arn(const Acting&, std::string_view service, std::string_view resource);

// ---- tags

// The stack's tags under the resource's own. Types whose schema says cloudFormationSystemTags carry aws:cloudformation:* too.
enum class Marks : std::uint8_t { none, system };
using Words = std::map<std::string, std::string>;
Words tags_of(const Resource&, Marks = Marks::none, std::string_view property = "Tags");
struct TagChange { Words put; std::vector<std::string> removed; };
TagChange tag_change(const Resource& wanted, const Resource& before, Marks = Marks::none, std::string_view property = "Tags");

template <class Tag> std::vector<Tag> as_tags(const Words& words) {
  std::vector<Tag> out;
  for (auto& [key, value] : words) out.push_back({key, value});
  return out;
}
template <class T> std::optional<T> unless_empty(T v) {
  if (v.empty()) return std::nullopt;
  return v;
}
template <class Out, class In> std::vector<Out> as(const In& in) { return {in.begin(), in.end()}; }

// ---- calls

// Whether the error says that the thing is not there.
bool is_gone(const ApiError&);
template <class F> void unless_gone(F call) {
  try {
    call();
  } catch (const ApiError& e) {
    if (!is_gone(e)) throw;
  }
}
template <class F> bool exists(F call) {
  try {
    call();
    return true;
  } catch (const ApiError& e) {
    if (!is_gone(e)) throw;
    return false;
  }
}
// Likewise for what is done already, by another word.
template <class F> void unless(std::string_view code, F call) {
  try {
    call();
  } catch (const ApiError& e) {
    if (e.code != code && !is_gone(e)) throw;
  }
}

inline void set(Resource& r, std::string_view attribute, std::string value) { r.attributes.set(attribute, Value(std::move(value))); }

}  // namespace cloudformation::resources
