#include "services/iam/trust.h"

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

void write_texts(const Directory& dir, JsonValue value, JsonWriter& w) {
  std::string_view text;
  if (!value.get(text)) { w.text(pinned(dir, text)); return; }
  w.open('[');
  for (auto item : value.get_array()) w.text(pinned(dir, item.get_string().value()));
  w.close(']');
}

void write_principal(const Directory& dir, JsonValue value, JsonWriter& w) {
  simdjson::dom::object types;
  if (value.get(types)) { w.raw(simdjson::minify(value)); return; }
  w.open('{');
  for (auto [type, texts] : types) {
    w.key(type);
    if (type == "AWS") write_texts(dir, texts, w); else w.raw(simdjson::minify(texts));
  }
  w.close('}');
}

void write_statement(const Directory& dir, JsonValue statement, JsonWriter& w) {
  w.open('{');
  for (auto [name, value] : statement.get_object()) {
    w.key(name);
    if (name == "Principal") write_principal(dir, value, w); else w.raw(simdjson::minify(value));
  }
  w.close('}');
}

}  // namespace

std::string effective_trust(const Directory& dir, std::string_view document) {
  if (auto fault = policy::fault(document, policy::Kind::trust)) throw ApiError{"MalformedPolicyDocument", 400, *fault};
  if (size_without_blanks(document) > kTrustSize) limit_exceeded("ACLSizePerRole", kTrustSize);
  auto parsed = base::parse_json_owned(document);
  if (!parsed) throw ApiError{"MalformedPolicyDocument", 400, "This policy contains invalid Json"};
  std::string out;
  JsonWriter w(out);
  w.open('{');
  for (auto [name, value] : parsed->root.get_object()) {
    w.key(name);
    simdjson::dom::array statements;
    if (name != "Statement") { w.raw(simdjson::minify(value)); continue; }
    if (value.get(statements)) { write_statement(dir, value, w); continue; }
    w.open('[');
    for (auto statement : statements) write_statement(dir, statement, w);
    w.close(']');
  }
  w.close('}');
  return out;
}

}  // namespace iam
