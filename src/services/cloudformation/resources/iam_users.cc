#include "services/cloudformation/resources/iam.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::IAM::User

constexpr auto& kUser = properties<"Groups LoginProfile ManagedPolicyArns Path PermissionsBoundary Policies Tags UserName!">;

void leave_user_attributes(Acting& a, Resource& r) { set(r, "Arn", a.call(iam::GetUser{iam::UserName(r.physical_id)}).user.arn); }

void make_user(Acting& a, const Resource& r) {
  auto q = request<iam::CreateUser>(r);
  q.userName = own_name(r, "UserName", 64);
  q.tags = unless_empty(iam::Tags(as_tags<iam::Tag>(tags_of(r))));
  a.make(q, [](auto& made) { return made.user.userName.value_or(""); });
}

void put_login(Acting& a, const Resource& r) {
  const Value* login = given(r, "LoginProfile");
  if (!login) return unless_gone([&] { a.call(iam::DeleteLoginProfile{iam::NewUserName(r.physical_id)}); });
  auto q = filled<iam::CreateLoginProfile>(*login, Spot{r} / "LoginProfile");
  q.userName = r.physical_id;
  q.passwordResetRequired = q.passwordResetRequired.value_or(false);
  if (exists([&] { a.call(iam::GetLoginProfile{iam::NewUserName(r.physical_id)}); }))
    a.call(iam::UpdateLoginProfile{*q.userName, q.password, q.passwordResetRequired});
  else
    a.call(q);
}

void set_groups(Acting& a, const Resource& r, const std::vector<std::string>& before) {
  auto now = texts_of(r, "Groups");
  for (auto& group : added(now, before)) a.call(iam::AddUserToGroup{group, r.physical_id});
  for (auto& group : added(before, now)) unless_gone([&] { a.call(iam::RemoveUserFromGroup{group, r.physical_id}); });
}

void settle_user(Acting& a, Resource& r) {
  if (is_given(r, "LoginProfile")) put_login(a, r);
  set_groups(a, r, {});
  set_policies(a, kUsers, r, nullptr);
  leave_user_attributes(a, r);
}

void update_user(Acting& a, Resource& r, const Resource& before) {
  if (changed(r, before, "Path")) a.call(iam::UpdateUser{.userName = r.physical_id, .newPath = text_of(r, "Path", "/"), .newUserName = {}});
  if (changed(r, before, "PermissionsBoundary")) {
    if (auto boundary = maybe_text_of(r, "PermissionsBoundary")) a.call(iam::PutUserPermissionsBoundary{r.physical_id, *boundary});
    else unless_gone([&] { a.call(iam::DeleteUserPermissionsBoundary{r.physical_id}); });
  }
  if (changed(r, before, "LoginProfile")) put_login(a, r);
  set_groups(a, r, texts_of(before, "Groups"));
  set_policies(a, kUsers, r, &before);
  auto tags = tag_change(r, before);
  if (!tags.removed.empty()) a.call(iam::UntagUser{r.physical_id, iam::TagKeys(as<iam::TagKey>(tags.removed))});
  if (!tags.put.empty()) a.call(iam::TagUser{r.physical_id, iam::Tags(as_tags<iam::Tag>(tags.put))});
  leave_user_attributes(a, r);
}

void remove_user(Acting& a, const Resource& r) {
  if (is_given(r, "LoginProfile")) unless_gone([&] { a.call(iam::DeleteLoginProfile{iam::NewUserName(r.physical_id)}); });
  for (auto& group : texts_of(r, "Groups")) unless_gone([&] { a.call(iam::RemoveUserFromGroup{group, r.physical_id}); });
  remove_policies(a, kUsers, r);
  unless_gone([&] { a.call(iam::DeleteUser{r.physical_id}); });
}

// ---- AWS::IAM::Group

constexpr auto& kGroup = properties<"GroupName! ManagedPolicyArns Path Policies">;

void leave_group_attributes(Acting& a, Resource& r) { set(r, "Arn", a.call(iam::GetGroup{{}, r.physical_id}).group.arn); }

