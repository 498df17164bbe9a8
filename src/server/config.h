#pragma once
// What the server is told: the configuration file (YAML) and the folders it lives in.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace server {

// The operator's mistake, in words for the operator.
class Misuse : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct AccountPlan {
  std::string name, email;
  std::vector<std::string> policies;             // names, to be attached to it
};
struct UnitPlan {                                // an organizational unit, or the root
  std::string name;
  std::vector<std::string> policies;
  std::vector<AccountPlan> accounts;
  std::vector<UnitPlan> units;
};
struct PolicyPlan { std::string name, type = "SERVICE_CONTROL_POLICY", description, document /* JSON */; };
struct OrganizationPlan {
  UnitPlan root;
  std::vector<PolicyPlan> policies;
  std::vector<std::string> trusted_services;     // service principals
};

struct Config {
  AccountPlan management{"management", "management@example.com", {}};
  std::string management_id;                     // twelve digits; empty: chosen at first start
  std::optional<OrganizationPlan> organization;  // none: the management account stands alone
  std::string region = "us-east-1";              // of the profiles
  std::vector<std::string> regions;              // empty: those enabled by default
  std::vector<std::string> local_names;          // further host names of the server
  std::int64_t delivery_seconds = 300, digest_seconds = 3600;
  std::int64_t lookups_per_second = 0;           // LookupEvents of an account in a Region; 0: any number (AWS: 2)
  bool selector_wildcards = true;                // PutEventSelectors takes arn:aws:s3:::* and arn:aws:lambda:*
};

// Throws Misuse with the line of what it does not understand: unknown keys included.
Config read_config(const std::string& yaml_text, const std::string& shown_name);
Config load_config(const std::filesystem::path&);

// "90s", "5m", "1h", "7d", or plain seconds.
std::optional<std::int64_t> parse_duration(std::string_view);

// Where a server keeps its things, and where its clients find theirs. The root key is never inside the data folder.
struct Places {
  std::filesystem::path data, root_key, profiles;
};
// --home DIR: DIR/data, DIR/root.key, DIR/aws; otherwise as the XDG base directory specification says.
Places default_places(const std::optional<std::string>& home);

}  // namespace server
