#include "services/iam/trust.h"

#include <algorithm>
#include <functional>
#include <map>

#include "base/arn.h"
#include "base/json.h"
#include "policy/document.h"

namespace iam {
namespace {

using service::ApiError, base::JsonValue, base::JsonWriter;

constexpr std::size_t kTrustSize = 2048;

// The unique id of the user or role behind an ARN; the text itself where it names something else.
std::string pinned(const Directory& dir, std::string_view text) {
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "iam") return std::string(text);
  bool user = arn->resource.starts_with("user/");
  if (!user && !arn->resource.starts_with("role/")) return std::string(text);
  Directory theirs = dir.of(arn->account);
  auto entity = theirs.find(user ? Kind::user : Kind::role, arn->resource.substr(arn->resource.rfind('/') + 1));
  if (entity && theirs.arn(*entity) == text) return entity->id;
  if (!theirs.known()) return std::string(text);
  throw ApiError{"MalformedPolicyDocument", 400, "Invalid principal in policy: \"AWS\":\"" + std::string(text) + "\""};
}

using Spell = std::function<std::string(std::string_view)>;

void write_texts(JsonValue value, const Spell& spell, JsonWriter& w) {
  std::string_view text;
  if (!value.get(text)) { w.text(spell(text)); return; }
  w.open('[');
  for (auto item : value.get_array()) w.text(spell(item.get_string().value()));
  w.close(']');
}

void write_principal(JsonValue value, const Spell& spell, JsonWriter& w) {
  simdjson::dom::object types;
  if (value.get(types)) { w.raw(simdjson::minify(value)); return; }
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
    if (name == "Principal") write_principal(value, spell, w); else w.raw(simdjson::minify(value));
  }
  w.close('}');
}

// A trust policy with the principals of type AWS spelled anew.
std::string respelled(std::string_view document, const Spell& spell) {
  auto parsed = base::parse_json_owned(document);
  if (!parsed) throw ApiError{"MalformedPolicyDocument", 400, "This policy contains invalid Json"};
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

// The principals of type AWS, in order.
std::vector<std::string> spellings(std::string_view document) {
  std::vector<std::string> out;
  respelled(document, [&](std::string_view text) { return out.emplace_back(text); });
  return out;
}

// The ARN of the user or role that was meant by one; its unique id once it is gone.
std::string spelled_now(const Directory& dir, const std::string& arn, const std::string& id) {
  Directory theirs = dir.of(base::parse_arn(arn)->account);
  auto entity = theirs.entity(id);
  return entity ? theirs.arn(*entity) : id;
}

}  // namespace

std::string effective_trust(const Directory& dir, std::string_view document) {
  if (auto fault = policy::fault(document, policy::Kind::trust)) throw ApiError{"MalformedPolicyDocument", 400, *fault};
  if (size_without_blanks(document) > kTrustSize) limit_exceeded("ACLSizePerRole", kTrustSize);
  return respelled(document, [&](std::string_view text) { return pinned(dir, text); });
}

std::string readable_trust(const Directory& dir, const state::Entity& role) {
  const bool pins = role.effective_trust.find("\"AIDA") != std::string::npos || role.effective_trust.find("\"AROA") != std::string::npos;
  if (!pins) return role.trust;
  auto written = spellings(role.trust), meant = spellings(role.effective_trust);
  std::map<std::string, std::string, std::less<>> changed;
  for (std::size_t i = 0; i < std::min(written.size(), meant.size()); ++i) {
    if (written[i] == meant[i]) continue;
    auto now = spelled_now(dir, written[i], meant[i]);
    if (now != written[i]) changed.emplace(written[i], std::move(now));
  }
  if (changed.empty()) return role.trust;
  return respelled(role.trust, [&](std::string_view text) {
    auto found = changed.find(text);
    return found == changed.end() ? std::string(text) : found->second;
  });
}

}  // namespace iam
