#include "services/cloudformation/resources/iam.h"

namespace cloudformation::resources {
namespace {

struct Bearers { std::string_view property; const Identity& kind; };
const Bearers kBearers[] = {{"Groups", kGroups}, {"Roles", kRoles}, {"Users", kUsers}};

// ---- AWS::IAM::Policy: one inline policy of several identities

constexpr auto& kPolicy = properties<"Groups PolicyDocument* PolicyName* Roles Users">;

void make_policy(Acting& a, const Resource& r) {
  if (!is_given(r, "Groups") && !is_given(r, "Roles") && !is_given(r, "Users"))
    throw ApiError{std::string(kInvalidProperties), 400, "At least one of [Groups,Roles,Users] must be non-empty."};
  a.keep(generated_name(r, 128));
}
void put_policy(Acting& a, const Resource& r, const Identity& kind, const std::vector<std::string>& bearers) {
  for (auto& each : bearers) kind.put(a, each, text_of(r, "PolicyName"), text_of(r, "PolicyDocument"));
}
void settle_policy(Acting& a, Resource& r) {
  for (auto& [property, kind] : kBearers) put_policy(a, r, kind, texts_of(r, property));
  set(r, "Id", r.physical_id);
}
void update_policy(Acting& a, Resource& r, const Resource& before) {
  const bool renamed = changed(r, before, "PolicyName"), rewritten = renamed || changed(r, before, "PolicyDocument");
  for (auto& [property, kind] : kBearers) {
    auto now = texts_of(r, property), then = texts_of(before, property);
    put_policy(a, r, kind, rewritten ? now : added(now, then));
    for (auto& each : renamed ? then : added(then, now)) kind.drop(a, each, text_of(before, "PolicyName"));
  }
  set(r, "Id", r.physical_id);
}
void remove_policy(Acting& a, const Resource& r) {
  for (auto& [property, kind] : kBearers) for (auto& each : texts_of(r, property)) kind.drop(a, each, text_of(r, "PolicyName"));
}

// ---- AWS::IAM::RolePolicy, UserPolicy, GroupPolicy

template <shape::Literal Bearer> constexpr std::string_view kBearer = Bearer.view();

template <const Identity& Kind, const std::string_view& Bearer> struct OnePolicy {
  static void set_(Acting& a, const Resource& r) {
    if (auto document = maybe_text_of(r, "PolicyDocument")) Kind.put(a, text_of(r, Bearer), text_of(r, "PolicyName"), *document);
    else throw invalid_properties({r}, "required key [PolicyDocument] not found");
  }
  static void make(Acting& a, const Resource& r) { a.keep(text_of(r, "PolicyName") + "|" + text_of(r, Bearer)); }
  static void settle(Acting& a, Resource& r) { set_(a, r); }
  static void update(Acting& a, Resource& r, const Resource&) { set_(a, r); }
  static void remove(Acting& a, const Resource& r) { Kind.drop(a, text_of(r, Bearer), text_of(r, "PolicyName")); }
};
using RolePolicy = OnePolicy<kRoles, kBearer<"RoleName">>;
using UserPolicy = OnePolicy<kUsers, kBearer<"UserName">>;
using GroupPolicy = OnePolicy<kGroups, kBearer<"GroupName">>;

// ---- AWS::IAM::ManagedPolicy

constexpr auto& kManaged = properties<"Description! Groups ManagedPolicyName! Path! PolicyDocument* Roles Users">;
constexpr std::size_t kMostVersions = 5;

void leave_managed_attributes(Acting& a, Resource& r) {
  auto p = a.call(iam::GetPolicy{r.physical_id}).policy;
  for (auto& [name, value] : {std::pair<const char*, std::string>{"PolicyArn", p.arn}, {"PolicyId", p.policyId}, {"DefaultVersionId", p.defaultVersionId},
                              {"AttachmentCount", std::to_string(p.attachmentCount)}, {"PermissionsBoundaryUsageCount", std::to_string(p.permissionsBoundaryUsageCount)},
                              {"IsAttachable", p.isAttachable ? "true" : "false"}, {"CreateDate", base::iso(p.createDate)}, {"UpdateDate", base::iso(p.updateDate)}})
    set(r, name, value);
}

void make_managed(Acting& a, const Resource& r) {
  auto q = request<iam::CreatePolicy>(r);
  q.policyName = own_name(r, "ManagedPolicyName", 128);
  a.make(q, [](auto& made) { return made.policy.arn; });
}
void settle_managed(Acting& a, Resource& r) {
  for (auto& [property, kind] : kBearers) for (auto& each : texts_of(r, property)) kind.attach(a, each, r.physical_id);
  leave_managed_attributes(a, r);
}

// A policy keeps five versions: the oldest goes.
void put_version(Acting& a, const Resource& r) {
  auto versions = a.call(iam::ListPolicyVersions{{}, r.physical_id}).versions;
  std::sort(versions.begin(), versions.end(), [](auto& x, auto& y) { return x.createDate < y.createDate; });
  for (auto& v : versions)
    if (versions.size() >= kMostVersions && !v.isDefaultVersion) {
      unless_gone([&] { a.call(iam::DeletePolicyVersion{r.physical_id, v.versionId}); });
      break;
    }
  a.call(iam::CreatePolicyVersion{r.physical_id, text_of(r, "PolicyDocument"), true});
}

void update_managed(Acting& a, Resource& r, const Resource& before) {
  if (changed(r, before, "PolicyDocument")) put_version(a, r);
  for (auto& [property, kind] : kBearers) {
    auto now = texts_of(r, property), then = texts_of(before, property);
    for (auto& each : added(now, then)) kind.attach(a, each, r.physical_id);
    for (auto& each : added(then, now)) kind.detach(a, each, r.physical_id);
  }
  leave_managed_attributes(a, r);
}

void remove_managed(Acting& a, const Resource& r) {
  for (auto& [property, kind] : kBearers) for (auto& each : texts_of(r, property)) kind.detach(a, each, r.physical_id);
  unless_gone([&] {
    for (auto& v : a.call(iam::ListPolicyVersions{{}, r.physical_id}).versions)
      if (!v.isDefaultVersion) unless_gone([&] { a.call(iam::DeletePolicyVersion{r.physical_id, v.versionId}); });
    a.call(iam::DeletePolicy{r.physical_id});
  });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::IAM::Policy", .properties = kPolicy, .attributes = names<"Id">,
     .make = make_policy, .settle = settle_policy, .update = update_policy, .remove = remove_policy},
    {.name = "AWS::IAM::ManagedPolicy", .properties = kManaged,
     .attributes = names<"AttachmentCount CreateDate DefaultVersionId IsAttachable PermissionsBoundaryUsageCount PolicyArn PolicyId UpdateDate">,
     .make = make_managed, .settle = settle_managed, .update = update_managed, .remove = remove_managed},
    {.name = "AWS::IAM::RolePolicy", .properties = properties<"PolicyDocument PolicyName*! RoleName*!">, .attributes = {},
     .make = RolePolicy::make, .settle = RolePolicy::settle, .update = RolePolicy::update, .remove = RolePolicy::remove},
    {.name = "AWS::IAM::UserPolicy", .properties = properties<"PolicyDocument PolicyName*! UserName*!">, .attributes = {},
     .make = UserPolicy::make, .settle = UserPolicy::settle, .update = UserPolicy::update, .remove = UserPolicy::remove},
    {.name = "AWS::IAM::GroupPolicy", .properties = properties<"GroupName*! PolicyDocument PolicyName*!">, .attributes = {},
     .make = GroupPolicy::make, .settle = GroupPolicy::settle, .update = GroupPolicy::update, .remove = GroupPolicy::remove},
};

}  // namespace

Types iam_policy_types() { return kTypes; }

}  // namespace cloudformation::resources
