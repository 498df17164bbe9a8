#pragma once
// One account's directory: what has a name there, and how it is found.
#include "service/house.h"
#include "services/iam/state.h"

namespace iam {

enum class Kind : std::uint8_t { user, group, role, policy, profile };

struct KindFacts {
  std::string_view word;               // in ARNs, and first part of kNames' keys
  std::string_view id_prefix;
  std::string_view title;              // in messages
  std::string_view count;              // in the account summary
  std::int64_t limit;                  // an account
  std::int64_t inline_size = 0;        // characters of all inline policies, white space not counted
};
const KindFacts& facts(Kind);
Kind kind_of(const state::Entity&);

class Directory {
 public:
  explicit Directory(const service::Call&);
  Directory(const service::House&, store::Txn&, std::string_view account);

  template <class R> store::Bound<R> in(const store::Table<R>& t) const { return {txn_, t, account_, ""}; }
  const std::string& account() const { return account_; }
  const std::string& partition() const { return house_.settings.partition; }
  base::Time now() const { return house_.clock.now(); }
  Directory of(std::string_view account) const { return {house_, txn_, account}; }

  std::string arn(Kind, std::string_view path, std::string_view name) const;
  std::string arn(const state::Entity& e) const { return arn(kind_of(e), e.path, e.name); }

  std::optional<std::string> id(Kind, std::string_view name) const;              // names are equal whatever their case
  std::optional<state::Entity> entity(std::string_view unique_id) const { return in(state::kEntities).get(unique_id); }
  std::optional<state::Entity> find(Kind, std::string_view name) const;
  state::Entity need(Kind, std::string_view name) const;                         // NoSuchEntity
  void put(const state::Entity& e) const { in(state::kEntities).put(e.id, e); }

  // A new name's unique id; EntityAlreadyExists, LimitExceeded.
  std::string enter(Kind, std::string_view name) const;
  void leave(Kind, std::string_view name) const;
  void rename(Kind, std::string_view from, std::string_view to, std::string_view unique_id) const;   // EntityAlreadyExists

  state::Account settings() const;
  void put(const state::Account& a) const { in(state::kAccounts).put("account", a); }
  bool known() const;                                  // anything of this account is here

  // Ids in the order of names, from a page's first key on, until visit(key, id) answers false.
  template <class F> void each(Kind kind, std::string_view from, F visit) const {
    in(state::kNames).each(store::joined(facts(kind).word, ""), from, [&](std::string_view key, state::Name n) { return visit(key, n.id); });
  }

 private:
  std::string name_key(Kind, std::string_view name) const;
  void count(Kind, std::int64_t change) const;
  [[noreturn]] void already(Kind, std::string_view name) const;

  const service::House& house_;
  store::Txn& txn_;
  std::string account_;
};

[[noreturn]] void no_such_entity(std::string message);
[[noreturn]] void limit_exceeded(std::string_view quota, std::int64_t value);    // "Cannot exceed quota for ...: n"
std::string entity_id(std::string_view prefix);                                  // a new one: 21 characters, where keys' ids have 20
std::size_t size_without_blanks(std::string_view document);                      // as quotas count characters

}  // namespace iam
