#include "services/organizations/inheritance.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "base/json.h"

namespace organizations {

using base::JsonValue;

namespace {

// By value: what a simdjson_result hands out of itself does not outlive it.
simdjson::dom::object object_of(const JsonValue& value) { return value.get_object().value_unsafe(); }
simdjson::dom::array array_of(const JsonValue& value) { return value.get_array().value_unsafe(); }

enum Operator : unsigned { assign = 1, append = 2, remove = 4 };
constexpr unsigned kAll = assign | append | remove;
constexpr std::pair<std::string_view, Operator> kOperators[] = {{"@@assign", assign}, {"@@append", append}, {"@@remove", remove}};
constexpr std::string_view kAllowed = "@@operators_allowed_for_child_policies";

bool is_operator(std::string_view key) { return key.starts_with("@@"); }

// A setting with its parts, in the order in which they were first named.
struct Setting {
  std::vector<std::pair<std::string, std::unique_ptr<Setting>>> parts;
  std::optional<std::vector<std::string>> values;      // JSON texts
  bool is_list = false;
  unsigned allowed = kAll;                             // for the levels below
  std::size_t assigned_at = SIZE_MAX;                  // the level
  std::set<std::string> from;

  Setting* find(std::string_view name) const {
    for (auto& [key, part] : parts) if (key == name) return part.get();
    return nullptr;
  }
  Setting& part(std::string_view name) {
    if (auto* there = find(name)) return *there;
    return *parts.emplace_back(std::string(name), std::make_unique<Setting>()).second;
  }
  bool has_content() const {
    return values || std::any_of(parts.begin(), parts.end(), [](auto& p) { return p.second->has_content(); });
  }
};

std::vector<std::string> texts(const JsonValue& value) {
  std::vector<std::string> out;
  if (value.is_array()) for (auto element : array_of(value)) out.push_back(simdjson::minify(element));
  else out.push_back(simdjson::minify(value));
  return out;
}

void apply(Setting& setting, Operator op, const JsonValue& value, const std::string& policy, std::size_t level) {
  if (op == assign) {
    if (setting.assigned_at == level) return;
    setting.assigned_at = level;
    setting.values = texts(value);
    setting.is_list = value.is_array();
    setting.from = {policy};
    return;
  }
  if (setting.values && !setting.is_list) return;
  if (op == append) {
    if (!setting.values) setting.values.emplace();
    setting.is_list = true;
    for (auto& text : texts(value))
      if (std::find(setting.values->begin(), setting.values->end(), text) == setting.values->end()) setting.values->push_back(std::move(text));
  } else {
    if (!setting.values) return;
    for (auto& text : texts(value)) std::erase(*setting.values, text);
  }
  setting.from.insert(policy);
}

// One policy's uses of one operator, where the levels above allow them.
void merge(const JsonValue& json, Setting& setting, Operator op, unsigned allowed, const std::string& policy, std::size_t level) {
  if (!json.is_object()) return;
  allowed &= setting.allowed;
  for (auto [key, value] : object_of(json)) {
    if (!is_operator(key)) merge(value, setting.part(key), op, allowed, policy, level);
    else for (auto& [name, which] : kOperators) if (name == key && which == op && (allowed & op)) apply(setting, op, value, policy, level);
  }
}

unsigned operators_in(const JsonValue& list) {
  unsigned out = 0;
  if (!list.is_array()) return out;
  for (auto element : array_of(list)) {
    std::string_view name;
    if (element.get(name)) continue;
    if (name == "@@all") out = kAll;
    for (auto& [known, op] : kOperators) if (known == name) out |= op;
  }
  return out;
}

void restrict_children(const JsonValue& json, Setting& setting) {
  if (!json.is_object()) return;
  for (auto [key, value] : object_of(json)) {
    if (!is_operator(key)) restrict_children(value, setting.part(key));
    else if (key == kAllowed) setting.allowed &= operators_in(value);
  }
}

void write(const Setting& setting, base::JsonWriter& w) {
  if (setting.values && !setting.is_list) { w.raw(setting.values->front()); return; }
  if (setting.values) {
    w.open('[');
    for (auto& text : *setting.values) w.raw(text);
    w.close(']');
    return;
  }
  w.open('{');
  for (auto& [name, part] : setting.parts) {
    if (!part->has_content()) continue;
    w.key(name);
    write(*part, w);
  }
  w.close('}');
}

void gather_sources(const Setting& setting, std::set<std::string>& out) {
  out.insert(setting.from.begin(), setting.from.end());
  for (auto& [name, part] : setting.parts) gather_sources(*part, out);
}

// ---- what AWS Backup needs of a plan

class BackupCheck {
 public:
  explicit BackupCheck(std::vector<PolicyFlaw>& flaws) : flaws_(flaws) {}

  void check_plan(const Setting& plan, const std::string& path) {
    require(plan, path, {"rules", "regions", "selections"});
    if (auto* regions = present(plan, "regions")) count(*regions, path + "/regions", "regions", SIZE_MAX);
    if (auto* rules = present(plan, "rules")) {
      count(*rules, path + "/rules", "rules", 10);
      for (auto& [name, rule] : rules->parts) if (rule->has_content()) require(*rule, path + "/rules/" + name, {"target_backup_vault_name"});
    }
    auto* selections = present(plan, "selections");
    auto* tags = selections ? present(*selections, "tags") : nullptr;
    if (!tags) return;
    for (auto& [name, tag] : tags->parts) if (tag->has_content()) require(*tag, path + "/selections/tags/" + name, {"iam_role_arn", "tag_key", "tag_value"});
  }

