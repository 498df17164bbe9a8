#include "services/cloudformation/names.h"

#include "service/called_via.h"

#include "base/arn.h"
#include "base/bytes.h"
#include "base/crypto.h"

namespace cloudformation {

ApiError no_stack(std::string_view name) { return invalid("Stack with id " + std::string(name) + " does not exist"); }

std::string operation_key(const Place& p) { return store::joined(p.account, p.region, p.stack); }

std::string stack_arn(const House& house, const Scope& scope, std::string_view name, std::string_view id) {
  return "arn:" + house.settings.partition + ":cloudformation:" + scope.region + ":" + scope.account + ":stack/" + std::string(name) + "/" + std::string(id);
}

namespace {
struct StackName { std::string account, region, name, id; };
std::optional<StackName> parse(std::string_view text) {
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "cloudformation" || !arn->resource.starts_with("stack/")) return {};
  std::string_view rest = arn->resource.substr(6);
  auto slash = rest.find('/');
  if (slash == rest.npos) return {};
  return StackName{std::string(arn->account), std::string(arn->region), std::string(rest.substr(0, slash)), std::string(rest.substr(slash + 1))};
}
}  // namespace

std::string id_in(std::string_view text) {
  auto name = parse(text);
  return name ? name->id : std::string();
}

std::optional<StackRecord> find_by_arn(store::Txn& txn, std::string_view arn) {
  auto name = parse(arn);
  if (!name) return {};
  auto stack = store::Bound<StackRecord>(txn, kStacks, name->account, name->region).get(name->id);
  if (!stack || stack->name != name->name) return {};
  return stack;
}

std::optional<StackRecord> find_stack(store::Txn& txn, const Scope& scope, std::string_view name) {
  store::Bound<StackRecord> stacks(txn, kStacks, scope.account, scope.region);
  if (name.starts_with("arn:")) {
    auto arn = parse(name);
    if (!arn || arn->account != scope.account || arn->region != scope.region) return {};
    return find_by_arn(txn, name);
  }
  auto id = store::Bound<NameRecord>(txn, kNames, scope.account, scope.region).get(name);
  return id ? stacks.get(id->id) : std::nullopt;
}

StackRecord existing_stack(std::string_view name, Call& call) {
  auto stack = find_stack(call.txn(), call.scope(), name);
  if (!stack) throw no_stack(name);
  return std::move(*stack);
}

StackRecord living_stack(std::string_view name, Call& call) {
  auto stack = existing_stack(name, call);
  if (stack.deleted.ms) throw no_stack(name);
  return stack;
}

Access on_stack(std::string_view action, std::string_view name, Call& call) {
  Access out{.action = action};
  auto stack = find_stack(call.txn(), call.scope(), name);
  if (stack) out.resource = stack->arn;
  else out.resource = name.starts_with("arn:") ? std::string(name) : stack_arn(call.house(), call.scope(), name, "*");
  if (stack)
    for (auto& [key, value] : stack->tags) out.keys.push_back({"aws:ResourceTag/" + key, {value}});
  return out;
}

Access on_all(std::string_view action, Call&) { return {.action = action}; }

std::string sealed(const House& house, std::string_view text, std::string_view bound) { return base::seal(house.key_for("cloudformation"), text, bound); }
std::string opened(const House& house, const std::string& text, std::string_view bound) {
  if (text.empty()) return {};
  auto plain = base::open(house.key_for("cloudformation"), text, bound);
  if (!plain) throw ApiError{"InternalFailure", 500, "A kept value of a stack cannot be read."};
  return std::move(*plain);
}

bool is_done(std::string_view status) { return !status.ends_with("_IN_PROGRESS") || status == "REVIEW_IN_PROGRESS"; }

std::string page_start(const std::optional<shape::Text<1, 1024>>& token) {
  if (!token) return {};
  auto key = base::unbase64url(*token);
  if (!key) throw invalid("Invalid NextToken");
  return *key;
}
std::string page_token(std::string_view key) { return base::base64url(key); }

void check_token(const StackRecord& stack, const std::optional<std::string>& token, Call&) {
  if (token && !stack.token.empty() && stack.token == *token)
    throw ApiError{"TokenAlreadyExistsException", 400, "A client request token already exists"};
}

bool is_own(const Call& call) { return call.caller().identity.invoked_by == kHost || service::last_via(call.peer().via) == kHost; }

}  // namespace cloudformation
