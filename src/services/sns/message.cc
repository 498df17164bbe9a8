#include "services/sns/message.h"

#include <cmath>
#include <cstdlib>

#include "base/bytes.h"
#include "base/crypto.h"

namespace sns {
namespace {

ApiError bad_value(std::string text) { return {"ParameterValueInvalid", 400, std::move(text)}; }

template <class T> const std::string* at(const std::optional<T>& v) { return v ? static_cast<const std::string*>(&*v) : nullptr; }

void check_subject(const std::string& s) {
  bool good = !s.empty() && s.size() <= 100 && s[0] != ' ' && std::all_of(s.begin(), s.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  if (!good) throw invalid("Subject");
}

bool attribute_name_ok(const std::string& name) {
  if (name.empty() || name.size() > 256 || name.front() == '.' || name.back() == '.' || name.find("..") != name.npos) return false;
  return std::all_of(name.begin(), name.end(), [](char c) { return std::isalnum(std::uint8_t(c)) || c == '_' || c == '-' || c == '.'; });
}

// The type of an attribute without its custom label: "Number" of "Number.int".
std::string_view kind_of(std::string_view type) { return type.substr(0, type.find('.')); }

bool is_decimal(const std::string& text) {
  if (text.empty() || text.find_first_not_of("0123456789+-.eE") != text.npos) return false;
  char* end = nullptr;
  double n = std::strtod(text.c_str(), &end);
  return *end == 0 && std::isfinite(n);
}

void check_array(const std::string& name, const std::string& text) {
  auto json = base::parse_json(text);
  bool good = json && json->is_array();
  if (good) for (base::JsonValue v : simdjson::dom::array(*json)) good = good && !v.is_array() && !v.is_object();
  if (!good) throw bad_value("The message attribute '" + name + "' is not a JSON array of strings, numbers, true, false and null.");
}

void check_attribute(const std::string& name, const MessageAttributeValue& a) {
  if (!attribute_name_ok(name))
    throw bad_value("The message attribute name '" + name + "' can contain A-Z, a-z, 0-9, underscore(_), hyphen(-) and period(.), at most 256 of them, and does not begin or end with a period.");
  if (auto lower = base::lower(name); lower.starts_with("aws.") || lower.starts_with("amazon.")) throw bad_value("The message attribute name '" + name + "' begins with a reserved prefix.");
  if (a.dataType.empty()) throw bad_value("The message attribute '" + name + "' must contain non-empty message attribute type.");
  auto kind = kind_of(a.dataType);
  if (kind != "String" && kind != "Number" && kind != "Binary")
    throw bad_value("The message attribute '" + name + "' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.");
  if (a.stringValue && a.binaryValue) throw bad_value("The message attribute '" + name + "' has both a string and a binary value.");
  bool empty = kind == "Binary" ? !a.binaryValue || a.binaryValue->bytes.empty() : !a.stringValue || a.stringValue->empty();
  if (empty) throw bad_value("The message attribute '" + name + "' must contain non-empty message attribute value for message attribute type '" + a.dataType + "'.");
  if (kind == "Number" && !is_decimal(*a.stringValue)) throw bad_value("Could not cast message attribute '" + name + "' value to number.");
  if (a.dataType == "String.Array") check_array(name, *a.stringValue);
}

// MessageStructure json: a text for each protocol, "default" for those not named.
std::map<std::string, std::string> texts_of(const Draft& d) {
  if (!d.structure || d.structure->empty()) return {{"default", d.message}};
  if (*d.structure != "json") throw invalid("MessageStructure");
  auto root = base::parse_json(d.message);
  if (!root || !root->is_object()) throw invalid("Message Structure - JSON message body failed to parse");
  std::map<std::string, std::string> out;
  for (auto [key, value] : simdjson::dom::object(*root)) {
    std::string_view text;
    if (value.get(text)) continue;                     // what is no string is passed over
    out.emplace(key, text);
  }
  if (!out.contains("default")) throw invalid("Message Structure - No default entry in JSON message body");
  return out;
}

bool id_ok(const std::string& id) {
  return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

void add_fifo(const Draft& d, const TopicRecord& t, Content& out) {
  auto not_for = [](const std::string& name) {
    return invalid(name + " Reason: The request includes " + name + " parameter that is not valid for this topic type");
  };
  if (d.group && !id_ok(*d.group)) throw invalid("MessageGroupId Reason: can only include alphanumeric and punctuation characters, 1 to 128 in length");
  if (d.group) out.group = *d.group;
  if (!is_fifo(t)) {
    if (d.deduplication) throw not_for("MessageDeduplicationId");
    return;
  }
  if (!d.group) throw invalid("The MessageGroupId parameter is required for FIFO topics");
  if (d.deduplication) {
    if (!id_ok(*d.deduplication)) throw invalid("MessageDeduplicationId Reason: can only include alphanumeric and punctuation characters, 1 to 128 in length");
    out.deduplication = *d.deduplication;
    return;
  }
  auto by_content = t.attributes.find("ContentBasedDeduplication");
  if (by_content == t.attributes.end() || by_content->second != "true")
    throw invalid("The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
  out.deduplication = base::hex(base::sha256(d.message));
}

}  // namespace

Draft draft_of(const Publish& q) {
  return {q.message, at(q.subject), at(q.messageStructure), q.messageAttributes ? static_cast<const MessageAttributes*>(&*q.messageAttributes) : nullptr,
          at(q.messageGroupId), at(q.messageDeduplicationId)};
}
Draft draft_of(const PublishBatchRequestEntry& q) {
  return {q.message, at(q.subject), at(q.messageStructure), q.messageAttributes ? static_cast<const MessageAttributes*>(&*q.messageAttributes) : nullptr,
          at(q.messageGroupId), at(q.messageDeduplicationId)};
}

std::size_t size_of(const Draft& d) {
  std::size_t out = d.message.size();
  if (d.attributes)
    for (auto& [name, a] : *d.attributes) out += name.size() + a.dataType.size() + (a.stringValue ? a.stringValue->size() : 0) + (a.binaryValue ? a.binaryValue->bytes.size() : 0);
  return out;
}

Content content_of(const Draft& d, const TopicRecord& t) {
  if (d.message.empty()) throw invalid("Empty message");
  if (size_of(d) > kMostBytes) throw invalid("Message too long");
  Content out;
  if (d.subject) {
    check_subject(*d.subject);
    out.subject = *d.subject;
  }
  if (d.attributes) {
    for (auto& [name, a] : *d.attributes) check_attribute(name, a);
    out.attributes = *d.attributes;
  }
  out.texts = texts_of(d);
  add_fifo(d, t, out);
  return out;
}

}  // namespace sns
