#pragma once
// How stacks are named, found and asked for; what is kept of them secretly.
#include "service/house.h"
#include "services/cloudformation/state.h"

namespace cloudformation {

using service::Access, service::ApiError, service::Call, service::House, service::PrincipalPtr, service::Scope;

inline constexpr std::string_view kHost = "cloudformation.amazonaws.com";
inline constexpr std::string_view kStackType = "AWS::CloudFormation::Stack";
inline constexpr std::int64_t kKeptSeconds = 90 * 86'400;        // a deleted stack is told of by its id

inline ApiError invalid(std::string text) { return {"ValidationError", 400, std::move(text)}; }
ApiError no_stack(std::string_view name);                        // "Stack with id X does not exist"

// Where a stack's rows are.
struct Place {
  std::string account, region, stack;            // its unique id
  Scope scope() const { return {account, region}; }
};
inline Place place_of(const OperationRecord& o) { return {o.account, o.region, o.stack}; }
template <class R> store::Bound<R> at(store::Txn& txn, const Table<R>& table, const Place& p) { return {txn, table, p.account, p.region}; }
std::string operation_key(const Place&);
inline store::Bound<OperationRecord> operations(store::Txn& txn) { return {txn, kOperations, "", ""}; }

// The rows of one stack, in the order of their names.
template <class R, class F> void each_of(store::Txn& txn, const Table<R>& table, const Place& p, F visit) {
  const std::string prefix = store::joined(p.stack, "");
  at(txn, table, p).each(prefix, prefix, [&](std::string_view key, R row) {
    visit(key.substr(prefix.size()), std::move(row));
    return true;
  });
}
template <class R> void erase_all(store::Txn& txn, const Table<R>& table, const Place& p) {
  std::vector<std::string> keys;
  each_of(txn, table, p, [&](std::string_view key, R) { keys.emplace_back(key); });
  for (auto& key : keys) at(txn, table, p).erase(store::joined(p.stack, key));
}

std::string stack_arn(const House&, const Scope&, std::string_view name, std::string_view id);
std::string id_in(std::string_view stack_arn);                   // the unique id; empty where it is no stack's ARN
std::optional<StackRecord> find_stack(store::Txn&, const Scope&, std::string_view name_or_arn);      // a deleted one by its ARN only
std::optional<StackRecord> find_by_arn(store::Txn&, std::string_view arn);                           // of any account and Region
StackRecord existing_stack(std::string_view name_or_arn, Call&); // throws no_stack
StackRecord living_stack(std::string_view name_or_arn, Call&);   // likewise where it is deleted
inline Place place_of(const StackRecord& s, const Scope& scope) { return {scope.account, scope.region, s.id}; }

// What a call wants to do to a stack that is there, or may come to be.
Access on_stack(std::string_view action, std::string_view name_or_arn, Call&);
Access on_all(std::string_view action, Call&);                   // of the account and Region

// Whether CloudFormation itself asks, for what it has been told to do: a stack set's stacks, nested stacks.
bool is_own(const Call&);

// Secrets at rest: NoEcho parameters, what dynamic references answered, attributes. `bound`: what it belongs to.
std::string sealed(const House&, std::string_view text, std::string_view bound);
std::string opened(const House&, const std::string& sealed, std::string_view bound);

bool is_done(std::string_view status);                           // no operation is under way
std::string page_start(const std::optional<shape::Text<1, 1024>>& token);       // throws ValidationError
std::string page_token(std::string_view key);

// Refuses a request token that another kind of request has used on this stack.
void check_token(const StackRecord&, const std::optional<std::string>& token, Call&);

}  // namespace cloudformation
