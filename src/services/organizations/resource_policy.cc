#include "services/organizations/resource_policy.h"

#include "base/arn.h"
#include "base/bytes.h"
#include "base/json.h"
#include "policy/document.h"
#include "service/house.h"
#include "services/organizations/access.h"
#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/policy_types.h"
#include "services/organizations/tags.h"

namespace organizations {

using base::JsonValue;
using service::Access, service::Call;
using store::joined;

namespace {

// By value: what a simdjson_result hands out of itself does not outlive it.
simdjson::dom::object object_of(const JsonValue& value) { return value.get_object().value_unsafe(); }
simdjson::dom::array array_of(const JsonValue& value) { return value.get_array().value_unsafe(); }

constexpr std::string_view kPrefix = "organizations:";
constexpr std::string_view kDelegable[] = {
    "AttachPolicy", "CreatePolicy", "DeletePolicy", "DescribeAccount", "DescribeCreateAccountStatus", "DescribeEffectivePolicy", "DescribeHandshake",
    "DescribeOrganization", "DescribeOrganizationalUnit", "DescribePolicy", "DescribeResourcePolicy", "DetachPolicy", "DisablePolicyType", "EnablePolicyType",
    "ListAWSServiceAccessForOrganization", "ListAccounts", "ListAccountsForParent", "ListAccountsWithInvalidEffectivePolicy", "ListChildren",
    "ListCreateAccountStatus", "ListDelegatedAdministrators", "ListDelegatedServicesForAccount", "ListEffectivePolicyValidationErrors",
    "ListHandshakesForAccount", "ListHandshakesForOrganization", "ListOrganizationalUnitsForParent", "ListParents", "ListPolicies", "ListPoliciesForTarget",
    "ListRoots", "ListTagsForResource", "ListTargetsForPolicy", "TagResource", "UntagResource", "UpdatePolicy"};

bool reads(std::string_view action) { return action.starts_with("organizations:List") || action.starts_with("organizations:Describe"); }

// The texts of an element that is one or a list of them.
std::vector<std::string_view> texts(const JsonValue& value) {
  std::vector<std::string_view> out;
  std::string_view one;
  if (!value.get(one)) out.push_back(one);
  else if (value.is_array()) for (auto element : array_of(value)) if (!element.get(one)) out.push_back(one);
  return out;
}

std::vector<JsonValue> statements(const JsonValue& document) {
  std::vector<JsonValue> out;
  JsonValue statement;
  if (document["Statement"].get(statement)) return out;
  if (!statement.is_array()) out.push_back(statement);
  else for (auto element : array_of(statement)) out.push_back(element);
  return out;
}

// A pattern stands for the delegable actions that it covers; one of all actions for none.
bool covers_delegable(std::string_view pattern) {
  if (pattern.size() <= kPrefix.size() || !base::iequals(pattern.substr(0, kPrefix.size()), kPrefix)) return false;
  std::string_view name = pattern.substr(kPrefix.size());
  auto star = name.find_first_of("*?");
  if (star == 0) return false;
  for (auto known : kDelegable)
    if (star == name.npos ? base::iequals(known, name) : known.size() >= star && base::iequals(known.substr(0, star), name.substr(0, star))) return true;
  return false;
}

bool is_member_principal(std::string_view principal, const OrganizationRow& organization, store::Txn& txn) {
  if (principal == "*") return true;
  std::string account(principal);
  if (auto arn = base::parse_arn(principal)) account = arn->service == "iam" || arn->service == "sts" ? std::string(arn->account) : "";
  return is_account(account) && find_member(txn, organization, account);
}

void check_principal(const JsonValue& statement, const OrganizationRow& organization, store::Txn& txn) {
  auto wrong = [] { return invalid("INVALID_PRINCIPAL", "You specified an invalid principal element in the policy."); };
  JsonValue principal;
  if (statement["Principal"].get(principal)) throw wrong();
  if (!principal.is_object()) {
    for (auto text : texts(principal)) if (text != "*") throw wrong();
    return;
  }
  for (auto [kind, value] : object_of(principal)) {
    if (kind != "AWS") throw wrong();
    for (auto text : texts(value)) if (!is_member_principal(text, organization, txn)) throw wrong();
  }
}

void check_policy_types(const JsonValue& statement) {
  JsonValue conditions;
  if (statement["Condition"].get(conditions) || !conditions.is_object()) return;
  for (auto [op, keys] : object_of(conditions)) {
    if (!keys.is_object()) continue;
    for (auto [key, values] : object_of(keys))
      if (base::iequals(key, "organizations:PolicyType"))
        for (auto type : texts(values))
          if (type.find_first_of("*?$") == type.npos && !kind_of(type))
            throw invalid("UNSUPPORTED_POLICY_TYPE_IN_RESOURCE_POLICY", "You specified an unsupported policy type in the resource policy: " + std::string(type) + ".");
  }
}

void check_document(std::string_view content, const OrganizationRow& organization, const Call& call) {
  if (auto fault = policy::fault(content, policy::Kind::resource))
    throw invalid("INVALID_RESOURCE_POLICY_JSON", "The provided resource policy document is not valid. " + *fault);
  auto document = base::parse_json(content);
  const std::string ours = "arn:" + call.house().settings.partition + ":organizations::" + organization.management_account + ":";
  for (auto& statement : statements(*document)) {
    check_principal(statement, organization, call.txn());
    JsonValue actions, resources;
    if (statement["Action"].get(actions)) throw invalid("UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", "The resource policy must name its actions.");
    for (auto action : texts(actions))
      if (!covers_delegable(action))
        throw invalid("UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", "You specified an unsupported action in the resource policy: " + std::string(action) + ".");
    if (statement["Resource"].get(resources)) throw invalid("UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY", "The resource policy must name its resources.");
    for (auto resource : texts(resources))
      if (resource != "*" && !resource.starts_with(ours))
        throw invalid("UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY", "You specified an unsupported resource in the resource policy: " + std::string(resource) + ".");
    check_policy_types(statement);
  }
}

// A policy that is being made has no ARN yet, but is of a type: delegation policies speak of policy/o-x/backup_policy/*.
void name_new_policy(Access& access, const Call& call, const OrganizationRow& organization) {
  if (access.action != "organizations:CreatePolicy") return;
  for (auto& [key, values] : access.keys)
    if (key == "organizations:PolicyType" && !values.empty()) access.resource = arn(call, organization, "policy", base::lower(values.front()) + "/*");
}

ResourcePolicyResult shown(const Call& call, const OrganizationRow& organization, const ResourcePolicyRow& row) {
  return {{{row.id, resource_policy_arn(call, organization, row.id)}, row.content}};
}

ResourcePolicyRow must_find(const Call& call, const OrganizationRow& organization) {
  auto row = call.in(kResourcePolicies).get(organization.id);
  if (!row) throw refusal("ResourcePolicyNotFoundException", "We can't find a resource policy request with the parameter that you specified.");
  return std::move(*row);
}

}  // namespace

bool is_delegable(std::string_view action) {
  if (!action.starts_with(kPrefix)) return false;
  return std::find(std::begin(kDelegable), std::end(kDelegable), action.substr(kPrefix.size())) != std::end(kDelegable);
}

void lay_resource_policy(std::vector<Access>& wanted, Call& call, bool open) {
  const std::string& account = call.scope().account;
  auto organization = organization_with(call.txn(), account);
  auto row = organization ? call.in(kResourcePolicies).get(organization->id) : std::nullopt;
  if (!row) return;
  auto document = call.house().compiled(row->content);
  const bool management = organization->management_account == account, delegate = call.in(kDelegates).has(joined(organization->id, account));
  for (std::size_t i = 0, n = wanted.size(); i < n; ++i) {
    if (!is_delegable(wanted[i].action)) continue;
    Access also = wanted[i];
    also.resource_policy = document;
    also.recorded = false;
    if (!management && !open && !(delegate && reads(also.action))) {
      also.owner = organization->management_account;
      name_new_policy(also, call, *organization);
    }
    wanted.push_back(std::move(also));
  }
}

std::string resource_policy_arn(const Call& call, const OrganizationRow& organization, std::string_view id) {
  return arn(call, organization, "resourcepolicy", id);
}

std::vector<Access> on_resource_policy(std::string_view action, const Tags& tags, Call& call) {
  std::vector<Access> wanted;
  wanted.push_back({action});
  auto organization = organization_with(call.txn(), call.scope().account);
  auto row = organization ? call.in(kResourcePolicies).get(organization->id) : std::nullopt;
  if (row) {
    wanted.back().resource = resource_policy_arn(call, *organization, row->id);
    for (auto& [key, value] : row->tags) wanted.back().keys.push_back({"aws:ResourceTag/" + key, {value}});
  }
  if (tags && !tags->empty()) {
    detail::add_tag_keys(wanted.back(), *tags);
    detail::add_tag_keys(wanted.emplace_back(Access{"organizations:TagResource"}), *tags);
  }
  lay_resource_policy(wanted, call, false);
  return wanted;
}

ResourcePolicyResult put_resource_policy(const PutResourcePolicy& q, Call& call) {
  auto organization = for_management(call);
  if (organization.feature_set != "ALL") throw needs_all_features();
  check_document(q.content, organization, call);
  auto row = call.in(kResourcePolicies).get(organization.id);
  if (row && q.tags && !q.tags->empty())
    throw invalid("UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED", "You can only specify tags when you create a resource policy.");
  if (!row) {
    row = ResourcePolicyRow{.id = "rp-" + base::random_text(8, base::kLowerAlnum)};
    add_tags(row->tags, q.tags, call);
  }
  row->content = q.content;
  call.in(kResourcePolicies).put(organization.id, *row);
  return shown(call, organization, *row);
}

ResourcePolicyResult describe_resource_policy(const DescribeResourcePolicy&, Call& call) {
  auto organization = for_reader(call);
  return shown(call, organization, must_find(call, organization));
}

shape::Nothing delete_resource_policy(const DeleteResourcePolicy&, Call& call) {
  auto organization = for_management(call);
  must_find(call, organization);
  call.in(kResourcePolicies).erase(organization.id);
  return {};
}

}  // namespace organizations
