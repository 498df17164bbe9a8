#include "services/iam/inline_policies.h"

#include "services/iam/policies.h"

namespace iam {

using service::ApiError, store::joined;

void put_inline(const Directory& dir, const state::Entity& e, const std::string& name, const std::string& document) {
  check_document(document, policy::Kind::identity);
  auto table = dir.in(state::kInlinePolicies);
  std::size_t size = size_without_blanks(document), limit = std::size_t(facts(kind_of(e)).inline_size);
  table.each(joined(e.id, ""), "", [&](std::string_view key, const state::Written& other) {
    if (key.substr(e.id.size() + 1) != name) size += size_without_blanks(other.document);
    return true;
  });
  if (size > limit)
    throw ApiError{"LimitExceeded", 409, "Maximum policy size of " + std::to_string(limit) + " bytes exceeded for " +
                                             std::string(facts(kind_of(e)).word) + " " + e.name};
  table.put(joined(e.id, name), {document});
}

std::string need_inline(const Directory& dir, const state::Entity& e, const std::string& name) {
  auto found = dir.in(state::kInlinePolicies).get(joined(e.id, name));
  if (!found) no_such_entity("The " + std::string(facts(kind_of(e)).word) + " policy with name " + name + " cannot be found.");
  return std::move(found->document);
}

std::vector<PolicyDetail> inline_policies(const Directory& dir, const state::Entity& e) {
  std::vector<PolicyDetail> out;
  dir.in(state::kInlinePolicies).each(joined(e.id, ""), "", [&](std::string_view key, const state::Written& w) {
    out.push_back({std::string(key.substr(e.id.size() + 1)), w.document});
    return true;
  });
  return out;
}

ListInlinePoliciesResult inline_page(const Directory& dir, const state::Entity& e, const Paging& asked) {
  Page page(asked);
  ListInlinePoliciesResult out;
  std::string begin = joined(e.id, "");
  dir.in(state::kInlinePolicies).each(begin, page.from(), [&](std::string_view key, const state::Written&) {
    if (!page.take(key)) return false;
    out.policyNames.emplace_back(key.substr(begin.size()));
    return true;
  });
  page.close(out);
  return out;
}

}  // namespace iam
