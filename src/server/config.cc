#include "server/config.h"

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <set>

#include "base/arn.h"
#include "base/json.h"
#include "gateway/certificates.h"
#include "gateway/hosts.h"
#include "server/data_folder.h"

namespace server {
namespace {

std::string at_line(const YAML::Mark& mark) { return mark.is_null() ? "" : "line " + std::to_string(mark.line + 1) + ": "; }

[[noreturn]] void refuse(const YAML::Node& node, const std::string& text) { throw Misuse(at_line(node.Mark()) + text); }

// A mapping whose keys are all accounted for.
class Mapping {
 public:
  Mapping(const YAML::Node& node, std::string what, std::vector<std::string> known) : node_(node), what_(std::move(what)) {
    if (!node.IsMap()) refuse(node, what_ + " must be a mapping");
    std::set<std::string> seen;
    for (auto entry : node) {
      auto key = entry.first.as<std::string>();
      if (!seen.insert(key).second) refuse(entry.first, "\"" + key + "\" stands twice in " + what_);
      if (std::find(known.begin(), known.end(), key) == known.end()) refuse(entry.first, "unknown key \"" + key + "\" in " + what_);
    }
  }

  YAML::Node operator[](const char* key) const { return node_[key]; }

  std::string text(const char* key) const {
    auto value = node_[key];
    if (!value) refuse(node_, what_ + " lacks \"" + key + "\"");
    if (!value.IsScalar() || value.Scalar().empty()) refuse(value, std::string("\"") + key + "\" must be a text");
    return value.Scalar();
  }
  std::string text(const char* key, std::string otherwise) const { return node_[key] ? text(key) : std::move(otherwise); }

  std::vector<std::string> texts(const char* key) const {
    std::vector<std::string> out;
    each(key, [&](const YAML::Node& item) {
      if (!item.IsScalar()) refuse(item, std::string("\"") + key + "\" must be a list of texts");
      out.push_back(item.Scalar());
    });
    return out;
  }

  std::int64_t seconds(const char* key, std::int64_t otherwise) const {
    if (!node_[key]) return otherwise;
    auto value = parse_duration(text(key));
    if (!value || *value <= 0) refuse(node_[key], std::string("\"") + key + "\" must be a duration such as 5m");
    return *value;
  }

  std::int64_t number(const char* key, std::int64_t otherwise) const {
    if (!node_[key]) return otherwise;
    std::string digits = text(key);
    std::int64_t out = 0;
    auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    if (fault != std::errc() || end != digits.data() + digits.size() || out < 0) refuse(node_[key], std::string("\"") + key + "\" must be a whole number");
    return out;
  }

  bool flag(const char* key, bool otherwise) const {
    if (!node_[key]) return otherwise;
    auto value = text(key);
    if (value != "true" && value != "false") refuse(node_[key], std::string("\"") + key + "\" must be true or false");
    return value == "true";
  }

  template <class F> void each(const char* key, F visit) const {
    auto list = node_[key];
    if (!list) return;
    if (!list.IsSequence()) refuse(list, std::string("\"") + key + "\" must be a list");
    for (auto item : list) visit(item);
  }

