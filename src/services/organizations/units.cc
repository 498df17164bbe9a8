#include "services/organizations/units.h"

#include "services/organizations/attachments.h"
#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/paging.h"
#include "services/organizations/tags.h"

namespace organizations {

using service::Call;
using store::joined;

namespace {

constexpr std::int64_t kMaxUnits = 2'000;
constexpr std::size_t kMaxDepth = 5;           // units below one another

OrganizationalUnit shown(Call& call, const OrganizationRow& organization, const NodeRow& unit) {
  return {arn(call, organization, "ou", unit.id), unit.id, unit.name, path_to(call.txn(), organization, unit.id)};
}

NodeRow must_find_unit(Call& call, const OrganizationRow& organization, std::string_view id) {
  auto unit = find_node(call.txn(), organization, id);
  if (!unit) throw no_unit();
  return std::move(*unit);
}

void must_be_free(Call& call, const OrganizationRow& organization, std::string_view parent, std::string_view name) {
  if (call.in(kUnitsIn).has(joined(organization.id, parent, name)))
    throw refusal("DuplicateOrganizationalUnitException", "An OU with the same name already exists.");
}

template <class R> bool any(Call& call, const store::Table<R>& table, const std::string& begin) {
  bool found = false;
  call.in(table).each(begin, begin, [&](std::string_view, R) { return !(found = true); });
  return found;
}

}  // namespace

OrganizationalUnitResult create_organizational_unit(const CreateOrganizationalUnit& q, Call& call) {
  auto organization = for_management(call);
  if (!find_node(call.txn(), organization, q.parentId)) throw no_parent();
  if (lineage(call.txn(), organization, q.parentId).size() > kMaxDepth)
    throw constraint("OU_DEPTH_LIMIT_EXCEEDED", "You attempted to create an OU tree that is too many levels deep.");
  if (organization.units >= kMaxUnits)
    throw constraint("OU_NUMBER_LIMIT_EXCEEDED", "You have exceeded the number of OUs allowed in an organization.");
  must_be_free(call, organization, q.parentId, q.name);

  NodeRow unit{.name = q.name, .parent = q.parentId};
  add_tags(unit.tags, q.tags, call);
  do unit.id = "ou-" + organization.root.substr(2) + "-" + base::random_text(8, base::kLowerAlnum);
  while (find_node(call.txn(), organization, unit.id));
  call.in(kNodes).put(joined(organization.id, unit.id), unit);
  call.in(kUnitsIn).put(joined(organization.id, unit.parent, unit.name), {unit.id});
  attach_defaults(call.txn(), organization, unit.id);
  ++organization.units;
  call.in(kOrganizations).put(organization.id, organization);
  return {shown(call, organization, unit)};
}

OrganizationalUnitResult describe_organizational_unit(const DescribeOrganizationalUnit& q, Call& call) {
  auto organization = for_reader(call);
  return {shown(call, organization, must_find_unit(call, organization, q.organizationalUnitId))};
}

OrganizationalUnitResult update_organizational_unit(const UpdateOrganizationalUnit& q, Call& call) {
  auto organization = for_management(call);
  auto unit = must_find_unit(call, organization, q.organizationalUnitId);
  if (q.name && *q.name != unit.name) {
    must_be_free(call, organization, unit.parent, *q.name);
    call.in(kUnitsIn).erase(joined(organization.id, unit.parent, unit.name));
    unit.name = *q.name;
    call.in(kUnitsIn).put(joined(organization.id, unit.parent, unit.name), {unit.id});
    call.in(kNodes).put(joined(organization.id, unit.id), unit);
  }
  return {shown(call, organization, unit)};
}

shape::Nothing delete_organizational_unit(const DeleteOrganizationalUnit& q, Call& call) {
  auto organization = for_management(call);
  auto unit = must_find_unit(call, organization, q.organizationalUnitId);
  std::string below = within(organization.id, unit.id);
  if (any(call, kUnitsIn, below) || any(call, kAccountsIn, below))
    throw refusal("OrganizationalUnitNotEmptyException", "The specified OU is not empty. Move all accounts to another root or to other OUs, "
                                                         "remove all child OUs, and try the operation again.");
  detach_everything(call.txn(), organization, unit.id);
  call.in(kNodes).erase(joined(organization.id, unit.id));
  call.in(kUnitsIn).erase(joined(organization.id, unit.parent, unit.name));
  --organization.units;
  call.in(kOrganizations).put(organization.id, organization);
  return {};
}

ListOrganizationalUnitsForParentResult list_organizational_units_for_parent(const ListOrganizationalUnitsForParent& q, Call& call) {
  auto organization = for_reader(call);
  if (!find_node(call.txn(), organization, q.parentId)) throw no_parent();
  std::string above = path_to(call.txn(), organization, q.parentId);
  ListOrganizationalUnitsForParentResult out;
  out.nextToken = page(call.in(kUnitsIn), within(organization.id, q.parentId), q, [&](std::string_view name, NamedRow row) {
    out.organizationalUnits.push_back({arn(call, organization, "ou", row.id), row.id, std::string(name), above + row.id + "/"});
    return true;
  });
  return out;
}

// There is one parent.
ListParentsResult list_parents(const ListParents& q, Call& call) {
  auto organization = for_reader(call);
  std::string parent;
  if (is_account(q.childId)) {
    if (auto account = find_member(call.txn(), organization, q.childId)) parent = account->parent;
  } else if (auto unit = find_node(call.txn(), organization, q.childId)) {
    parent = unit->parent;
  }
  if (parent.empty()) throw refusal("ChildNotFoundException", "You specified a child that doesn't exist.");
  std::string type(type_word(parent == organization.root ? Entity::Kind::root : Entity::Kind::unit));
  return {{{std::move(parent), std::move(type)}}, {}};
}

ListChildrenResult list_children(const ListChildren& q, Call& call) {
  auto organization = for_reader(call);
  if (!find_node(call.txn(), organization, q.parentId)) throw no_parent();
  ListChildrenResult out;
  std::string begin = within(organization.id, q.parentId);
  if (q.childType == "ACCOUNT")
    out.nextToken = page(call.in(kAccountsIn), begin, q, [&](std::string_view id, Mark) {
      return out.children.push_back({std::string(id), q.childType}), true;
    });
  else
    out.nextToken = page(call.in(kUnitsIn), begin, q, [&](std::string_view, NamedRow row) {
      return out.children.push_back({row.id, q.childType}), true;
    });
  return out;
}

}  // namespace organizations
