#include "services/lambda/functions.h"

#include "service/system_tags.h"
#include "services/lambda/archive.h"
#include "services/lambda/code.h"
#include "services/lambda/configuration.h"

namespace lambda {
namespace {

constexpr std::size_t kPage = 50;
constexpr std::size_t kMostDirect = 50u << 20;                   // of a zip in the request

std::size_t page_size(const auto& wanted) { return std::min<std::size_t>(kPage, wanted ? std::size_t(wanted->value) : kPage); }

// Its code is unpacked behind the call; until then it is Pending, or its update InProgress.
void settle_later(Call& call, const Version& v) {
  Settling s{call.scope().account, call.scope().region, v.name, v.version, v.revision};
  call.elsewhere(kSettling, "").put(store::joined(store::joined(s.account, s.region), s.name, s.version), s);
}

// Changes wait for the one before them.
void check_idle(const Version& v, const Target& t, const Call& call) {
  if (v.state == "Pending") throw conflict("The operation cannot be performed at this time. The function is currently in the following state: Pending");
  if (v.update == "InProgress") throw conflict("The operation cannot be performed at this time. An update is in progress for resource: " + arn_of(call.house(), t));
}

void check_revision(const std::optional<std::string>& wanted, const Version& v) {
  if (wanted && *wanted != v.revision) throw stale("GetFunctionConfiguration");
}

bool same_but_version(const Version& a, const Version& b) {
  auto layers = [](const Version& v) {
    std::vector<std::string> out;
    for (auto& l : v.layers) out.push_back(l.arn);
    return out;
  };
  auto all = [&](const Version& v) {
    return std::tuple(v.runtime, v.role, v.handler, v.timeout, v.memory, v.ephemeral, v.code.sha256, layers(v), v.environment, v.kms_key, v.dead_letter, v.tracing,
                      v.architecture, v.snap_start, v.log_format, v.log_group);
  };
  return all(a) == all(b);
}

Version published(const Version& latest, const std::optional<std::string>& description, const Target& t, Call& call) {
  Function f = function_at(call, t);
  if (f.last_version > 0) {
    auto last = call.in(kVersions).get(version_key(f.name, std::to_string(f.last_version)));
    if (last && same_but_version(*last, latest) && last->description == description.value_or(latest.description)) return std::move(*last);
  }
  Version v = latest;
  v.version = std::to_string(++f.last_version);
  if (description) v.description = *description;
  v.modified = call.now();
  v.revision = new_revision();
  call.in(kFunctions).put(f.name, f);
  put_version(call, call.scope(), v);
  if (v.state == "Pending" || v.update == "InProgress") settle_later(call, v);
  return v;
}

void check_direct(const Maybe<Secret<Blob>>& zip) {
  if (zip && zip->bytes.size() > kMostDirect)
    throw ApiError{"RequestEntityTooLargeException", 413, "Request must be smaller than 70167211 bytes for the CreateFunction operation"};
}

void check_tags(const Words& tags, const Call& call) {
  if (tags.size() > 50) throw invalid("The number of tags exceeds the limit of 50.");
  for (auto& [key, value] : tags)
    if (key.empty() || key.size() > 128 || value.size() > 256 || (key.starts_with("aws:") && !service::sets_system_tags(call)))
      throw invalid("The tag key or value is not valid: " + key.substr(0, 128));
}

void refuse_what_is_not_built(const CreateFunction& q) {
  if (q.packageType == "Image" || q.code.imageUri) throw not_supported("PackageType Image");
  if (q.codeSigningConfigArn) throw not_supported("CodeSigningConfigArn");
  if (q.publishTo) throw not_supported("PublishTo");
  if (q.tenancyConfig) throw not_supported("TenancyConfig");
  if (q.code.sourceKMSKeyArn && !q.code.sourceKMSKeyArn->empty()) throw not_supported("SourceKMSKeyArn");
}

}  // namespace

std::vector<Access> to_create_function(const CreateFunction& q, Call& call) {
  Target t = unqualified(q.functionName, call);
  std::vector<Access> out{on_whole_function("lambda:CreateFunction", t, call)};
  if (q.tags) add_request_tags(out[0], *q.tags);
  add_role(std::string(q.role), arn_of(call.house(), t), out, call);
  if (q.layers) add_layers(std::vector<std::string>(q.layers->begin(), q.layers->end()), out, call);
  return out;
}

FunctionConfiguration create_function(const CreateFunction& q, Call& call) {
  Target t = unqualified(q.functionName, call);
  check_own(t, call);
  refuse_what_is_not_built(q);
  check_direct(q.code.zipFile);
  if (!q.runtime || !q.handler) throw invalid("Runtime and Handler are mandatory parameters for functions created with deployment packages.");
  if (call.in(kFunctions).get(t.name)) throw conflict("Function already exist: " + t.name);
  if (q.tags) check_tags(*q.tags, call);
  Version v;
  v.name = t.name;
  v.version = "$LATEST";
  if (q.architectures) v.architecture = q.architectures->front();
  apply(wishes_of(q), v, call);
  const std::string zip = given_zip(q.code.zipFile, q.code.s3Bucket, q.code.s3Key, q.code.s3ObjectVersion, call);
  v.code.unpacked = checked_zip(zip);
  check_size(v);
  check_storage(std::int64_t(zip.size()), call);
  v.code = kept(zip, v.code.unpacked, call.house());
  v.modified = call.now();
  v.revision = new_revision();
  v.state = "Pending";
  call.in(kFunctions).put(t.name, {t.name, call.now(), 0, q.tags.value_or(Words()), {}});
  put_version(call, call.scope(), v);
  settle_later(call, v);
  call.effects().status = 201;
  if (!q.publish.value_or(false)) return shown(v, t.at, "", call);
  Version first = published(v, {}, t, call);
  return shown(first, t.at, first.version, call);
}

Access to_get_function(const GetFunction& q, Call& call) { return on_function("lambda:GetFunction", target_of(q.functionName, q.qualifier, call), call); }

GetFunctionResponse get_function(const GetFunction& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  Version v = version_at(call, t);
  Function f = function_at(call, t);
  GetFunctionResponse out;
  out.configuration = shown(v, t.at, t.qualifier, call);
  out.code.emplace();
  out.code->repositoryType = "S3";
  out.code->location = location(v.code, t.at, store::joined("v", version_key(v.name, v.version)), call);
  if (!f.tags.empty()) out.tags = f.tags;
  if (f.reserved) out.concurrency.emplace().reservedConcurrentExecutions = f.reserved;
  return out;
}

Access to_get_configuration(const GetFunctionConfiguration& q, Call& call) {
  return on_function("lambda:GetFunctionConfiguration", target_of(q.functionName, q.qualifier, call), call);
}

FunctionConfiguration get_function_configuration(const GetFunctionConfiguration& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  return shown(version_at(call, t), t.at, t.qualifier, call);
}

Access to_update_code(const UpdateFunctionCode& q, Call& call) { return on_whole_function("lambda:UpdateFunctionCode", unqualified(q.functionName, call), call); }

FunctionConfiguration update_function_code(const UpdateFunctionCode& q, Call& call) {
  Target t = unqualified(q.functionName, call);
  check_own(t, call);
  Version v = version_at(call, t);
  if (q.imageUri) throw not_supported("ImageUri");
  if (q.publishTo) throw not_supported("PublishTo");
  if (q.sourceKMSKeyArn && !q.sourceKMSKeyArn->empty()) throw not_supported("SourceKMSKeyArn");
  check_direct(q.zipFile);
  check_idle(v, t, call);
  check_revision(q.revisionId, v);
  const std::string zip = given_zip(q.zipFile, q.s3Bucket, q.s3Key, q.s3ObjectVersion, call);
  v.code.unpacked = checked_zip(zip);
  check_size(v);
  if (q.dryRun.value_or(false)) {
    v.code.sha256 = code_sha256(zip);
    v.code.size = std::int64_t(zip.size());
    return shown(v, t.at, "", call);
  }
  check_storage(std::int64_t(zip.size()), call);
  if (q.architectures) v.architecture = q.architectures->front();
  v.code = kept(zip, v.code.unpacked, call.house());
  v.modified = call.now();
  v.revision = new_revision();
  v.update = "InProgress";
  v.reason.clear();
  if (v.state == "Failed") v.state = "Active";
  put_version(call, call.scope(), v);
  settle_later(call, v);
  if (!q.publish.value_or(false)) return shown(v, t.at, "", call);
  Version next = published(v, {}, t, call);
  return shown(next, t.at, next.version, call);
}

std::vector<Access> to_update_configuration(const UpdateFunctionConfiguration& q, Call& call) {
  Target t = unqualified(q.functionName, call);
  std::vector<Access> out{on_whole_function("lambda:UpdateFunctionConfiguration", t, call)};
  if (q.role) add_role(std::string(*q.role), arn_of(call.house(), t), out, call);
  if (q.layers) add_layers(std::vector<std::string>(q.layers->begin(), q.layers->end()), out, call);
  return out;
}

FunctionConfiguration update_function_configuration(const UpdateFunctionConfiguration& q, Call& call) {
  Target t = unqualified(q.functionName, call);
  check_own(t, call);
  Version v = version_at(call, t);
  check_idle(v, t, call);
  check_revision(q.revisionId, v);
  apply(wishes_of(q), v, call);
  check_size(v);
  v.modified = call.now();
  v.revision = new_revision();
  v.update = "InProgress";
  put_version(call, call.scope(), v);
  settle_later(call, v);
  return shown(v, t.at, "", call);
}

Access to_list_functions(const ListFunctions&, Call&) { return {.action = ListFunctions::operation}; }

ListFunctionsResponse list_functions(const ListFunctions& q, Call& call) {
  ListFunctionsResponse out;
  auto& list = out.functions.emplace();
  if (q.masterRegion && *q.masterRegion != "ALL") return out;     // of Lambda@Edge, which is not part of this server
  const bool all = q.functionVersion == "ALL";
  out.nextMarker = page(call.in(kVersions), "", q.marker, page_size(q.maxItems), [&](std::string_view, Version v) {
    if (!all && v.version != "$LATEST") return false;
    list.push_back(shown(v, call.scope(), all ? v.version : "", call));
    return true;
  });
  return out;
}

Access to_publish_version(const PublishVersion& q, Call& call) { return on_whole_function("lambda:PublishVersion", unqualified(q.functionName, call), call); }

FunctionConfiguration publish_version(const PublishVersion& q, Call& call) {
  Target t = unqualified(q.functionName, call);
  check_own(t, call);
  Version latest = version_at(call, t);
  if (q.publishTo) throw not_supported("PublishTo");
  check_idle(latest, t, call);
  check_revision(q.revisionId, latest);
  if (q.codeSha256 && !q.codeSha256->empty() && *q.codeSha256 != latest.code.sha256)
    throw invalid("CodeSHA256 (" + *q.codeSha256 + ") is different from current CodeSHA256 in $LATEST (" + latest.code.sha256 + "). Please try again with the CodeSHA256 in $LATEST.");
  std::optional<std::string> description;
  if (q.description) description = std::string(*q.description);
  Version v = published(latest, description, t, call);
  call.effects().status = 201;
  return shown(v, t.at, v.version, call);
}

Access to_list_versions(const ListVersionsByFunction& q, Call& call) {
  return on_whole_function("lambda:ListVersionsByFunction", unqualified(q.functionName, call), call);
}

ListVersionsByFunctionResponse list_versions_by_function(const ListVersionsByFunction& q, Call& call) {
  Target t = unqualified(q.functionName, call);
  function_at(call, t);
  ListVersionsByFunctionResponse out;
  auto& list = out.versions.emplace();
  out.nextMarker = page(call.elsewhere(kVersions, t.at.account, t.at.region), store::joined(t.name, ""), q.marker, page_size(q.maxItems),
                        [&](std::string_view, Version v) {
                          list.push_back(shown(v, t.at, v.version, call));
                          return true;
                        });
  return out;
}

Access to_get_account(const GetAccountSettings&, Call&) { return {.action = GetAccountSettings::operation}; }

GetAccountSettingsResponse get_account_settings(const GetAccountSettings&, Call& call) {
  std::int64_t count = 0, reserved = 0;
  call.in(kFunctions).each([&](std::string_view, const Function& f) { ++count; reserved += f.reserved.value_or(0); });
  GetAccountSettingsResponse out;
  out.accountLimit = AccountLimit{kMostStored, kMostUnpacked, std::int64_t(kMostDirect), kAccountConcurrency, kAccountConcurrency - reserved};
  out.accountUsage = AccountUsage{stored_bytes(call), count};
  return out;
}

// ---- deletion

namespace {

template <class R> void erase_all(store::Bound<R> rows, const std::string& begin) {
  std::vector<std::string> keys;
  rows.each(begin, begin, [&](std::string_view key, const R&) { keys.emplace_back(key); return true; });
  for (auto& key : keys) rows.erase(key);
}

void delete_one(const Target& t, Call& call) {
  if (t.qualifier == "$LATEST") throw invalid("$LATEST version cannot be deleted without deleting the function.");
  if (!is_number(t.qualifier)) throw invalid("Deletion of aliases is not currently supported.");
  Version v = version_at(call, t);
  std::string named_by;
  const std::string begin = store::joined(t.name, "");
  call.in(kAliases).each(begin, begin, [&](std::string_view, const AliasRecord& a) {
    if (a.version == t.qualifier || a.weights.contains(t.qualifier)) named_by += (named_by.empty() ? "" : ", ") + a.name;
    return true;
  });
  if (!named_by.empty()) throw conflict("Unable to delete version because the following aliases reference it: [" + named_by + "]");
  erase_version(call, t.at, v);
  call.in(kPolicies).erase(store::joined(t.name, t.qualifier));
  call.in(kEventSettings).erase(store::joined(t.name, t.qualifier));
}

}  // namespace

Access to_delete_function(const DeleteFunction& q, Call& call) { return on_function("lambda:DeleteFunction", target_of(q.functionName, q.qualifier, call), call); }

DeleteFunctionResponse delete_function(const DeleteFunction& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  check_own(t, call);
  function_at(call, t);
  call.effects().status = 204;
  if (!t.qualifier.empty()) {
    delete_one(t, call);
    return {};
  }
  const std::string begin = store::joined(t.name, "");
  std::vector<Version> versions;
  call.in(kVersions).each(begin, begin, [&](std::string_view, Version v) { versions.push_back(std::move(v)); return true; });
  for (auto& v : versions) erase_version(call, t.at, v);
  erase_all(call.in(kAliases), begin);
  erase_all(call.in(kPolicies), begin);
  erase_all(call.in(kEventSettings), begin);
  call.in(kFunctions).erase(t.name);
  return {};
}

}  // namespace lambda
