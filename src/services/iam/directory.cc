#include "services/iam/directory.h"

#include "base/bytes.h"

namespace iam {

using service::ApiError, store::joined;

const KindFacts& facts(Kind kind) {
  static constexpr std::array<KindFacts, 5> all = {{{"user", "AIDA", "User", "Users", 5000, 2048},
                                                    {"group", "AGPA", "Group", "Groups", 300, 5120},
                                                    {"role", "AROA", "Role", "Roles", 1000, 10240},
                                                    {"policy", "ANPA", "Policy", "Policies", 1500},
                                                    {"instance-profile", "AIPA", "Instance Profile", "InstanceProfiles", 1000}}};
  return all[std::size_t(kind)];
}

Kind kind_of(const state::Entity& e) {
  return e.id.starts_with("AIDA") ? Kind::user : e.id.starts_with("AGPA") ? Kind::group : Kind::role;
}

void no_such_entity(std::string message) { throw ApiError{"NoSuchEntity", 404, std::move(message)}; }

void limit_exceeded(std::string_view quota, std::int64_t value) {
  throw ApiError{"LimitExceeded", 409, "Cannot exceed quota for " + std::string(quota) + ": " + std::to_string(value)};
}

std::string entity_id(std::string_view prefix) { return std::string(prefix) + base::random_text(21 - prefix.size(), base::kBase32); }

std::size_t size_without_blanks(std::string_view document) {
  return std::size_t(std::count_if(document.begin(), document.end(), [](char c) {
    return c != ' ' && c != '\t' && c != '\n' && c != '\r' && (c & 0xC0) != 0x80;
  }));
}

Directory::Directory(const service::Call& call) : house_(call.house()), txn_(call.txn()), account_(call.scope().account) {}

Directory::Directory(const service::House& house, store::Txn& txn, std::string_view account) : house_(house), txn_(txn), account_(account) {}

std::string Directory::arn(Kind kind, std::string_view path, std::string_view name) const {
  std::string out = "arn:" + partition() + ":iam::" + account_ + ":";
  return out.append(facts(kind).word).append(path).append(name);
}

std::string Directory::name_key(Kind kind, std::string_view name) const { return joined(facts(kind).word, base::lower(name)); }

std::optional<std::string> Directory::id(Kind kind, std::string_view name) const {
  auto found = in(state::kNames).get(name_key(kind, name));
  if (!found) return {};
  return std::move(found->id);
}

std::optional<state::Entity> Directory::find(Kind kind, std::string_view name) const {
  auto unique_id = id(kind, name);
  return unique_id ? entity(*unique_id) : std::nullopt;
}

state::Entity Directory::need(Kind kind, std::string_view name) const {
  auto found = find(kind, name);
  if (!found) no_such_entity("The " + std::string(facts(kind).word) + " with name " + std::string(name) + " cannot be found.");
  return std::move(*found);
}

void Directory::already(Kind kind, std::string_view name) const {
  std::string message = kind == Kind::policy ? "A policy called " + std::string(name) + " already exists. Duplicate names are not allowed."
                        : kind == Kind::profile ? "Instance Profile " + std::string(name) + " already exists."
                                                : std::string(facts(kind).title) + " with name " + std::string(name) + " already exists.";
  throw ApiError{"EntityAlreadyExists", 409, std::move(message)};
}

std::string Directory::enter(Kind kind, std::string_view name) const {
  if (id(kind, name)) already(kind, name);
  count(kind, 1);
  std::string unique_id = entity_id(facts(kind).id_prefix);
  in(state::kNames).put(name_key(kind, name), {unique_id});
  return unique_id;
}

void Directory::leave(Kind kind, std::string_view name) const {
  in(state::kNames).erase(name_key(kind, name));
  count(kind, -1);
}

void Directory::rename(Kind kind, std::string_view from, std::string_view to, std::string_view unique_id) const {
  auto holder = id(kind, to);
  if (holder && *holder != unique_id) already(kind, to);
  in(state::kNames).erase(name_key(kind, from));
  in(state::kNames).put(name_key(kind, to), {std::string(unique_id)});
}

void Directory::count(Kind kind, std::int64_t change) const {
  auto account = settings();
  auto& n = account.counts[std::string(facts(kind).word)];
  if (change > 0 && n >= facts(kind).limit) limit_exceeded(std::string(facts(kind).count) + "PerAccount", facts(kind).limit);
  n += change;
  put(account);
}

state::Account Directory::settings() const {
  auto found = in(state::kAccounts).get("account");
  return found ? std::move(*found) : state::Account{.created = now()};
}

bool Directory::known() const { return in(state::kAccounts).has("account"); }

}  // namespace iam