 private:
  const YAML::Node node_;
  std::string what_;
};

AccountPlan read_account(const YAML::Node& node) {
  Mapping m(node, "an account", {"name", "email", "policies"});
  return {m.text("name"), m.text("email"), m.texts("policies")};
}

// Policies of an organization do not bind its management account. Other accounts' ids are chosen by Organizations.
void read_management(const YAML::Node& node, Config& out) {
  Mapping m(node, "\"management_account\"", {"id", "name", "email"});
  out.management = {m.text("name"), m.text("email"), {}};
  out.management_id = m.text("id", "");
  if (!out.management_id.empty() && !base::is_account_id(out.management_id)) refuse(m["id"], "an account id has twelve digits");
}

UnitPlan read_unit(const YAML::Node& node);

void read_children(const Mapping& m, UnitPlan& into) {
  m.each("accounts", [&](const YAML::Node& item) { into.accounts.push_back(read_account(item)); });
  m.each("units", [&](const YAML::Node& item) { into.units.push_back(read_unit(item)); });
}

UnitPlan read_unit(const YAML::Node& node) {
  Mapping m(node, "an organizational unit", {"name", "policies", "accounts", "units"});
  UnitPlan unit{m.text("name"), m.texts("policies"), {}, {}};
  read_children(m, unit);
  return unit;
}

PolicyPlan read_policy(const YAML::Node& node) {
  Mapping m(node, "a policy", {"name", "type", "description", "document"});
  PolicyPlan policy{m.text("name"), m.text("type", "SERVICE_CONTROL_POLICY"), m.text("description", " "), m.text("document")};
  if (policy.description == " ") policy.description.clear();
  if (!base::parse_json(policy.document)) refuse(m["document"], "the document of policy \"" + policy.name + "\" is not JSON");
  return policy;
}

// Every policy that is attached must be among those that are made; accounts, addresses and a unit's units stand for one thing each.
void check(const YAML::Node& node, const OrganizationPlan& plan, const UnitPlan& unit, std::vector<std::string>& names, std::vector<std::string>& emails) {
  auto known = [&](const std::string& name) {
    for (auto& p : plan.policies) if (p.name == name) return;
    if (name != "FullAWSAccess") refuse(node, "policy \"" + name + "\" is attached but not among \"policies\"");
  };
  auto once = [&](std::vector<std::string>& seen, const std::string& value, const char* what) {
    if (std::find(seen.begin(), seen.end(), value) != seen.end()) refuse(node, std::string("two accounts have the ") + what + " \"" + value + "\"");
    seen.push_back(value);
  };
  for (auto& p : unit.policies) known(p);
  for (auto& account : unit.accounts) {
    for (auto& p : account.policies) known(p);
    once(names, account.name, "name");
    once(emails, account.email, "address");
  }
  std::set<std::string> units;
  for (auto& inner : unit.units)
    if (!units.insert(inner.name).second) refuse(node, "two units of one parent have the name \"" + inner.name + "\"");
  for (auto& inner : unit.units) check(node, plan, inner, names, emails);
}

OrganizationPlan read_organization(const YAML::Node& node, const AccountPlan& management) {
  Mapping m(node, "\"organization\"", {"policies", "attached", "trusted_services", "accounts", "units"});
  OrganizationPlan plan;
  m.each("policies", [&](const YAML::Node& item) { plan.policies.push_back(read_policy(item)); });
  plan.trusted_services = m.texts("trusted_services");
  plan.root.policies = m.texts("attached");
  read_children(m, plan.root);
  std::vector<std::string> names{management.name}, emails{management.email};
  check(node, plan, plan.root, names, emails);
  return plan;
}

std::filesystem::path xdg(const char* variable, const char* below_home) {
  if (const char* set = std::getenv(variable); set && *set == '/') return std::filesystem::path(set) / "orgtrail";
  const char* home = std::getenv("HOME");
  if (!home || !*home) throw Misuse("HOME is not set: name a folder with --home");
  return std::filesystem::path(home) / below_home / "orgtrail";
}

}  // namespace

Config read_config(const std::string& text, const std::string& shown_name) {
  try {
    YAML::Node root = YAML::Load(text);
    Config out;
    if (root.IsNull()) return out;
    Mapping m(root, "the configuration", {"region", "regions", "local_names", "delivery_interval", "digest_interval", "lookups_per_second", "selector_wildcards", "management_account", "organization"});
    out.region = m.text("region", out.region);
    if (!gateway::is_region(out.region)) refuse(m["region"], "\"" + out.region + "\" is not a Region");
    out.regions = m.texts("regions");
    for (auto& r : out.regions) if (!gateway::is_region(r)) refuse(m["regions"], "\"" + r + "\" is not a Region");
    auto enabled = [&](std::string_view r) { return std::find(out.regions.begin(), out.regions.end(), r) != out.regions.end(); };
    if (!out.regions.empty() && !enabled("us-east-1")) refuse(m["regions"], "us-east-1 must be among \"regions\": it is where global services are recorded");
    if (!out.regions.empty() && !enabled(out.region)) refuse(m["regions"], "\"region\" is not among \"regions\"");
    out.local_names = m.texts("local_names");
    for (auto& name : out.local_names) if (!gateway::is_dns_name(name)) refuse(m["local_names"], "\"" + name + "\" is not a host name in lower case");
    out.delivery_seconds = m.seconds("delivery_interval", out.delivery_seconds);
    out.digest_seconds = m.seconds("digest_interval", out.digest_seconds);
    out.lookups_per_second = m.number("lookups_per_second", out.lookups_per_second);
    out.selector_wildcards = m.flag("selector_wildcards", out.selector_wildcards);
    if (m["management_account"]) read_management(m["management_account"], out);
    if (m["organization"]) out.organization = read_organization(m["organization"], out.management);
    return out;
  } catch (const YAML::Exception& e) {
    throw Misuse(shown_name + ": " + at_line(e.mark) + e.msg);
  } catch (const Misuse& e) {
    throw Misuse(shown_name + ": " + e.what());
  }
}

Config load_config(const std::filesystem::path& file) {
  auto text = read_file(file);
  if (!text) throw Misuse("there is no configuration " + file.string());
  return read_config(*text, file.string());
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
  std::int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value < 0 || value > 3650LL * 86400) return {};
  std::string_view unit(end, std::size_t(text.data() + text.size() - end));
  std::int64_t factor = unit.empty() || unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : unit == "d" ? 86400 : 0;
  if (!factor) return {};
  return value * factor;
}

Places default_places(const std::optional<std::string>& home) {
  if (home) {
    auto at = std::filesystem::absolute(*home).lexically_normal();
    return {at / "data", at / "root.key", at / "aws"};
  }
  auto settings = xdg("XDG_CONFIG_HOME", ".config");
  return {xdg("XDG_DATA_HOME", ".local/share"), settings / "root.key", settings / "aws"};
}

}  // namespace server
