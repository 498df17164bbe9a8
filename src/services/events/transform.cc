#include "services/events/transform.h"

#include <charconv>

#include "base/json.h"

namespace events {
namespace {

using Values = std::vector<base::JsonValue>;

constexpr std::size_t kMostVariables = 100, kMostBytes = 2u << 20;      // no target takes more

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '/' || c == ':' || c == '@' || c == '$'; }

// One step of a path: .name, ['name'], [3], .* or [*].
struct Step { bool every = false; std::optional<std::size_t> index{}; std::string_view name{}; };

std::optional<Step> bracket_step(std::string_view& rest) {
  auto end = rest.find(']');
  if (end == rest.npos) return {};
  auto inside = rest.substr(1, end - 1);
  rest.remove_prefix(end + 1);
  if (inside == "*") return Step{.every = true};
  if (inside.size() > 2 && (inside.front() == '\'' || inside.front() == '"') && inside.back() == inside.front()) return Step{.name = inside.substr(1, inside.size() - 2)};
  std::size_t index = 0;
  auto [stop, fault] = std::from_chars(inside.data(), inside.data() + inside.size(), index);
  if (inside.empty() || fault != std::errc() || stop != inside.data() + inside.size()) return {};
  return Step{.index = index};
}

std::optional<Step> dot_step(std::string_view& rest) {
  rest.remove_prefix(1);
  if (rest.starts_with('*')) { rest.remove_prefix(1); return Step{.every = true}; }
  std::size_t n = 0;
  while (n < rest.size() && is_name(rest[n])) ++n;
  if (n == 0) return {};
  Step step{.name = rest.substr(0, n)};
  rest.remove_prefix(n);
  return step;
}

std::optional<std::vector<Step>> steps_of(std::string_view path) {
  if (!path.starts_with('$')) return {};
  path.remove_prefix(1);
  std::vector<Step> out;
  while (!path.empty()) {
    auto step = path.front() == '.' ? dot_step(path) : path.front() == '[' ? bracket_step(path) : std::nullopt;
    if (!step) return {};
    out.push_back(*step);
  }
  return out;
}

Values after_step(const Values& from, const Step& step) {
  Values out;
  auto add = [&](base::JsonValue v) { out.push_back(v); };
  for (auto& v : from) {
    simdjson::dom::array array;
    simdjson::dom::object object;
    base::JsonValue found;
    if (!v.get(array)) {
      if (step.every) for (auto item : array) add(item);
      else if (step.index && !array.at(*step.index).get(found)) add(found);
    } else if (!v.get(object)) {
      if (step.every) for (auto field : object) add(field.value);
      else if (!step.index && !object.at_key(step.name).get(found)) add(found);
    }
  }
  return out;
}

bool is_json_template(std::string_view t) {
  auto at = t.find_first_not_of(" \t\r\n");
  return at != t.npos && (t[at] == '{' || t[at] == '[');
}

// Every <name> of a template: visit(text before it, name, whether it stands within a string); the rest last, without name.
template <class Visit> void each_variable(std::string_view t, Visit visit) {
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i] == '\\') { ++i; continue; }
    if (t[i] == '"') quoted = !quoted;
    if (t[i] != '<') continue;
    std::size_t end = i + 1;
    while (end < t.size() && (std::isalnum(static_cast<unsigned char>(t[end])) || t[end] == '_' || t[end] == '-' || t[end] == '.')) ++end;
    if (end == t.size() || t[end] != '>' || end == i + 1) continue;
    visit(t.substr(begin, i - begin), t.substr(i + 1, end - i - 1), quoted);
    begin = end + 1;
    i = end;
  }
  visit(t.substr(begin), std::string_view(), quoted);
}

// The payload without its detail, its members named as EventBridge names them there.
std::string without_detail(base::JsonValue root) {
  std::string out;
  simdjson::dom::object object;
  if (root.get(object)) return "{}";
  base::JsonWriter w(out);
  w.open('{');
  for (auto field : object)
    if (field.key != "detail") w.key(field.key == "detail-type" ? "detailType" : field.key).raw(simdjson::minify(field.value));
  w.close('}');
  return out;
}

std::string quoted_text(std::string_view text) {
  std::string out;
  base::append_json_string(out, text);
  return out;
}

// The JSON at the end of a path; of a path with a star a list.
std::optional<std::string> found_at(base::JsonValue root, std::string_view path) {
  auto steps = steps_of(path);
  if (!steps) return {};
  Values values = {root};
  bool several = false;
  for (auto& step : *steps) {
    values = after_step(values, step);
    several = several || step.every;
  }
  if (!several) return values.empty() ? std::nullopt : std::optional<std::string>(simdjson::minify(values[0]));
  std::string out;
  base::JsonWriter w(out);
  w.open('[');
  for (auto& v : values) w.raw(simdjson::minify(v));
  w.close(']');
  return out;
}

