#include "server/profiles.h"

#include "base/log.h"
#include "server/data_folder.h"
#include "server/landing_zone.h"
#include "services/iam/api.h"

namespace server {
namespace {

using service::ApiError;

constexpr std::string_view kHeader = "# Written by orgtrail at every start and by `orgtrail profiles`: changes made here are lost.\n";

struct KeyPair { std::string id, secret; };

// The key's secret while the key is good.
std::optional<KeyPair> working(service::House& house, const std::string& account, const std::string& id) {
  store::Txn txn = house.store.read();
  auto found = house.ports().credential(house, txn, id, "").credential;
  if (!found || found->principal->account() != account) return {};
  return KeyPair{id, found->secret};
}

// The key that was written before, or the first active one, or one made now; nothing when the account's policies forbid it.
std::optional<KeyPair> key_of(service::House& house, const std::string& account, const std::string& user, const std::string& before) {
  if (auto key = before.empty() ? std::nullopt : working(house, account, before)) return key;
  auto root = root_user(house, account);
  iam::ListAccessKeys list;
  iam::CreateAccessKey make;
  if (!user.empty()) list.userName = make.userName = user;
  const service::Scope scope{account, "us-east-1"};
  try {
    for (auto& key : house.act(root, scope, list).accessKeyMetadata) {
      if (auto found = working(house, account, key.accessKeyId)) return found;
    }
    auto made = house.act(root, scope, make).accessKey;
    return KeyPair{made.accessKeyId, made.secretAccessKey};
  } catch (const ApiError& e) {
    base::log_info("no access key for " + account + (user.empty() ? "'s root user: " : "'s " + user + ": ") + e.code + ": " + e.message);
    return {};
  }
}

std::string profile_name(const std::string& account_name) {
  std::string out;
  for (char c : account_name) out += std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' ? char(std::tolower(c)) : '-';
  return out;
}

// Profile name -> access key id, of a credentials file of ours.
std::map<std::string, std::string> written_keys(const std::filesystem::path& file) {
  std::map<std::string, std::string> out;
  std::istringstream lines(read_file(file).value_or(""));
  std::string line, section;
  constexpr std::string_view kKey = "aws_access_key_id = ";
  while (std::getline(lines, line)) {
    if (line.starts_with('[') && line.ends_with(']')) section = line.substr(1, line.size() - 2);
    else if (line.starts_with(kKey)) out[section] = line.substr(kKey.size());
  }
  return out;
}

class Files {
 public:
  Files(const std::filesystem::path& folder, std::string region) : folder_(folder), region_(std::move(region)) {}

  void with_key(const std::string& name, const KeyPair& key) {
    begin(name);
    credentials_ += "\n[" + name + "]\naws_access_key_id = " + key.id + "\naws_secret_access_key = " + key.secret + "\n";
  }
  void with_role(const std::string& name, const std::string& role, const std::string& source) {
    begin(name);
    config_ += "role_arn = " + role + "\nrole_session_name = " + std::string(kAdministrator) + "\nsource_profile = " + source + "\n";
  }
  void write() const {
    write_private(folder_ / "config", config_);
    write_private(folder_ / "credentials", credentials_);
  }
  std::vector<std::string> names;

 private:
  void begin(const std::string& name) {
    config_ += "\n[profile " + name + "]\nregion = " + region_ + "\nca_bundle = " + (folder_ / "ca.pem").string() + "\n" +
               "s3 =\n  signature_version = s3v4\n";             // SDKs still presign by version 2 where they are not told
    names.push_back(name);
  }
  std::filesystem::path folder_;
  std::string region_, config_{kHeader}, credentials_{kHeader};
};

std::vector<service::AccountView> accounts(service::House& house, const std::string& management) {
  store::Txn txn = house.store.read();
  auto organization = house.ports().organization_of(txn, management);
  if (!organization) return {{management, "management", "ACTIVE"}};
  auto all = house.ports().accounts_of(txn, organization->id);
  std::stable_partition(all.begin(), all.end(), [&](auto& a) { return a.id == management; });
  std::erase_if(all, [](auto& a) { return a.status != "ACTIVE"; });
  return all;
}

}  // namespace

std::vector<std::string> write_profiles(service::House& house, const std::filesystem::path& folder, const std::string& ca_pem, const std::string& region,
                                        const Signpost& signpost) {
  make_private_folder(folder);
  Files files(folder, region);
  const std::string management = management_account(house);
  auto before = written_keys(folder / "credentials");
  std::string source;
  for (auto& account : accounts(house, management)) {
    std::string name = profile_name(account.name);
    if (std::find(files.names.begin(), files.names.end(), name) != files.names.end()) name += "-" + account.id;
    if (account.id == management) {
      source = name;
      if (auto key = key_of(house, account.id, std::string(kAdministrator), before[name])) files.with_key(name, *key);
    } else {
      files.with_role(name, "arn:" + house.settings.partition + ":iam::" + account.id + ":role/" + std::string(kMemberRole), source);
    }
    if (auto key = key_of(house, account.id, "", before[name + "-root"])) files.with_key(name + "-root", *key);
  }
  write_private(folder / "ca.pem", ca_pem);
  files.write();
  write_private(folder / "server", signpost.endpoint + "\n" + signpost.control.string() + "\n");
  return files.names;
}

Signpost read_signpost(const std::filesystem::path& folder) {
  auto text = read_file(folder / "server");
  if (!text) throw Misuse("no server has written its profiles to " + folder.string() + ": start one with `orgtrail serve`, or name its folder with --home or --profiles");
  auto line = text->find('\n');
  if (line == text->npos) throw Misuse((folder / "server").string() + " is damaged");
  std::string control = text->substr(line + 1);
  return {text->substr(0, line), control.substr(0, control.find('\n'))};
}

bool has_profile(const std::filesystem::path& folder, std::string_view name) {
  auto text = read_file(folder / "config");
  return text && text->find("[profile " + std::string(name) + "]\n") != text->npos;
}

}  // namespace server