void make_group(Acting& a, const Resource& r) {
  auto q = request<iam::CreateGroup>(r);
  q.groupName = own_name(r, "GroupName", 128);
  a.make(q, [](auto& made) { return made.group.groupName; });
}
void settle_group(Acting& a, Resource& r) {
  set_policies(a, kGroups, r, nullptr);
  leave_group_attributes(a, r);
}
void update_group(Acting& a, Resource& r, const Resource& before) {
  if (changed(r, before, "Path")) a.call(iam::UpdateGroup{.groupName = r.physical_id, .newPath = text_of(r, "Path", "/"), .newGroupName = {}});
  set_policies(a, kGroups, r, &before);
  leave_group_attributes(a, r);
}
void remove_group(Acting& a, const Resource& r) {
  remove_policies(a, kGroups, r);
  unless_gone([&] { a.call(iam::DeleteGroup{r.physical_id}); });
}

// ---- AWS::IAM::UserToGroupAddition

constexpr auto& kAddition = properties<"GroupName* Users*">;

void make_addition(Acting& a, const Resource& r) { a.keep(generated_name(r, 128)); }
void add_users(Acting& a, const Resource& r, const std::vector<std::string>& users) {
  for (auto& user : users) a.call(iam::AddUserToGroup{text_of(r, "GroupName"), user});
}
void drop_users(Acting& a, const Resource& r, const std::vector<std::string>& users) {
  for (auto& user : users) unless_gone([&] { a.call(iam::RemoveUserFromGroup{text_of(r, "GroupName"), user}); });
}
void settle_addition(Acting& a, Resource& r) {
  add_users(a, r, texts_of(r, "Users"));
  set(r, "Id", r.physical_id);
}
void update_addition(Acting& a, Resource& r, const Resource& before) {
  const bool moved = changed(r, before, "GroupName");
  auto now = texts_of(r, "Users"), then = texts_of(before, "Users");
  add_users(a, r, moved ? now : added(now, then));
  drop_users(a, before, moved ? then : added(then, now));
  set(r, "Id", r.physical_id);
}
void remove_addition(Acting& a, const Resource& r) { drop_users(a, r, texts_of(r, "Users")); }

// ---- AWS::IAM::AccessKey: its secret is told once

constexpr auto& kAccessKey = properties<"Serial! Status UserName*!">;

void set_status(Acting& a, const Resource& r) {
  a.call(iam::UpdateAccessKey{iam::UserName(text_of(r, "UserName")), r.physical_id, text_of(r, "Status", "Active")});
}
void make_access_key(Acting& a, const Resource& r) {
  a.make(request<iam::CreateAccessKey>(r), [&](auto& made) {
    a.remember("SecretAccessKey", made.accessKey.secretAccessKey);
    return made.accessKey.accessKeyId;
  });
}
void settle_access_key(Acting& a, Resource& r) {
  if (text_of(r, "Status", "Active") != "Active") set_status(a, r);
  set(r, "Id", r.physical_id);
}
void update_access_key(Acting& a, Resource& r, const Resource& before) {
  if (changed(r, before, "Status")) set_status(a, r);
}
void remove_access_key(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(iam::DeleteAccessKey{iam::UserName(text_of(r, "UserName")), r.physical_id}); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::IAM::AccessKey", .properties = kAccessKey, .attributes = names<"Id SecretAccessKey">,
     .make = make_access_key, .settle = settle_access_key, .update = update_access_key, .remove = remove_access_key},
    {.name = "AWS::IAM::User", .properties = kUser, .attributes = names<"Arn">,
     .make = make_user, .settle = settle_user, .update = update_user, .remove = remove_user},
    {.name = "AWS::IAM::Group", .properties = kGroup, .attributes = names<"Arn">,
     .make = make_group, .settle = settle_group, .update = update_group, .remove = remove_group},
    {.name = "AWS::IAM::UserToGroupAddition", .properties = kAddition, .attributes = names<"Id">,
     .make = make_addition, .settle = settle_addition, .update = update_addition, .remove = remove_addition},
};

}  // namespace

Types iam_user_types() { return kTypes; }

}  // namespace cloudformation::resources
