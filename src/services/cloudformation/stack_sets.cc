#include "services/cloudformation/stack_sets.h"

#include "services/cloudformation/blueprint.h"
#include "services/cloudformation/draft.h"
#include "services/cloudformation/set_operations.h"
#include "services/cloudformation/stacks.h"
#include "services/cloudformation/template/summary.h"

namespace cloudformation {
namespace {

constexpr std::size_t kMostSets = 1000, kPage = 100;
constexpr std::string_view kDefaultExecutionRole = "AWSCloudFormationStackSetExecutionRole", kDefaultAdministrationRole = "AWSCloudFormationStackSetAdministrationRole";

std::string default_administration_role(const House& house, const std::string& account) {
  return "arn:" + house.settings.partition + ":iam::" + account + ":role/" + std::string(kDefaultAdministrationRole);
}

// The template must be readable, its parameters known, what it makes acknowledged. Values are judged where they are used.
void check_template(const House& house, const SetRecord& s) try {
  language::Template form = language::parse(s.template_body);
  if (auto missing = language::missing_capabilities(form, s.capabilities); !missing.empty()) throw ApiError{"InsufficientCapabilitiesException", 400, missing};
  std::string unknown, without;
  for (auto& [key, value] : s.parameters)
    if (!form.parameter(key)) unknown += (unknown.empty() ? "" : ", ") + key;
  if (!unknown.empty()) throw invalid("Parameters: [" + unknown + "] do not exist in the template");
  for (auto& [name, p] : form.parameters)
    if (!p.default_value && !s.parameters.contains(name)) without += (without.empty() ? "" : ", ") + name;
  if (!without.empty()) throw invalid("Parameters: [" + without + "] must have values");
  (void)house;
} catch (const language::Fault& fault) {
  throw invalid(fault.message);
}

void take_tags(SetRecord& s, const Tags& tags) {
  if (!tags) return;
  s.tags = words_of(*tags);
  for (auto& [key, value] : s.tags) if (key.starts_with("aws:")) throw invalid("aws: prefixed tag key names are not allowed for external use.");
}

// Sets whose automatic deployments come first: service-managed ones of the same organization, and no circle.
void check_dependencies(const SetRecord& s, Call& call) {
  constexpr std::size_t kMost = 10;
  if (s.depends_on.size() > kMost) throw ApiError{"LimitExceededException", 400, "A StackSet can depend on at most " + std::to_string(kMost) + " others"};
  std::set<std::string> seen;
  std::vector<std::string> next = s.depends_on;
  while (!next.empty()) {
    const std::string arn = std::move(next.back());
    next.pop_back();
    if (arn == s.arn) throw invalid("AutoDeployment.DependsOn of StackSet " + s.name + " leads back to itself");
    if (!seen.insert(arn).second) continue;
    auto of = find_set(call.txn(), {s.account, s.region}, arn);
    if (!of || of->arn != arn || of->status != "ACTIVE" || !of->service_managed) throw invalid("AutoDeployment.DependsOn: " + arn + " is no StackSet with SERVICE_MANAGED permission model here");
    next.insert(next.end(), of->depends_on.begin(), of->depends_on.end());
  }
}

void take_auto_deployment(SetRecord& s, const std::optional<AutoDeployment>& a, Call& call) {
  if (!a) return;
  if (!s.service_managed) throw invalid("AutoDeployment can be specified only for StackSets with SERVICE_MANAGED permission model");
  s.auto_deployment = a->enabled.value_or(false);
  s.retain_on_removal = a->retainStacksOnAccountRemoval.value_or(false);
  if (!s.auto_deployment && s.retain_on_removal) throw invalid("RetainStacksOnAccountRemoval can be specified only if AutoDeployment is enabled");
  if (a->dependsOn) s.depends_on = *a->dependsOn;
  check_dependencies(s, call);
}

void take_roles(SetRecord& s, const auto& q, const House& house) {
  if (s.service_managed && (q.administrationRoleARN || q.executionRoleName))
    throw invalid("AdministrationRoleARN and ExecutionRoleName cannot be specified for StackSets with SERVICE_MANAGED permission model");
  if (s.service_managed) return;
  if (q.administrationRoleARN) s.administration_role = *q.administrationRoleARN;
  if (q.executionRoleName) s.execution_role = *q.executionRoleName;
  if (s.administration_role.empty()) s.administration_role = default_administration_role(house, s.account);
  if (s.execution_role.empty()) s.execution_role = kDefaultExecutionRole;
}

// Whom a service-managed set belongs to. Throws ValidationError.
std::string organization_for(const Scope& scope, Call& call) {
  auto& ports = call.house().ports();
  auto org = ports.organization_of(call.txn(), scope.account);
  if (!org || org->management_account != scope.account) throw invalid("StackSets with SERVICE_MANAGED permission model can only be managed from the management account of an organization or by a delegated administrator");
  if (!ports.had_service_access(call.txn(), org->id, "member.org.stacksets.cloudformation.amazonaws.com", call.txn().version()))
    throw invalid("You must enable organizations access to operate a service managed stack set");
  return org->id;
}

void follow(store::Txn& txn, const SetRecord& s) {
  store::Bound<Follower> followers{txn, kFollowers, "", ""};
  const std::string key = store::joined(s.account, s.region, s.id);
  if (s.status == "ACTIVE" && s.service_managed) followers.put(key, {s.account, s.region, s.id});
  else followers.erase(key);
}

std::vector<Access> with_role(Access a, const std::optional<RoleArn>& role, const std::optional<Address>& url) {
  if (url) a.keys.push_back({"cloudformation:TemplateUrl", {*url}});
  std::vector<Access> out{std::move(a)};
  if (role) add_pass_role(out, std::string(*role));
  return out;
}

StackSet shown(const House& house, const SetRecord& s) {
  StackSet out{.stackSetName = s.name, .stackSetId = s.id, .status = s.status, .templateBody = TemplateText(Text<1>(s.template_body))};
  if (!s.description.empty()) out.description = s.description;
  language::Template form = language::parse(s.template_body);
  out.parameters.emplace();
  for (auto& [key, value] : s.parameters) {
    auto* declared = form.parameter(key);
    std::string text = declared && declared->no_echo ? "****" : opened_parameter(house, value, s.arn);
    out.parameters->push_back({.parameterKey = key, .parameterValue = Secret<std::string>(text)});
  }
  out.capabilities.emplace(s.capabilities.begin(), s.capabilities.end());
  out.tags = List<Tag, 0, 50>(shown_tags(s.tags));
  out.stackSetARN = s.arn;
  if (!s.administration_role.empty()) out.administrationRoleARN = s.administration_role;
  if (!s.execution_role.empty()) out.executionRoleName = s.execution_role;
  out.permissionModel = s.service_managed ? "SERVICE_MANAGED" : "SELF_MANAGED";
  if (s.service_managed) {
    out.autoDeployment = AutoDeployment{.enabled = s.auto_deployment};
    if (s.auto_deployment) out.autoDeployment->retainStacksOnAccountRemoval = s.retain_on_removal;
    if (!s.depends_on.empty()) out.autoDeployment->dependsOn = s.depends_on;
    out.organizationalUnitIds.emplace(s.units.begin(), s.units.end());
  }
  out.managedExecution = ManagedExecution{s.managed_execution};
  out.regions.emplace(s.regions.begin(), s.regions.end());
  return out;
}

}  // namespace

std::vector<Access> to_create_set(const CreateStackSet& q, Call& call) {
  Access a{.action = "cloudformation:CreateStackSet", .resource = set_arn(call.house(), set_scope(q.callAs, call), q.stackSetName + ":*")};
  return with_role(std::move(a), q.administrationRoleARN, q.templateURL);
}

CreateStackSetResult create_set(const CreateStackSet& q, Call& call) {
  check_stack_name(q.stackSetName);
  const Scope scope = set_scope(q.callAs, call);
  if (q.stackId) throw invalid("Importing a stack into a new stack set is not supported by this server.");
  if (auto there = find_set(call.txn(), scope, q.stackSetName)) {
    if (q.clientRequestToken && there->token == *q.clientRequestToken) return {there->id};
    throw ApiError{"NameAlreadyExistsException", 409, "The Name: " + q.stackSetName + " already exists"};
  }
  SetRecord s{.name = q.stackSetName, .account = scope.account, .region = scope.region, .created = call.now()};
  s.id = s.name + ":" + base::uuid();
  s.arn = set_arn(call.house(), scope, s.id);
  s.description = q.description.value_or("");
  s.token = q.clientRequestToken.value_or("");
  s.service_managed = q.permissionModel == "SERVICE_MANAGED";
  if (s.service_managed) s.organization = organization_for(scope, call);
  take_roles(s, q, call.house());
  take_auto_deployment(s, q.autoDeployment, call);
  s.managed_execution = q.managedExecution && q.managedExecution->active.value_or(false);
  auto body = template_text(maybe(q.templateBody), maybe(q.templateURL), call);
  if (!body) throw invalid("Either Template URL or Template Body must be specified.");
  s.template_body = std::move(*body);
  s.parameters = sealed_parameters(call.house(), q.parameters, s.arn);
  if (q.capabilities) s.capabilities.assign(q.capabilities->begin(), q.capabilities->end());
  take_tags(s, q.tags);
  check_template(call.house(), s);
  std::size_t sets = 0;
  call.elsewhere(kSetNames, scope.account, scope.region).each([&](std::string_view, NameRecord) { ++sets; });
  if (sets >= kMostSets) throw ApiError{"LimitExceededException", 400, "StackSet quota has been exceeded"};
  s.principal = service::keep(call.caller());
  call.elsewhere(kSets, scope.account, scope.region).put(s.id, s);
  call.elsewhere(kSetNames, scope.account, scope.region).put(s.name, {s.id});
  follow(call.txn(), s);
  return {s.id};
}

std::vector<Access> to_update_set(const UpdateStackSet& q, Call& call) {
  return with_role(on_set("cloudformation:UpdateStackSet", q.stackSetName, q.callAs, call), q.administrationRoleARN, q.templateURL);
}

namespace {

void take_changes(SetRecord& s, const UpdateStackSet& q, Call& call) {
  if (q.permissionModel && (*q.permissionModel == "SERVICE_MANAGED") != s.service_managed) throw invalid("The permission model of a stack set with instances cannot be changed.");
  if (q.description) s.description = *q.description;
  take_roles(s, q, call.house());
  take_auto_deployment(s, q.autoDeployment, call);
  if (q.managedExecution) s.managed_execution = q.managedExecution->active.value_or(false);
  auto body = template_text(maybe(q.templateBody), maybe(q.templateURL), call);
  if (body && q.usePreviousTemplate.value_or(false)) throw invalid("You cannot specify both usePreviousTemplate and Template Body/Template URL.");
  if (body) s.template_body = std::move(*body);
  else if (!q.usePreviousTemplate.value_or(false)) throw invalid("Either Template URL or Template Body must be specified, or UsePreviousTemplate.");
  Words before = std::exchange(s.parameters, sealed_parameters(call.house(), q.parameters, s.arn));
  if (q.parameters)
    for (auto& p : *q.parameters)
      if (p.usePreviousValue.value_or(false) && before.contains(p.parameterKey.value_or(""))) s.parameters[*p.parameterKey] = before[*p.parameterKey];
  if (q.capabilities) s.capabilities.assign(q.capabilities->begin(), q.capabilities->end());
  take_tags(s, q.tags);
  check_template(call.house(), s);
}

// The instances an update reaches: all, or those asked for; the others fall behind.
std::vector<ItemRecord> reached(SetRecord& s, const UpdateStackSet& q, const Asking& asking, Call& call) {
  const bool some = !asking.accounts.empty() || !asking.units.empty();
  std::vector<Target> targets;
  if (some) targets = targets_of(call.house(), call.txn(), s, asking);
  std::vector<ItemRecord> out;
  std::vector<InstanceRecord> behind;
  each_of(call.txn(), kInstances, place_of(s), "", [&](std::string_view, InstanceRecord i) {
    bool in_region = !q.regions || q.regions->empty() || std::find(q.regions->begin(), q.regions->end(), i.region) != q.regions->end();
    bool in_account = !some || std::any_of(targets.begin(), targets.end(), [&](auto& t) { return t.account == i.account; });
    if (in_region && in_account) out.push_back({i.account, i.region, i.unit});
    i.status = "OUTDATED";
    behind.push_back(std::move(i));
    return true;
  });
  for (auto& i : behind) at(call.txn(), kInstances, place_of(s)).put(store::joined(s.id, i.account, i.region), i);
  return out;
}

}  // namespace

OperationIdResult update_set(const UpdateStackSet& q, Call& call) {
  SetRecord s = existing_set(q.stackSetName, q.callAs, call);
  take_changes(s, q, call);
  s.principal = service::keep(call.caller());
  at(call.txn(), kSets, place_of(s)).put(s.id, s);
  follow(call.txn(), s);
  Asking asking = asking_of(q.accounts, q.deploymentTargets, call);
  auto items = reached(s, q, asking, call);
  SetStart begin{.action = "UPDATE", .targets = {}, .regions = s.regions, .preferences = q.operationPreferences ? &*q.operationPreferences : nullptr,
                 .operation_id = q.operationId ? std::optional<std::string>(*q.operationId) : std::nullopt, .asked = std::move(asking)};
  return {start(call.house(), call.txn(), s, std::move(begin), items, call.now())};
}

Access to_delete_set(const DeleteStackSet& q, Call& call) { return on_set("cloudformation:DeleteStackSet", q.stackSetName, q.callAs, call); }

// Of a set that is gone already there is nothing to do.
DeleteStackSetResult delete_set(const DeleteStackSet& q, Call& call) {
  auto found = find_set(call.txn(), set_scope(q.callAs, call), q.stackSetName);
  if (!found || found->status != "ACTIVE") return {};
  bool empty = true;
  each_of(call.txn(), kInstances, place_of(*found), "", [&](std::string_view, InstanceRecord) { return empty = false; });
  if (!empty) throw ApiError{"StackSetNotEmptyException", 409, "StackSet is not empty"};
  if (under_way(call.txn(), *found)) throw ApiError{"OperationInProgressException", 409, "Another Operation on StackSet " + found->arn + " is in progress"};
  found->status = "DELETED";
  at(call.txn(), kSets, place_of(*found)).put(found->id, *found);
  at(call.txn(), kSetNames, place_of(*found)).erase(found->name);
  follow(call.txn(), *found);
  return {};
}

Access to_describe_set(const DescribeStackSet& q, Call& call) { return on_set("cloudformation:DescribeStackSet", q.stackSetName, q.callAs, call); }

DescribeStackSetResult describe_set(const DescribeStackSet& q, Call& call) {
  auto found = find_set(call.txn(), set_scope(q.callAs, call), q.stackSetName);
  if (!found) throw ApiError{"StackSetNotFoundException", 404, "StackSet " + q.stackSetName + " not found"};
  return {shown(call.house(), *found)};
}

Access to_list_sets(const ListStackSets&, Call& call) { return on_sets("cloudformation:ListStackSets", call); }

ListStackSetsResult list_sets(const ListStackSets& q, Call& call) {
  const Scope scope = set_scope(q.callAs, call);
  ListStackSetsResult out;
  auto& list = out.summaries.emplace();
  call.elsewhere(kSets, scope.account, scope.region).each("", page_start(q.nextToken), [&](std::string_view key, SetRecord s) {
    if (q.status && *q.status != s.status) return true;
    if (list.size() == (q.maxResults ? std::size_t(*q.maxResults) : kPage)) {
      out.nextToken = page_token(key);
      return false;
    }
    auto& one = list.emplace_back(StackSetSummary{.stackSetName = s.name, .stackSetId = s.id, .status = s.status});
    if (!s.description.empty()) one.description = s.description;
    if (s.service_managed) one.autoDeployment = AutoDeployment{.enabled = s.auto_deployment};
    one.permissionModel = s.service_managed ? "SERVICE_MANAGED" : "SELF_MANAGED";
    one.driftStatus = "NOT_CHECKED";
    one.managedExecution = ManagedExecution{s.managed_execution};
    return true;
  });
  return out;
}

Access to_list_auto_targets(const ListStackSetAutoDeploymentTargets& q, Call& call) {
  return on_set("cloudformation:ListStackSetAutoDeploymentTargets", q.stackSetName, q.callAs, call);
}

ListStackSetAutoDeploymentTargetsResult list_auto_targets(const ListStackSetAutoDeploymentTargets& q, Call& call) {
  SetRecord s = existing_set(q.stackSetName, q.callAs, call);
  ListStackSetAutoDeploymentTargetsResult out;
  auto& list = out.summaries.emplace();
  if (!s.auto_deployment) return out;
  for (auto& t : s.targets) {
    auto& one = list.emplace_back(StackSetAutoDeploymentTargetSummary{.organizationalUnitId = UnitId(t.unit)});
    one.regions.emplace(t.regions.begin(), t.regions.end());
  }
  return out;
}

}  // namespace cloudformation
