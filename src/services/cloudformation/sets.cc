#include "services/cloudformation/sets.h"

namespace cloudformation {
namespace {

constexpr std::string_view kMemberHost = "member.org.stacksets.cloudformation.amazonaws.com";

ApiError no_set(std::string_view name) { return {"StackSetNotFoundException", 404, "StackSet " + std::string(name) + " not found"}; }

std::string id_of(std::string_view name_or_id) {
  auto at = name_or_id.find(":stackset/");
  return std::string(at == name_or_id.npos ? name_or_id : name_or_id.substr(at + 10));
}

}  // namespace

std::string set_arn(const House& house, const Scope& scope, std::string_view id) {
  return "arn:" + house.settings.partition + ":cloudformation:" + scope.region + ":" + scope.account + ":stackset/" + std::string(id);
}

std::optional<SetRecord> find_set(store::Txn& txn, const Scope& scope, std::string_view name_or_id) {
  const std::string id = id_of(name_or_id);
  store::Bound<SetRecord> sets{txn, kSets, scope.account, scope.region};
  if (id.find(':') != id.npos) return sets.get(id);
  auto name = store::Bound<NameRecord>{txn, kSetNames, scope.account, scope.region}.get(id);
  return name ? sets.get(name->id) : std::nullopt;
}

Scope set_scope(const std::optional<CallAs>& call_as, Call& call) {
  if (!call_as || *call_as == "SELF") return call.scope();
  auto& ports = call.house().ports();
  auto org = ports.organization_of(call.txn(), call.scope().account);
  if (!org || !ports.is_delegated_administrator(call.txn(), org->id, call.scope().account, kMemberHost))
    throw invalid("Account used is not a delegated administrator");
  return {org->management_account, call.scope().region};
}

SetRecord existing_set(std::string_view name_or_id, const std::optional<CallAs>& call_as, Call& call) {
  auto found = find_set(call.txn(), set_scope(call_as, call), name_or_id);
  if (!found || found->status != "ACTIVE") throw no_set(name_or_id);
  return std::move(*found);
}

Access on_set(std::string_view action, std::string_view name_or_id, const std::optional<CallAs>& call_as, Call& call) {
  const Scope scope = set_scope(call_as, call);
  auto found = find_set(call.txn(), scope, name_or_id);
  return {.action = action, .resource = found ? found->arn : set_arn(call.house(), scope, id_of(name_or_id) + ":*")};
}

Access on_sets(std::string_view action, Call&) { return {.action = action}; }

Words sealed_parameters(const House& house, const Parameters& given, const std::string& arn) {
  Words out;
  if (!given) return out;
  for (auto& p : *given) {
    if (!p.parameterKey) throw invalid("A parameter must have a ParameterKey.");
    if (p.parameterValue) out[*p.parameterKey] = sealed(house, *p.parameterValue, arn);
  }
  return out;
}

std::string opened_parameter(const House& house, const std::string& kept, const std::string& arn) { return opened(house, kept, arn); }

}  // namespace cloudformation
