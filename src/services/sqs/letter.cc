#include "services/sqs/letter.h"

#include <re2/re2.h>

#include "base/bytes.h"
#include "base/crypto.h"
#include "services/sqs/fingerprint.h"

namespace sqs {
namespace {

// #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF
bool is_sendable(std::string_view text) {
  for (unsigned char c : text) if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return false;
  return text.find("\xEF\xBF\xBE") == text.npos && text.find("\xEF\xBF\xBF") == text.npos && base::is_utf8(text);
}

void check_contents(std::string_view text) {
  if (!is_sendable(text))
    throw ApiError{"InvalidMessageContents", 400,
                   "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF"};
}

ApiError of_attribute(const std::string& name, std::string_view what) { return invalid_value("The message attribute '" + name + "' " + std::string(what)); }

void check_name(const std::string& name) {
  static const re2::RE2 form("[A-Za-z0-9_.-]{1,256}");
  const std::string low = base::lower(name);
  if (!re2::RE2::FullMatch(name, form) || name.front() == '.' || name.back() == '.' || name.find("..") != name.npos || low.starts_with("aws.") ||
      low.starts_with("amazon."))
    throw invalid_value("The message attribute name '" + name.substr(0, 256) +
                        "' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.); it must not start or end with a "
                        "period, have periods in succession, or start with AWS. or Amazon., and is 1 to 256 letters long.");
}

LetterAttribute checked(const std::string& name, const AttributeValue& a) {
  static const re2::RE2 types("(String|Number|Binary)(\\..*)?"), a_number("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");
  std::string kind;
  if (a.dataType.empty()) throw of_attribute(name, "must contain a non-empty message attribute type.");
  if (a.dataType.size() > 256 || !re2::RE2::FullMatch(a.dataType, types, &kind))
    throw of_attribute(name,
                       "has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.");
  if (a.stringListValues || a.binaryListValues)
    throw of_attribute(name, "has list values. Message attribute list values in SendMessage operation are not supported.");
  const bool binary = kind == "Binary";
  if (binary ? a.stringValue.has_value() : a.binaryValue.has_value())
    throw of_attribute(name, "with type '" + a.dataType + "' must use field '" + (binary ? "Binary" : "String") + "'.");
  LetterAttribute out{a.dataType, binary ? a.binaryValue ? a.binaryValue->bytes : "" : a.stringValue ? *a.stringValue : "", binary};
  if (out.value.empty())
    throw of_attribute(name, "must contain a non-empty message attribute value for message attribute type '" + a.dataType + "'.");
  if (!binary) check_contents(out.value);
  if (kind == "Number" && !re2::RE2::FullMatch(out.value, a_number))
    throw invalid_value("Can't cast the value of message (user) attribute '" + name + "' to a number.");
  return out;
}

}  // namespace

Letter checked(std::string_view body, const std::optional<Attributes>& attributes, const std::optional<Attributes>& system) {
  if (body.empty()) throw missing_parameter("MessageBody");
  check_contents(body);
  Letter out{.body = std::string(body), .md5 = base::hex(base::md5(body))};
  if (attributes) {
    if (attributes->size() > 10)
      throw invalid_value("Number of message attributes [" + std::to_string(attributes->size()) + "] exceeds the allowed maximum [10].");
    for (auto& [name, value] : *attributes) {
      check_name(name);
      out.attributes[name] = checked(name, value);
    }
  }
  if (system)
    for (auto& [name, value] : *system) {
      if (name != "AWSTraceHeader") throw invalid_value("Message system attribute name '" + name.substr(0, 256) + "' is invalid.");
      auto trace = checked(name, value);
      if (trace.type != "String") throw invalid_value("The message system attribute 'AWSTraceHeader' must use type 'String'.");
      out.trace = trace.value;
    }
  return out;
}

std::int64_t size_of(const Letter& l) {
  std::size_t n = l.body.size();
  for (auto& [name, a] : l.attributes) n += name.size() + a.type.size() + a.value.size();
  return std::int64_t(n);
}

void check_id(const std::string& value, std::string_view parameter) {
  if (!value.empty() && value.size() <= 128 && std::all_of(value.begin(), value.end(), [](char c) { return c > 0x20 && c < 0x7f; })) return;
  throw invalid_value(value.substr(0, 128), parameter, std::string(parameter) + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
}

std::string trace_md5(const Letter& l) { return l.trace.empty() ? "" : attributes_md5({{"AWSTraceHeader", {"String", l.trace, false}}}); }

}  // namespace sqs
