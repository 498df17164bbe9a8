#pragma once
// application/x-www-form-urlencoded: the fields of a body or query string, ordered for reading nested values.
#include <forward_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/message.h"

namespace wire {

struct Field { std::string_view key, value; };

// Keys are dotted labels ("Tags.member.2.Key"). Fields are sorted label by label, numbers by value and before words,
// so that all of one value stand together; equal keys keep the order in which they came.
// Holds views into what it was made from. Throws Malformed (MalformedQueryString): bad escapes, text that is not
// UTF-8, more than 50,000 fields.
class Form {
 public:
  Form(std::span<const Pair> query, std::string_view body);
  std::span<const Field> fields() const { return fields_; }

 private:
  void add(std::string_view key, std::string_view value);
  std::string_view decode(std::string_view text);

  std::vector<Field> fields_;
  std::forward_list<std::string> decoded_;      // what did not stand in the body as it is
};

// A number without leading zeros, from 1: the index of a list's element or map's entry.
bool is_index(std::string_view label);

// The last value of a field of a form body, without parsing the rest: for the gateway to find Action and Version.
std::optional<std::string> form_value(std::string_view body, std::string_view key);

}  // namespace wire
