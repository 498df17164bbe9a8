#pragma once
// How resources stand now, in the words of their properties: read by ordinary calls, for the detection of drift.
#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {

// Answers a map: a property that cannot be told is left out, one that is not set is null. Names may differ from the
// property's in the case of their letters. Throws ApiError; is_gone(): the resource is not there any more.
struct Reader {
  std::string_view type;
  Value (*read)(Acting&, const Resource&);
};
using Readers = std::span<const Reader>;
Readers storage_readers();
Readers identity_readers();
Readers message_readers();
Readers other_readers();

const Reader* find_reader(std::string_view type);          // nullptr: drift of this type is not detected

// An answer, or a part of one, by its shape; what is not there is null.
Value told(const shape::Shape&, const void* of);
template <class T> Value told(const T& of) { return told(*shape::of<T>(), &of); }

// The live tags as far as they are the resource's own: without the stack's and CloudFormation's, but for those it declares too.
void tell_tags(Value& out, const Resource&, Words live, std::string_view property = "Tags");
template <class Tags> Words words_from(const Tags& tags) {
  Words out;
  for (auto& tag : tags) out[tag.key] = tag.value;
  return out;
}

// Of settings that answer an error where they are not set: null then.
template <class F> void tell(Value& out, std::string_view property, F read) {
  Value v;
  unless_gone([&] { v = read(); });
  out.set(property, std::move(v));
}
inline Value text_or_null(const std::optional<std::string>& text) { return text ? Value(*text) : Value(); }
template <class T> Value told_texts(const T& texts) {
  Value out = Value::list();
  for (auto& text : texts) out.push(Value(std::string(text)));
  return out;
}

}  // namespace cloudformation::resources