// The variable's value as JSON; nullopt: it has none. `root` is the event, read.
std::optional<std::string> value_of(std::string_view name, const InputTransformer& t, std::string_view event, base::JsonValue root, const Predefined& predefined) {
  if (name == "aws.events.rule-arn") return quoted_text(predefined.rule_arn);
  if (name == "aws.events.rule-name") return quoted_text(predefined.rule_name);
  if (name == "aws.events.event.ingestion-time") return quoted_text(base::iso(predefined.ingested));
  if (name == "aws.events.event") return without_detail(root);
  if (name == "aws.events.event.json") return std::string(event);
  if (!t.inputPathsMap) return {};
  auto path = t.inputPathsMap->find(std::string(name));
  return path == t.inputPathsMap->end() ? std::nullopt : found_at(root, path->second);
}

// A value inside a string: a text's characters, still escaped; of lists and objects in a text template the JSON without its quotes.
std::string inside_string(const std::string& json, bool json_template) {
  if (json.front() == '"') return json.substr(1, json.size() - 2);
  if (json_template || (json.front() != '{' && json.front() != '[')) return json;
  std::string out;
  for (char c : json) if (c != '"') out += c;
  return out;
}

std::string filled(const InputTransformer& t, std::string_view event, const Predefined& predefined) {
  const bool json = is_json_template(t.inputTemplate);
  std::string out;
  auto read = base::parse_json_owned(event);
  if (!read) return out;
  each_variable(t.inputTemplate, [&](std::string_view before, std::string_view name, bool quoted) {
    if (out.size() > kMostBytes) return;
    out += before;
    if (name.empty()) return;
    auto value = value_of(name, t, event, read->root, predefined);
    if (!value) out += quoted ? "" : "\"\"";
    else out += quoted ? inside_string(*value, json) : *value;
  });
  return out;
}

// A text template is one JSON string a line.
bool is_lines_of_strings(std::string_view text) {
  while (!text.empty()) {
    auto end = text.find('\n');
    auto line = text.substr(0, end);
    text = end == text.npos ? std::string_view() : text.substr(end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty()) continue;
    auto value = base::parse_json(line);
    if (!value || !value->is_string()) return false;
  }
  return true;
}

bool is_predefined(std::string_view name) {
  for (auto n : {"aws.events.rule-arn", "aws.events.rule-name", "aws.events.event.ingestion-time", "aws.events.event", "aws.events.event.json"})
    if (name == n) return true;
  return false;
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && name.size() <= 256 &&
         std::all_of(name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-'; });
}

std::optional<std::string> transformer_fault(const InputTransformer& t, const std::string& id) {
  std::optional<std::string> out;
  if (t.inputPathsMap) {
    if (t.inputPathsMap->size() > kMostVariables) return "InputTransformer for target " + id + " has more than 100 variables.";
    for (auto& [name, path] : *t.inputPathsMap) {
      if (!is_variable_name(name)) return "InputPathsMap for target " + id + " contains invalid key " + name + ".";
      if (!steps_of(path)) return "Invalid InputPath for target " + id + ".";
    }
  }
  each_variable(t.inputTemplate, [&](std::string_view, std::string_view name, bool) {
    if (out || name.empty() || is_predefined(name) || (t.inputPathsMap && t.inputPathsMap->contains(std::string(name)))) return;
    out = "InputTemplate for target " + id + " contains invalid placeholder " + std::string(name) + ".";
  });
  return out;
}

}  // namespace

std::optional<std::string> at_path(std::string_view event, std::string_view path) {
  auto root = base::parse_json(event);
  return root ? found_at(*root, path) : std::nullopt;
}

std::optional<std::string> input_fault(const Target& t) {
  if (t.input.has_value() + t.inputPath.has_value() + t.inputTransformer.has_value() > 1)
    return "Only one of Input, InputPath, or InputTransformer must be provided for target " + t.id + ".";
  if (t.input && !base::parse_json(*t.input)) return "JSON syntax error in input for target " + t.id + ".";
  if (t.inputPath && !t.inputPath->empty() && !steps_of(*t.inputPath)) return "Invalid InputPath for target " + t.id + ".";
  return t.inputTransformer ? transformer_fault(*t.inputTransformer, t.id) : std::nullopt;
}

std::optional<std::string> input_of(const Target& t, std::string_view event, const Predefined& predefined) {
  if (t.input) return *t.input;
  if (t.inputPath && !t.inputPath->empty()) return at_path(event, *t.inputPath);
  if (!t.inputTransformer) return std::string(event);
  std::string out = filled(*t.inputTransformer, event, predefined);
  if (out.size() > kMostBytes) return {};
  if (is_json_template(t.inputTransformer->inputTemplate) ? base::parse_json(out).has_value() : is_lines_of_strings(out)) return out;
  return {};
}

}  // namespace events
