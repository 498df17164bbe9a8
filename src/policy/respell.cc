#include "policy/respell.h"

#include <map>
#include <vector>

#include "base/json.h"

namespace policy {
namespace {

using base::JsonValue, base::JsonWriter;

void write_texts(JsonValue value, const Spell& spell, JsonWriter& w) {
  std::string_view text;
  if (!value.get(text)) { w.text(spell(text)); return; }
  w.open('[');
  for (auto item : value.get_array()) w.text(spell(item.get_string().value()));
  w.close(']');
}

void write_principal(JsonValue value, const Spell& spell, JsonWriter& w) {
  simdjson::dom::object types;
  if (value.get(types)) { w.raw(simdjson::minify(value)); return; }      // "*"
  w.open('{');
  for (auto [type, texts] : types) {
    w.key(type);
    if (type == "AWS") write_texts(texts, spell, w); else w.raw(simdjson::minify(texts));
  }
  w.close('}');
}

void write_statement(JsonValue statement, const Spell& spell, JsonWriter& w) {
  w.open('{');
  for (auto [name, value] : statement.get_object()) {
    w.key(name);
    if (name == "Principal" || name == "NotPrincipal") write_principal(value, spell, w); else w.raw(simdjson::minify(value));
  }
  w.close('}');
}

// The principals of type AWS, in order.
std::vector<std::string> spellings(std::string_view document) {
  std::vector<std::string> out;
  respelled(document, [&](std::string_view text) { return out.emplace_back(text); });
  return out;
}

bool has_unique_ids(std::string_view document) { return document.find("\"AIDA") != document.npos || document.find("\"AROA") != document.npos; }

}  // namespace

std::string respelled(std::string_view document, const Spell& spell) {
  auto parsed = base::parse_json_owned(document);
  if (!parsed) std::abort();                       // it was well-formed
  std::string out;
  JsonWriter w(out);
  w.open('{');
  for (auto [name, value] : parsed->root.get_object()) {
    w.key(name);
    simdjson::dom::array statements;
    if (name != "Statement") { w.raw(simdjson::minify(value)); continue; }
    if (value.get(statements)) { write_statement(value, spell, w); continue; }
    w.open('[');
    for (auto statement : statements) write_statement(statement, spell, w);
    w.close(']');
  }
  w.close('}');
  return out;
}

std::string readable(std::string_view written, std::string_view held, const std::function<std::string(const std::string&, const std::string&)>& now) {
  if (!has_unique_ids(held)) return std::string(written);
  auto texts = spellings(written), ids = spellings(held);
  std::map<std::string, std::string, std::less<>> changed;
  for (std::size_t i = 0; i < std::min(texts.size(), ids.size()); ++i) {
    if (texts[i] == ids[i]) continue;
    auto text = now(texts[i], ids[i]);
    if (text != texts[i]) changed.emplace(texts[i], std::move(text));
  }
  if (changed.empty()) return std::string(written);
  return respelled(written, [&](std::string_view text) {
    auto found = changed.find(text);
    return found == changed.end() ? std::string(text) : found->second;
  });
}

}  // namespace policy
