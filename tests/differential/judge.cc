// Decides requests that come as lines of JSON, for comparison with another engine. A line in, a word out:
// Allowed, ExplicitlyDenied or ImplicitlyDenied.
//
//   {"action", "resource", "kind", "account", "arn", "role", "service", "owner", "context": {key: [value, ...]},
//    "identity": [document, ...], "boundary": document, "session": document, "resourcePolicy": document, "trust": bool,
//    "scps": [[document, ...], ...], "rcps": the same}
//
// Documents are texts. What is absent is not there: no boundary, no SCPs that apply.
#include <iostream>

#include "base/json.h"
#include "policy/document.h"
#include "policy/evaluate.h"

namespace {

using base::JsonValue;

std::string text(const JsonValue& v, std::string_view name) {
  std::string_view out;
  return v.at_key(name).get(out) ? std::string() : std::string(out);
}

using Compiled = std::shared_ptr<const policy::Document>;

struct Case {
  std::vector<Compiled> held;              // what the inputs point at
  policy::Inputs in;
  policy::Context context;
  std::string action, resource, account, arn, role, service;
  policy::Caller::Kind kind;

  const policy::Document* document(const JsonValue& v) {
    std::string_view source;
    if (v.get(source)) throw std::runtime_error("a document is a text");
    return held.emplace_back(policy::compile(source)).get();
  }
  policy::Documents documents(const JsonValue& list) {
    policy::Documents out;
    for (auto d : list.get_array()) out.push_back(document(d));
    return out;
  }
  std::vector<policy::Documents> levels(const JsonValue& list) {
    std::vector<policy::Documents> out;
    for (auto level : list.get_array()) out.push_back(documents(level));
    return out;
  }
};

policy::Caller::Kind kind_of(std::string_view word) {
  using Kind = policy::Caller::Kind;
  if (word == "root") return Kind::root;
  if (word == "user") return Kind::user;
  if (word == "session") return Kind::role_session;
  if (word == "federated") return Kind::federated;
  if (word == "service") return Kind::service;
  return Kind::anonymous;
}

void read(const JsonValue& v, Case& c) {
  c.action = text(v, "action");
  c.resource = text(v, "resource");
  c.account = text(v, "account");
  c.arn = text(v, "arn");
  c.role = text(v, "role");
  c.service = text(v, "service");
  c.kind = kind_of(text(v, "kind"));
  c.in.same_account = c.account == text(v, "owner");
  for (auto [key, list] : v["context"].get_object()) {
    std::vector<std::string> values;
    for (auto each : list.get_array()) values.emplace_back(std::string_view(each));
    c.context.set(key, values);
  }
  JsonValue part;
  if (!v.at_key("identity").get(part)) c.in.identity = c.documents(part);
  if (!v.at_key("boundary").get(part)) c.in.boundary = c.document(part);
  if (!v.at_key("session").get(part)) c.in.session = policy::Documents{c.document(part)};
  if (!v.at_key("resourcePolicy").get(part)) c.in.resource_policy = c.document(part);
  if (!v.at_key("scps").get(part)) c.in.scps = c.levels(part), c.in.scps_apply = true;
  if (!v.at_key("rcps").get(part)) c.in.rcps = c.levels(part), c.in.rcps_apply = true;
  if (bool trust = false; !v.at_key("trust").get(trust) && trust) c.in.rule = policy::ResourceRule::resource_must_allow;
}

std::string_view decide(std::string_view line) {
  auto document = base::parse_json_owned(line);      // compiling uses the shared parser
  if (!document) throw std::runtime_error("a line is not JSON");
  Case c;
  read(document->root, c);
  policy::Request request{c.action, c.resource, c.context, {.kind = c.kind, .account = c.account, .arn = c.arn, .role_arn = c.role, .service = c.service}};
  auto decision = policy::evaluate(request, c.in);
  return decision.allowed ? "Allowed" : decision.explicit_deny ? "ExplicitlyDenied" : "ImplicitlyDenied";
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) std::cout << decide(line) << '\n';
}
