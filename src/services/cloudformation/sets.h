#pragma once
// Stack sets as rows: found, authorized, read and written. What makes, changes and removes them is in stack_sets.h.
#include "services/cloudformation/api_stack_sets.h"
#include "services/cloudformation/names.h"
#include "services/cloudformation/set_state.h"

namespace cloudformation {

// Where a set's rows are.
struct SetPlace {
  std::string account, region, id;
  Scope scope() const { return {account, region}; }
};
inline SetPlace place_of(const SetRecord& s) { return {s.account, s.region, s.id}; }
template <class R> store::Bound<R> at(store::Txn& txn, const Table<R>& table, const SetPlace& p) { return {txn, table, p.account, p.region}; }

// The rows of one set under `table`, in the order of their names; `visit` answers whether to go on.
template <class R, class F> void each_of(store::Txn& txn, const Table<R>& table, const SetPlace& p, const std::string& below, F visit) {
  const std::string prefix = store::joined(p.id, below);
  at(txn, table, p).each(prefix, prefix, [&](std::string_view key, R row) { return visit(key, std::move(row)); });
}

std::string set_arn(const House&, const Scope&, std::string_view id);
// By name, id or ARN. The scope is the management account's where a delegated administrator acts for it.
std::optional<SetRecord> find_set(store::Txn&, const Scope&, std::string_view name_or_id);
SetRecord existing_set(std::string_view name_or_id, const std::optional<CallAs>&, Call&);        // throws StackSetNotFoundException
// Whose sets a call is about: the caller's own, or its organization's for a delegated administrator. Throws ValidationError.
Scope set_scope(const std::optional<CallAs>&, Call&);

Access on_set(std::string_view action, std::string_view name_or_id, const std::optional<CallAs>&, Call&);
Access on_sets(std::string_view action, Call&);

// Parameter values at rest.
Words sealed_parameters(const House&, const Parameters&, const std::string& arn);
std::string opened_parameter(const House&, const std::string& kept, const std::string& arn);

}  // namespace cloudformation