 private:
  static const Setting* present(const Setting& in, std::string_view name) {
    auto* part = in.find(name);
    return part && part->has_content() ? part : nullptr;
  }
  void add(std::string code, std::string message, std::string path, const Setting& about) {
    std::set<std::string> from;
    gather_sources(about, from);
    flaws_.push_back({std::move(code), std::move(message), std::move(path), {from.begin(), from.end()}});
  }
  void require(const Setting& in, const std::string& path, std::initializer_list<std::string_view> names) {
    for (auto name : names) if (!present(in, name)) add("KEY_REQUIRED", "'" + std::string(name) + "' is missing", path, in);
  }
  void count(const Setting& in, const std::string& path, const std::string& name, std::size_t most) {
    std::size_t n = in.values ? in.values->size() : std::size_t(std::count_if(in.parts.begin(), in.parts.end(), [](auto& p) { return p.second->has_content(); }));
    if (n < 1) add("ELEMENTS_TOO_FEW", "'" + name + "' is less than the allowed minimum limit 1", path, in);
    if (n > most) add("ELEMENTS_TOO_MANY", "'" + name + "' exceeds the allowed maximum limit " + std::to_string(most), path, in);
  }
  std::vector<PolicyFlaw>& flaws_;
};

// ---- grammar

using Names = std::initializer_list<std::string_view>;
bool among(std::string_view name, Names names) { return std::find(names.begin(), names.end(), name) != names.end(); }

std::optional<std::string> operator_fault(std::string_view key, const JsonValue& value) {
  if (key == kAllowed) {
    if (!value.is_array()) return "The value of " + std::string(kAllowed) + " must be a list.";
    for (auto element : array_of(value)) {
      std::string_view name;
      if (element.get(name) || !among(name, {"@@all", "@@none", "@@assign", "@@append", "@@remove"})) return "Unknown operator in " + std::string(kAllowed) + ".";
    }
    return {};
  }
  if (!among(key, {"@@assign", "@@append", "@@remove"})) return "Unknown operator: " + std::string(key) + ".";
  if (value.is_object()) return std::string(key) + " must have a value or a list of values.";
  if (!value.is_array()) return key == "@@assign" ? std::nullopt : std::optional<std::string>(std::string(key) + " must have a list of values.");
  for (auto element : array_of(value))
    if (element.is_array() || element.is_object()) return std::string(key) + " must have a list of single values.";
  return {};
}

std::optional<std::string> setting_fault(const JsonValue& json) {
  for (auto [key, value] : object_of(json)) {
    std::optional<std::string> fault;
    if (is_operator(key)) fault = operator_fault(key, value);
    else if (!value.is_object()) fault = "The element " + std::string(key) + " lacks an operator.";
    else fault = setting_fault(value);
    if (fault) return fault;
  }
  return {};
}

// The elements that the user guide names for one setting of these types.
std::optional<std::string> element_fault(std::string_view type, const JsonValue& settings) {
  for (auto [name, setting] : object_of(settings)) {
    if (is_operator(name)) continue;
    for (auto [key, value] : object_of(setting)) {
      if (is_operator(key)) continue;
      bool known = true;
      if (type == "TAG_POLICY") known = among(key, {"tag_key", "tag_value", "enforced_for", "report_required_tag_for"});
      if (type == "BACKUP_POLICY") known = among(key, {"regions", "rules", "selections", "advanced_backup_settings", "backup_plan_tags", "scan_settings"});
      if (type == "AISERVICES_OPT_OUT_POLICY") known = key == "opt_out_policy";
      if (!known) return "Unknown element: " + std::string(key) + ".";
      std::string_view choice;
      if (type == "AISERVICES_OPT_OUT_POLICY" && !value["@@assign"].get(choice) && !among(choice, {"optIn", "optOut"}))
        return "opt_out_policy must be optIn or optOut.";
    }
  }
  return {};
}

}  // namespace

Effective effective_policy(std::string_view type, const PolicyLevels& levels) {
  Setting root;
  for (std::size_t level = 0; level < levels.size(); ++level) {
    for (auto& [name, op] : kOperators)
      for (auto& policy : levels[level]) if (auto json = base::parse_json(policy.content)) merge(*json, root, op, kAll, policy.id, level);
    for (auto& policy : levels[level]) if (auto json = base::parse_json(policy.content)) restrict_children(*json, root);
  }
  Effective out;
  base::JsonWriter w(out.content);
  write(root, w);
  if (auto* plans = type == "BACKUP_POLICY" ? root.find("plans") : nullptr)
    for (auto& [name, plan] : plans->parts) if (plan->has_content()) BackupCheck(out.flaws).check_plan(*plan, "plans/" + name);
  return out;
}

std::optional<std::string> inheritance_fault(std::string_view type, std::string_view root, std::string_view text) {
  auto json = base::parse_json(text);
  if (!json || !json->is_object()) return "The document is not a JSON object.";
  std::size_t elements = 0;
  for (auto [key, value] : object_of(*json)) {
    if (++elements > 1 || is_operator(key) || (!root.empty() && key != root)) return "The document must have the one element " + std::string(root) + ".";
    if (!value.is_object()) return "The element " + std::string(key) + " must be an object.";
    if (auto fault = setting_fault(value)) return fault;
    if (auto fault = element_fault(type, value)) return fault;
  }
  if (elements == 0) return "The document is empty.";
  return {};
}

}  // namespace organizations
