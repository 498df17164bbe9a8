#include "services/iam/policies.h"

#include <charconv>

#include "base/arn.h"
#include "services/iam/page.h"
#include "services/iam/tags.h"
#include "services/iam/views.h"

namespace iam {

using service::Access, service::ApiError, service::Call, store::joined;

namespace {

constexpr std::size_t kPolicySize = 6144, kVersionsPerPolicy = 5;

std::string version_key(std::string_view policy_id, std::int64_t number) {
  std::string digits = std::to_string(number);
  return joined(policy_id, std::string(8 - std::min<std::size_t>(8, digits.size()), '0') + digits);
}

// "v3" of the wire as a number; what is no such number is a version that does not exist.
std::int64_t version_number(std::string_view id) {
  std::int64_t n = 0;
  auto [end, error] = std::from_chars(id.data() + 1, id.data() + id.size(), n);
  return error == std::errc() && end == id.data() + id.size() && n < 100'000'000 ? n : 0;
}

[[noreturn]] void no_policy(std::string_view arn) { no_such_entity("Policy " + std::string(arn) + " was not found."); }
[[noreturn]] void no_version(std::string_view arn, std::string_view version) {
  no_such_entity("Policy " + std::string(arn) + " version " + std::string(version) + " does not exist or is not attachable.");
}

FoundPolicy need_policy(const Directory& dir, std::string_view arn) {
  auto found = find_policy(dir, arn);
  if (!found) no_policy(arn);
  return found;
}

std::string own_arn(const Directory& dir, const state::ManagedPolicy& p) { return dir.arn(Kind::policy, p.path, p.name); }

void check_size(std::string_view document) {
  if (size_without_blanks(document) > kPolicySize) limit_exceeded("PolicySize", kPolicySize);
}

state::Version need_version(const Directory& dir, const state::ManagedPolicy& p, std::string_view arn, std::string_view version) {
  auto found = dir.in(state::kVersions).get(version_key(p.id, version_number(version)));
  if (!found) no_version(arn, version);
  return std::move(*found);
}

template <class F> void each_version(const Directory& dir, const state::ManagedPolicy& p, F visit) {
  dir.in(state::kVersions).each(joined(p.id, ""), "", [&](std::string_view key, state::Version v) {
    std::int64_t number = 0;
    std::from_chars(key.data() + p.id.size() + 1, key.data() + key.size(), number);
    visit(number, v);
    return true;
  });
}

}  // namespace

FoundPolicy find_policy(const Directory& dir, std::string_view arn) {
  auto parts = base::parse_arn(arn);
  if (!parts || parts->service != "iam" || !parts->resource.starts_with("policy/"))
    throw ApiError{"InvalidInput", 400, "ARN " + std::string(arn) + " is not valid."};
  if (parts->partition != dir.partition()) return {};
  if (parts->account == "aws") return {.aws = aws_policy(parts->resource.substr(6))};
  if (parts->account != dir.account()) return {};
  auto id = dir.id(Kind::policy, policy_name(arn));
  auto own = id ? dir.in(state::kPolicies).get(*id) : std::nullopt;
  if (!own || own_arn(dir, *own) != arn) return {};
  return {.own = std::move(own)};
}

std::optional<std::string> policy_document(const Directory& dir, std::string_view arn) {
  auto found = find_policy(dir, arn);
  if (found.aws) return std::string(found.aws->document);
  if (!found.own) return {};
  auto version = dir.in(state::kVersions).get(version_key(found.own->id, found.own->default_version));
  if (!version) return {};
  return std::move(version->document);
}

std::string policy_name(std::string_view arn) { return std::string(arn.substr(arn.rfind('/') + 1)); }

PolicyUse policy_use(const Directory& dir, std::string_view arn) {
  PolicyUse out;
  auto uses = dir.in(state::kUses);
  uses.each(joined(arn, "attached", ""), "", [&](std::string_view, const state::Since&) { ++out.attached; return true; });
  uses.each(joined(arn, "boundary", ""), "", [&](std::string_view, const state::Since&) { ++out.boundary; return true; });
  return out;
}

void check_document(std::string_view document, policy::Kind kind) {
  if (auto fault = policy::fault(document, kind)) throw ApiError{"MalformedPolicyDocument", 400, *fault};
}

Policy policy_view(const Directory& dir, const FoundPolicy& found, std::string_view arn) {
  auto use = policy_use(dir, arn);
  Policy out{.arn = std::string(arn), .attachmentCount = use.attached, .permissionsBoundaryUsageCount = use.boundary};
  if (found.aws) {
    out.policyName = found.aws->name;
    out.policyId = aws_policy_id(*found.aws);
    out.path = found.aws->path;
    out.defaultVersionId = "v1";
    out.description = found.aws->description;
    out.createDate = out.updateDate = kAwsPoliciesSince;
    return out;
  }
  auto& own = *found.own;
  out.policyName = own.name;
  out.policyId = own.id;
  out.path = own.path;
  out.defaultVersionId = "v" + std::to_string(own.default_version);
  if (!own.description.empty()) out.description = own.description;
  out.createDate = own.created;
  out.updateDate = own.updated;
  if (!own.tags.empty()) out.tags = tags_view(own.tags);
  return out;
}

std::vector<PolicyVersion> policy_versions(const Directory& dir, const FoundPolicy& found, bool with_documents) {
  std::vector<PolicyVersion> out;
  auto add = [&](std::int64_t number, bool is_default, base::Time created, std::string_view document) {
    out.push_back({.versionId = "v" + std::to_string(number), .isDefaultVersion = is_default, .createDate = created});
    if (with_documents) out.back().document = document_view(document);
  };
  if (found.aws) add(1, true, kAwsPoliciesSince, found.aws->document);
  if (found.own)
    each_version(dir, *found.own, [&](std::int64_t n, const state::Version& v) {
      add(n, n == found.own->default_version, v.created, v.document);
    });
  std::reverse(out.begin(), out.end());                // newest first, as IAM lists them
  return out;
}

state::ManagedPolicy need_own_policy(std::string_view action, const std::string& arn, const Call& call) {
  auto found = need_policy(Directory(call), arn);
  if (found.own) return std::move(*found.own);
  throw ApiError{"AccessDenied", 403, "User: " + call.caller().identity.arn + " is not authorized to perform: " + std::string(action) +
                 " on resource: policy " + arn, "AccessDenied"};
}

Access on_policy(std::string_view action, const std::string& arn, const Call& call) {
  Access a = access(action, arn, call);
  auto found = find_policy(Directory(call), arn);
  if (found.own) add_resource_tags(a, found.own->tags);
  return a;
}

Access on_policies(const ListPolicies& q, Call& call) {
  return access(ListPolicies::operation, "policy path " + std::string(q.pathPrefix ? std::string_view(*q.pathPrefix) : "/"), call);
}

PolicyResult create_policy(const CreatePolicy& q, Call& call) {
  Directory dir(call);
  check_document(q.policyDocument, policy::Kind::managed);
  check_size(q.policyDocument);
  state::ManagedPolicy p{.name = q.policyName, .path = q.path ? std::string(*q.path) : "/", .description = q.description.value_or(""),
                         .created = call.now(), .updated = call.now()};
  set_tags(p.tags, q.tags.value_or(Tags()));
  p.id = dir.enter(Kind::policy, q.policyName);
  dir.in(state::kPolicies).put(p.id, p);
  dir.in(state::kVersions).put(version_key(p.id, 1), {q.policyDocument, call.now()});
  return {policy_view(dir, {.own = p}, own_arn(dir, p))};
}

PolicyResult get_policy(const GetPolicy& q, Call& call) {
  Directory dir(call);
  return {policy_view(dir, need_policy(dir, q.policyArn), q.policyArn)};
}

ListPoliciesResult list_policies(const ListPolicies& q, Call& call) {
  Directory dir(call);
  Page page(q);
  ListPoliciesResult out;
  auto consider = [&](std::string_view key, const FoundPolicy& found, std::string_view arn) {
    Policy view = policy_view(dir, found, arn);
    view.description.reset();
    view.tags.reset();
    bool boundary = view.permissionsBoundaryUsageCount > 0, attached = view.attachmentCount > 0;
    if (q.pathPrefix && !view.path.starts_with(*q.pathPrefix)) return true;
    if (q.onlyAttached.value_or(false) && !attached && !boundary) return true;
    if (q.policyUsageFilter == "PermissionsBoundary" && !boundary) return true;
    if (q.policyUsageFilter == "PermissionsPolicy" && boundary && !attached) return true;
    if (!page.take(key)) return false;
    out.policies.push_back(std::move(view));
    return true;
  };
  bool more = true;
  if (q.scope != "AWS")
    dir.each(Kind::policy, page.from(), [&](std::string_view key, const std::string& id) {
      auto own = dir.in(state::kPolicies).get(id);
      return !own || (more = consider(key, {.own = own}, own_arn(dir, *own)));
    });
  if (q.scope == "Local") more = false;
  for (auto& aws : aws_policies()) {
    std::string key = "~aws/" + std::string(aws.name);           // behind every key of kNames
    if (more && key >= page.from()) more = consider(key, {.aws = &aws}, aws_policy_arn(aws, dir.partition()));
  }
  page.close(out);
  return out;
}

Nothing delete_policy(const DeletePolicy& q, Call& call) {
  Directory dir(call);
  auto p = need_own_policy(DeletePolicy::operation, q.policyArn, call);
  auto use = policy_use(dir, q.policyArn);
  if (use.attached || use.boundary) throw ApiError{"DeleteConflict", 409, "Cannot delete a policy attached to entities."};
  std::size_t versions = 0;
  each_version(dir, p, [&](std::int64_t, const state::Version&) { ++versions; });
  if (versions > 1)
    throw ApiError{"DeleteConflict", 409, "This policy has more than one version. Before you delete a policy, you must delete the policy's "
                                          "versions. The default version is deleted with the policy."};
  dir.in(state::kVersions).erase(version_key(p.id, p.default_version));
  dir.in(state::kPolicies).erase(p.id);
  dir.leave(Kind::policy, p.name);
  return {};
}

PolicyVersionResult create_policy_version(const CreatePolicyVersion& q, Call& call) {
  Directory dir(call);
  auto p = need_own_policy(CreatePolicyVersion::operation, q.policyArn, call);
  check_document(q.policyDocument, policy::Kind::managed);
  check_size(q.policyDocument);
  std::size_t versions = 0;
  each_version(dir, p, [&](std::int64_t, const state::Version&) { ++versions; });
  if (versions >= kVersionsPerPolicy)
    throw ApiError{"LimitExceeded", 409,
                   "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version."};
  ++p.last_version;
  bool is_default = q.setAsDefault.value_or(false);
  if (is_default) p.default_version = p.last_version;
  p.updated = call.now();
  dir.in(state::kPolicies).put(p.id, p);
  dir.in(state::kVersions).put(version_key(p.id, p.last_version), {q.policyDocument, call.now()});
  return {{.versionId = "v" + std::to_string(p.last_version), .isDefaultVersion = is_default, .createDate = call.now()}};
}

PolicyVersionResult get_policy_version(const GetPolicyVersion& q, Call& call) {
  Directory dir(call);
  for (auto& version : policy_versions(dir, need_policy(dir, q.policyArn), true)) if (version.versionId == q.versionId) return {version};
  no_version(q.policyArn, q.versionId);
}

ListPolicyVersionsResult list_policy_versions(const ListPolicyVersions& q, Call& call) {
  Directory dir(call);
  Page page(q);
  ListPolicyVersionsResult out;
  std::size_t position = 0;                            // at most five
  for (auto& version : policy_versions(dir, need_policy(dir, q.policyArn), false)) {
    std::string key = std::to_string(position++);
    if (key < page.from()) continue;
    if (!page.take(key)) break;
    out.versions.push_back(version);
  }
  page.close(out);
  return out;
}

Nothing delete_policy_version(const DeletePolicyVersion& q, Call& call) {
  Directory dir(call);
  auto p = need_own_policy(DeletePolicyVersion::operation, q.policyArn, call);
  need_version(dir, p, q.policyArn, q.versionId);
  std::int64_t number = version_number(q.versionId);
  if (number == p.default_version) throw ApiError{"DeleteConflict", 409, "Cannot delete the default version of a policy."};
  dir.in(state::kVersions).erase(version_key(p.id, number));
  return {};
}

Nothing set_default_policy_version(const SetDefaultPolicyVersion& q, Call& call) {
  Directory dir(call);
  auto p = need_own_policy(SetDefaultPolicyVersion::operation, q.policyArn, call);
  need_version(dir, p, q.policyArn, q.versionId);
  p.default_version = version_number(q.versionId);
  p.updated = call.now();
  dir.in(state::kPolicies).put(p.id, p);
  return {};
}

Nothing tag_policy(const TagPolicy& q, Call& call) {
  auto p = need_own_policy(TagPolicy::operation, q.policyArn, call);
  set_tags(p.tags, q.tags);
  call.in(state::kPolicies).put(p.id, p);
  return {};
}

Nothing untag_policy(const UntagPolicy& q, Call& call) {
  auto p = need_own_policy(UntagPolicy::operation, q.policyArn, call);
  clear_tags(p.tags, q.tagKeys);
  call.in(state::kPolicies).put(p.id, p);
  return {};
}

ListTagsResult list_policy_tags(const ListPolicyTags& q, Call& call) {
  auto found = need_policy(Directory(call), q.policyArn);
  return tags_page(found.own ? found.own->tags : TagMap(), q);
}

}  // namespace iam
