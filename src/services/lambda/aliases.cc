#include "services/lambda/aliases.h"

#include "services/lambda/configuration.h"

namespace lambda {
namespace {

AliasConfiguration shown(const AliasRecord& a, const Target& t, const Call& call) {
  AliasConfiguration out;
  out.aliasArn = function_arn(call.house(), t.at, t.name, a.name);
  out.name = a.name;
  out.functionVersion = a.version;
  out.description = a.description;
  if (!a.weights.empty()) out.routingConfig.emplace().additionalVersionWeights = a.weights;
  out.revisionId = a.revision;
  return out;
}

Target alias_of(const std::string& function, const std::string& name, const Call& call) {
  Target t = unqualified(function, call);
  t.qualifier = name;
  return t;
}

void check_version(const Target& t, const std::string& version, const Call& call) {
  version_at(call, {t.at, t.name, version});
}

std::map<std::string, double> weights(const AliasRoutingConfiguration& r, const AliasRecord& a, const Target& t, const Call& call) {
  auto out = r.additionalVersionWeights ? *r.additionalVersionWeights : std::map<std::string, double>();
  if (out.empty()) return out;
  if (out.size() > 1) throw invalid("Number of items in AdditionalVersionWeights cannot be greater than 1");
  if (a.version == "$LATEST") throw invalid("$LATEST is not supported for an alias pointing to more than 1 version");
  for (auto& [version, weight] : out) {
    if (!is_number(version)) throw invalid("$LATEST is not supported for an alias pointing to more than 1 version");
    if (version == a.version) throw invalid("Invalid function version " + version + ". Function version " + version + " is already included in routing configuration.");
    if (!(weight >= 0.0 && weight <= 1.0)) throw invalid("The weights of an alias must lie between 0.0 and 1.0.");
    check_version(t, version, call);
  }
  return out;
}

}  // namespace

Access to_create_alias(const CreateAlias& q, Call& call) { return on_whole_function("lambda:CreateAlias", unqualified(q.functionName, call), call); }
Access to_get_alias(const GetAlias& q, Call& call) { return on_whole_function("lambda:GetAlias", unqualified(q.functionName, call), call); }
Access to_update_alias(const UpdateAlias& q, Call& call) { return on_whole_function("lambda:UpdateAlias", unqualified(q.functionName, call), call); }
Access to_delete_alias(const DeleteAlias& q, Call& call) { return on_whole_function("lambda:DeleteAlias", unqualified(q.functionName, call), call); }
Access to_list_aliases(const ListAliases& q, Call& call) { return on_whole_function("lambda:ListAliases", unqualified(q.functionName, call), call); }

AliasConfiguration create_alias(const CreateAlias& q, Call& call) {
  Target t = alias_of(q.functionName, q.name, call);
  check_own(t, call);
  function_at(call, t);
  if (is_number(q.name)) throw invalid("The name of an alias must not be a number: " + q.name);
  check_version(t, q.functionVersion, call);
  auto rows = call.in(kAliases);
  if (rows.has(store::joined(t.name, q.name))) throw conflict("Alias already exists: " + arn_of(call.house(), t));
  AliasRecord a{q.name, q.functionVersion, q.description ? std::string(*q.description) : "", new_revision(), {}};
  if (q.routingConfig) a.weights = weights(*q.routingConfig, a, t, call);
  rows.put(store::joined(t.name, a.name), a);
  call.effects().status = 201;
  return shown(a, t, call);
}

AliasConfiguration get_alias(const GetAlias& q, Call& call) {
  Target t = alias_of(q.functionName, q.name, call);
  return shown(alias_at(call, t), t, call);
}

AliasConfiguration update_alias(const UpdateAlias& q, Call& call) {
  Target t = alias_of(q.functionName, q.name, call);
  check_own(t, call);
  AliasRecord a = alias_at(call, t);
  if (q.revisionId && *q.revisionId != a.revision) throw stale("GetAlias");
  if (q.functionVersion) {
    check_version(t, *q.functionVersion, call);
    a.version = *q.functionVersion;
  }
  if (q.description) a.description = *q.description;
  if (q.routingConfig) a.weights = weights(*q.routingConfig, a, t, call);
  else if (a.weights.contains(a.version))
    throw invalid("Invalid function version " + a.version + ". Function version " + a.version + " is already included in routing configuration.");
  a.revision = new_revision();
  call.in(kAliases).put(store::joined(t.name, a.name), a);
  return shown(a, t, call);
}

Nothing delete_alias(const DeleteAlias& q, Call& call) {
  Target t = alias_of(q.functionName, q.name, call);
  check_own(t, call);
  function_at(call, t);
  call.in(kAliases).erase(store::joined(t.name, t.qualifier));     // one that is not there is deleted too
  call.in(kPolicies).erase(store::joined(t.name, t.qualifier));
  call.in(kEventSettings).erase(store::joined(t.name, t.qualifier));
  call.effects().status = 204;
  return {};
}

ListAliasesResponse list_aliases(const ListAliases& q, Call& call) {
  Target t = unqualified(q.functionName, call);
  function_at(call, t);
  ListAliasesResponse out;
  auto& list = out.aliases.emplace();
  const std::size_t most = q.maxItems ? std::min<std::size_t>(50, std::size_t(q.maxItems->value)) : 50;
  out.nextMarker = page(call.elsewhere(kAliases, t.at.account, t.at.region), store::joined(t.name, ""), q.marker, most, [&](std::string_view, AliasRecord a) {
    if (q.functionVersion && a.version != *q.functionVersion && !a.weights.contains(*q.functionVersion)) return false;
    list.push_back(shown(a, t, call));
    return true;
  });
  return out;
}

}  // namespace lambda
