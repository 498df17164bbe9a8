#pragma once
// From properties to requests. A request, or a part of one, is filled by its shape: a member takes the property of its own
// name, whatever the case of the letters. CloudFormation is lenient with scalars ("true" is true, 5 is "5"); maps that a
// member takes as text become JSON (policy documents). What a part has no member for is refused.
#include "services/cloudformation/resources/type.h"

namespace cloudformation::resources {

// Where in a resource's properties something stands: "#/Subscription/0/Protocol".
struct Spot {
  const Resource& resource;
  std::string path = "#";
  Spot operator/(std::string_view name) const { return {resource, path + "/" + std::string(name)}; }
};

// The reason of a resource whose properties are not as its type has them.
ApiError invalid_properties(const Spot&, const std::string& sentence);

void fill(const shape::Shape&, void* to, const Value& from, const Spot&);
void fill_members(const shape::Shape&, void* to, const Resource&);

template <class T> T filled(const Value& from, const Spot& spot) {
  T out{};
  fill(*shape::of<T>(), &out, from, spot);
  return out;
}
// Of one property, if it is given.
template <class T> std::optional<T> filled(const Resource& r, std::string_view property) {
  const Value* from = r.properties.find(property);
  if (!from || from->is_null()) return std::nullopt;
  return filled<T>(*from, Spot{r} / property);
}
// A request of the properties whose names are those of its members. Tags are left out: they come from the stack too.
template <class Q> Q request(const Resource& r) {
  Q out{};
  fill_members(*shape::of<Q>(), &out, r);
  return out;
}

// The same value with members of other names, at every depth.
struct Rename { std::string_view from, to; };
Value renamed(Value, std::initializer_list<Rename>);

}  // namespace cloudformation::resources
