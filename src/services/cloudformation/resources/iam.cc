#include "services/cloudformation/resources/iam.h"

namespace cloudformation::resources {
namespace {

Words inline_policies(const Resource& r) {
  Words out;
  for (std::size_t i = 0; auto& each : items_of(r, "Policies")) {
    Spot spot = Spot{r} / "Policies" / std::to_string(i++);
    for (auto key : {"PolicyName", "PolicyDocument"})
      if (!each.has(key)) throw invalid_properties(spot, "required key [" + std::string(key) + "] not found");
    out[filled<std::string>(*each.find("PolicyName"), spot / "PolicyName")] = filled<std::string>(*each.find("PolicyDocument"), spot / "PolicyDocument");
  }
  return out;
}

}  // namespace

const Identity kRoles{
    [](Acting& a, auto& of, auto& name, auto& document) { a.call(iam::PutRolePolicy{of, name, document}); },
    [](Acting& a, auto& of, auto& name) { unless_gone([&] { a.call(iam::DeleteRolePolicy{of, name}); }); },
    [](Acting& a, auto& of, auto& arn) { a.call(iam::AttachRolePolicy{of, arn}); },
    [](Acting& a, auto& of, auto& arn) { unless_gone([&] { a.call(iam::DetachRolePolicy{of, arn}); }); }};
const Identity kUsers{
    [](Acting& a, auto& of, auto& name, auto& document) { a.call(iam::PutUserPolicy{of, name, document}); },
    [](Acting& a, auto& of, auto& name) { unless_gone([&] { a.call(iam::DeleteUserPolicy{of, name}); }); },
    [](Acting& a, auto& of, auto& arn) { a.call(iam::AttachUserPolicy{of, arn}); },
    [](Acting& a, auto& of, auto& arn) { unless_gone([&] { a.call(iam::DetachUserPolicy{of, arn}); }); }};
const Identity kGroups{
    [](Acting& a, auto& of, auto& name, auto& document) { a.call(iam::PutGroupPolicy{of, name, document}); },
    [](Acting& a, auto& of, auto& name) { unless_gone([&] { a.call(iam::DeleteGroupPolicy{of, name}); }); },
    [](Acting& a, auto& of, auto& arn) { a.call(iam::AttachGroupPolicy{of, arn}); },
    [](Acting& a, auto& of, auto& arn) { unless_gone([&] { a.call(iam::DetachGroupPolicy{of, arn}); }); }};

void set_policies(Acting& a, const Identity& kind, const Resource& r, const Resource* before) {
  Words now = inline_policies(r), then = before ? inline_policies(*before) : Words{};
  for (auto& [name, document] : now)
    if (auto it = then.find(name); it == then.end() || it->second != document) kind.put(a, r.physical_id, name, document);
  for (auto& [name, document] : then) if (!now.contains(name)) kind.drop(a, r.physical_id, name);
  auto managed = texts_of(r, "ManagedPolicyArns"), had = before ? texts_of(*before, "ManagedPolicyArns") : std::vector<std::string>{};
  for (auto& each : added(managed, had)) kind.attach(a, r.physical_id, each);
  for (auto& each : added(had, managed)) kind.detach(a, r.physical_id, each);
}

void remove_policies(Acting& a, const Identity& kind, const Resource& r) {
  for (auto& each : texts_of(r, "ManagedPolicyArns")) kind.detach(a, r.physical_id, each);
  for (auto& [name, document] : inline_policies(r)) kind.drop(a, r.physical_id, name);
}

}  // namespace cloudformation::resources
