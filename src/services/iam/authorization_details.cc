// Everything an account's principals may do, by pages: users, groups, roles, its own policies, and AWS's that are in use.
#include "services/iam/authorization_details.h"

#include "services/iam/inline_policies.h"
#include "services/iam/last_used.h"
#include "services/iam/page.h"
#include "services/iam/policies.h"
#include "services/iam/trust.h"

namespace iam {

using service::Call;

namespace {

std::vector<PolicyDetail> encoded_inline(const Directory& dir, const state::Entity& e) {
  auto out = inline_policies(dir, e);
  for (auto& p : out) p.policyDocument = document_view(p.policyDocument);
  return out;
}

UserDetail user_detail(const Directory& dir, const state::Entity& e) {
  UserDetail out{.path = e.path, .userName = e.name, .userId = e.id, .arn = dir.arn(e), .createDate = e.created,
                 .userPolicyList = encoded_inline(dir, e), .attachedManagedPolicies = attached_policies(e),
                 .permissionsBoundary = boundary_view(e.boundary), .tags = tags_view(e.tags)};
  for (auto& id : e.groups) if (auto group = dir.entity(id)) out.groupList.push_back(group->name);
  return out;
}

GroupDetail group_detail(const Directory& dir, const state::Entity& e) {
  return {.path = e.path, .groupName = e.name, .groupId = e.id, .arn = dir.arn(e), .createDate = e.created,
          .groupPolicyList = encoded_inline(dir, e), .attachedManagedPolicies = attached_policies(e)};
}

RoleDetail role_detail(const Directory& dir, const state::Entity& e) {
  RoleDetail out{.path = e.path, .roleName = e.name, .roleId = e.id, .arn = dir.arn(e), .createDate = e.created,
                 .assumeRolePolicyDocument = document_view(readable_trust(dir, e)), .rolePolicyList = encoded_inline(dir, e),
                 .attachedManagedPolicies = attached_policies(e), .permissionsBoundary = boundary_view(e.boundary), .tags = tags_view(e.tags)};
  for (auto& id : e.profiles)
    if (auto profile = dir.in(state::kProfiles).get(id)) out.instanceProfileList.push_back(profile_view(dir, *profile));
  return out;
}

ManagedPolicyDetail policy_detail(const Directory& dir, const FoundPolicy& found, std::string_view arn) {
  Policy p = policy_view(dir, found, arn);
  return {.policyName = p.policyName, .policyId = p.policyId, .arn = p.arn, .path = p.path, .defaultVersionId = p.defaultVersionId,
          .attachmentCount = p.attachmentCount, .permissionsBoundaryUsageCount = p.permissionsBoundaryUsageCount, .isAttachable = p.isAttachable,
          .description = p.description, .createDate = p.createDate, .updateDate = p.updateDate,
          .policyVersionList = policy_versions(dir, found, true)};
}

class Details {
 public:
  Details(const GetAccountAuthorizationDetails& q, const Call& call) : q_(q), house_(call.house()), dir_(call), page_(q) {}

  GetAccountAuthorizationDetailsResult all() {
    auto entity_into = [&](auto& list, auto detail) {
      return [this, &list, detail](const std::string& id) { if (auto e = dir_.entity(id)) list.push_back(detail(dir_, *e)); };
    };
    section('1', "User", Kind::user, entity_into(out_.userDetailList, user_detail));
    section('2', "Group", Kind::group, entity_into(out_.groupDetailList, group_detail));
    section('3', "Role", Kind::role, entity_into(out_.roleDetailList, [this](const Directory& dir, const state::Entity& e) {
              RoleDetail detail = role_detail(dir, e);
              detail.roleLastUsed = role_last_used(house_, dir.account(), detail.arn);
              return detail;
            }));
    section('4', "LocalManagedPolicy", Kind::policy, [&](const std::string& id) {
      auto own = dir_.in(state::kPolicies).get(id);
      if (own) out_.policies.push_back(policy_detail(dir_, {.own = own}, dir_.arn(Kind::policy, own->path, own->name)));
    });
    if (more_ && wanted("AWSManagedPolicy")) aws();
    page_.close(out_);
    return std::move(out_);
  }

 private:
  bool wanted(std::string_view what) const {
    return !q_.filter || q_.filter->empty() || std::any_of(q_.filter->begin(), q_.filter->end(), [&](auto& f) { return f == what; });
  }

  // Keys of a page are a section's digit and a name's key.
  template <class F> void section(char digit, std::string_view what, Kind kind, F add) {
    if (!more_ || !wanted(what)) return;
    std::string begin(1, digit);
    if (!page_.from().empty() && page_.from().front() > digit) return;
    std::string from = page_.from().starts_with(begin) ? page_.from().substr(1) : "";
    dir_.each(kind, from, [&](std::string_view key, const std::string& id) {
      if (!(more_ = page_.take(begin + std::string(key)))) return false;
      add(id);
      return true;
    });
  }

  void aws() {
    for (auto& p : aws_policies()) {
      std::string arn = aws_policy_arn(p, dir_.partition()), key = "5" + std::string(p.name);
      if (key < page_.from()) continue;
      auto use = policy_use(dir_, arn);
      if (!use.attached && !use.boundary) continue;
      if (!page_.take(key)) return;
      out_.policies.push_back(policy_detail(dir_, {.aws = &p}, arn));
    }
  }

  const GetAccountAuthorizationDetails& q_;
  const service::House& house_;
  Directory dir_;
  Page page_;
  GetAccountAuthorizationDetailsResult out_;
  bool more_ = true;
};

}  // namespace

GetAccountAuthorizationDetailsResult get_account_authorization_details(const GetAccountAuthorizationDetails& q, Call& call) {
  return Details(q, call).all();
}

}  // namespace iam
