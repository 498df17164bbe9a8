#include "services/lambda/layers.h"

#include "base/arn.h"
#include "base/json.h"
#include "services/lambda/code.h"
#include "services/lambda/configuration.h"
#include "services/lambda/permissions.h"

namespace lambda {
namespace {

struct Named { Scope at; std::string name; std::int64_t version = 0; };

// A layer by its name or ARN.
Named layer_of(const std::string& text, std::int64_t version, const Call& call) {
  if (!text.starts_with("arn:")) return {call.scope(), text, version};
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "lambda" || !arn->resource.starts_with("layer:")) throw invalid("Invalid Layer name: " + text);
  return {{std::string(arn->account), std::string(arn->region)}, std::string(arn->resource.substr(6)), version};
}

// A layer version by its ARN.
std::optional<Named> parsed(const std::string& text) {
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "lambda" || !arn->resource.starts_with("layer:")) return {};
  auto colon = arn->resource.rfind(':');
  auto number = arn->resource.substr(colon + 1);
  if (colon < 6 || !is_number(number)) return {};
  return Named{{std::string(arn->account), std::string(arn->region)}, std::string(arn->resource.substr(6, colon - 6)), std::strtoll(std::string(number).c_str(), nullptr, 10)};
}

std::optional<LayerVersion> find(const Named& n, const Call& call) {
  if (n.at.region != call.scope().region || n.version <= 0 || n.version > 9'999'999'999) return {};
  return call.elsewhere(kLayerVersions, n.at.account, n.at.region).get(layer_key(n.name, n.version));
}

std::string arn_of(const Named& n, const Call& call) { return layer_arn(call.house(), n.at, n.name) + ":" + std::to_string(n.version); }

LayerVersion existing(const Named& n, const Call& call) {
  if (auto found = find(n, call)) return std::move(*found);
  throw not_found("The resource you requested does not exist.");
}

Access on(std::string_view action, const Named& n, Call& call) {
  Access out{.action = action, .resource = arn_of(n, call), .owner = n.at.account};
  if (auto found = find(n, call); found && !found->policy.statements.empty()) out.resource_policy = call.house().compiled(policy_document(found->policy));
  return out;
}

void check_own(const Named& n, const Call& call) {
  if (n.at.account != call.scope().account) throw not_found("The resource you requested does not exist.");
}

template <class R> R told(const LayerVersion& l, const Scope& at, const Call& call) {
  R out;
  out.layerVersionArn = layer_arn(call.house(), at, l.name) + ":" + std::to_string(l.version);
  if (!l.description.empty()) out.description = l.description;
  out.createdDate = lambda_time(l.created);
  out.version = l.version;
  if (!l.runtimes.empty()) out.compatibleRuntimes = l.runtimes;
  if (!l.license.empty()) out.licenseInfo = l.license;
  if (!l.architectures.empty()) out.compatibleArchitectures = l.architectures;
  return out;
}

template <class R> R told_with_content(const LayerVersion& l, const Scope& at, const Call& call) {
  R out = told<R>(l, at, call);
  out.layerArn = layer_arn(call.house(), at, l.name);
  out.content = LayerVersionContentOutput{location(l.archive, at, store::joined("l", layer_key(l.name, l.version)), call), l.archive.sha256, l.archive.size};
  return out;
}

template <class Q> bool compatible(const LayerVersion& l, const Q& q) {
  auto has = [](const std::vector<std::string>& all, const auto& wanted) { return !wanted || std::find(all.begin(), all.end(), std::string(*wanted)) != all.end(); };
  return has(l.runtimes, q.compatibleRuntime) && has(l.architectures, q.compatibleArchitecture);
}

std::size_t page_size(const auto& wanted) { return wanted ? std::size_t(wanted->value) : 50; }

}  // namespace

std::optional<LayerVersion> find_layer(const std::string& arn, const Call& call) {
  auto n = parsed(arn);
  return n ? find(*n, call) : std::nullopt;
}

Access on_layer_version(std::string_view action, const std::string& arn, Call& call) {
  auto n = parsed(arn);
  if (!n) return {.action = action, .resource = arn};
  return on(action, *n, call);
}

Access to_publish_layer(const PublishLayerVersion& q, Call& call) {
  Named n = layer_of(q.layerName, 0, call);
  return {.action = PublishLayerVersion::operation, .resource = layer_arn(call.house(), n.at, n.name), .owner = n.at.account};
}
Access to_get_layer(const GetLayerVersion& q, Call& call) { return on("lambda:GetLayerVersion", layer_of(q.layerName, q.versionNumber, call), call); }
Access to_get_layer_by_arn(const GetLayerVersionByArn& q, Call& call) { return on_layer_version("lambda:GetLayerVersion", q.arn, call); }
Access to_list_layers(const ListLayers&, Call&) { return {.action = ListLayers::operation}; }
Access to_list_layer_versions(const ListLayerVersions&, Call&) { return {.action = ListLayerVersions::operation}; }
Access to_delete_layer(const DeleteLayerVersion& q, Call& call) { return on("lambda:DeleteLayerVersion", layer_of(q.layerName, q.versionNumber, call), call); }
Access to_add_layer_permission(const AddLayerVersionPermission& q, Call& call) {
  return on("lambda:AddLayerVersionPermission", layer_of(q.layerName, q.versionNumber, call), call);
}
Access to_remove_layer_permission(const RemoveLayerVersionPermission& q, Call& call) {
  return on("lambda:RemoveLayerVersionPermission", layer_of(q.layerName, q.versionNumber, call), call);
}
Access to_get_layer_policy(const GetLayerVersionPolicy& q, Call& call) { return on("lambda:GetLayerVersionPolicy", layer_of(q.layerName, q.versionNumber, call), call); }

PublishLayerVersionResponse publish_layer_version(const PublishLayerVersion& q, Call& call) {
  Named n = layer_of(q.layerName, 0, call);
  check_own(n, call);
  const std::string zip = given_zip(q.content.zipFile, q.content.s3Bucket, q.content.s3Key, q.content.s3ObjectVersion, call);
  const std::int64_t unpacked = checked_zip(zip);
  check_storage(std::int64_t(zip.size()), call);
  LayerRecord layer = call.in(kLayers).get(n.name).value_or(LayerRecord{n.name, 0});
  LayerVersion l;
  l.name = n.name;
  l.version = ++layer.last_version;
  if (q.description) l.description = *q.description;
  if (q.licenseInfo) l.license = *q.licenseInfo;
  l.created = call.now();
  if (q.compatibleRuntimes) l.runtimes.assign(q.compatibleRuntimes->begin(), q.compatibleRuntimes->end());
  if (q.compatibleArchitectures) l.architectures.assign(q.compatibleArchitectures->begin(), q.compatibleArchitectures->end());
  l.archive = kept(zip, unpacked, call.house());
  call.in(kLayers).put(n.name, layer);
  put_layer_version(call, l);
  call.effects().status = 201;
  return told_with_content<PublishLayerVersionResponse>(l, n.at, call);
}

GetLayerVersionResponse get_layer_version(const GetLayerVersion& q, Call& call) {
  Named n = layer_of(q.layerName, q.versionNumber, call);
  return told_with_content<GetLayerVersionResponse>(existing(n, call), n.at, call);
}

GetLayerVersionResponse get_layer_version_by_arn(const GetLayerVersionByArn& q, Call& call) {
  auto n = parsed(q.arn);
  if (!n) throw invalid("Invalid layer version ARN: " + q.arn);
  return told_with_content<GetLayerVersionResponse>(existing(*n, call), n->at, call);
}

ListLayersResponse list_layers(const ListLayers& q, Call& call) {
  ListLayersResponse out;
  auto& list = out.layers.emplace();
  out.nextMarker = page(call.in(kLayers), "", q.marker, page_size(q.maxItems), [&](std::string_view, const LayerRecord& layer) {
    std::optional<LayerVersion> latest;
    const std::string begin = store::joined(layer.name, "");
    call.in(kLayerVersions).each(begin, begin, [&](std::string_view, LayerVersion l) {
      if (compatible(l, q)) latest = std::move(l);
      return true;
    });
    if (!latest) return false;
    list.push_back({layer.name, layer_arn(call.house(), call.scope(), layer.name), told<LayerVersionsListItem>(*latest, call.scope(), call)});
    return true;
  });
  return out;
}

ListLayerVersionsResponse list_layer_versions(const ListLayerVersions& q, Call& call) {
  Named n = layer_of(q.layerName, 0, call);
  ListLayerVersionsResponse out;
  auto& list = out.layerVersions.emplace();
  if (n.at.account != call.scope().account || n.at.region != call.scope().region) return out;
  std::vector<LayerVersion> all;
  const std::string begin = store::joined(n.name, "");
  call.in(kLayerVersions).each(begin, begin, [&](std::string_view, LayerVersion l) {
    if (compatible(l, q)) all.push_back(std::move(l));
    return true;
  });
  // The newest first; a marker is the number of the last one shown.
  const std::string mark = after(q.marker);
  for (auto l = all.rbegin(); l != all.rend(); ++l) {
    if (!mark.empty() && l->version >= std::strtoll(mark.c_str(), nullptr, 10)) continue;
    if (list.size() == page_size(q.maxItems)) {
      out.nextMarker = base::base64url(std::to_string(*list.back().version));
      break;
    }
    list.push_back(told<LayerVersionsListItem>(*l, n.at, call));
  }
  return out;
}

Nothing delete_layer_version(const DeleteLayerVersion& q, Call& call) {
  Named n = layer_of(q.layerName, q.versionNumber, call);
  check_own(n, call);
  call.effects().status = 204;
  if (auto found = find(n, call)) erase_layer_version(call, *found);     // one that is not there is deleted too
  return {};
}

AddLayerVersionPermissionResponse add_layer_version_permission(const AddLayerVersionPermission& q, Call& call) {
  Named n = layer_of(q.layerName, q.versionNumber, call);
  check_own(n, call);
  LayerVersion l = existing(n, call);
  if (q.revisionId && *q.revisionId != l.policy.revision) throw stale("GetLayerVersionPolicy");
  if (q.organizationId && q.principal != "*") throw invalid("OrganizationId can only be set with the principal *.");
  std::string json;
  base::JsonWriter w(json);
  w.open('{').key("Sid").text(q.statementId).key("Effect").text("Allow").key("Principal");
  if (q.principal == "*") w.text("*");
  else w.open('{').key("AWS").text(q.principal.starts_with("arn:") ? std::string(q.principal) : "arn:" + call.house().settings.partition + ":iam::" + q.principal + ":root").close('}');
  w.key("Action").text(q.action).key("Resource").text(arn_of(n, call));
  if (q.organizationId) w.key("Condition").open('{').key("StringEquals").open('{').key("aws:PrincipalOrgID").text(*q.organizationId).close('}').close('}');
  w.close('}');
  add_statement(l.policy, {q.statementId, json}, arn_of(n, call));
  call.in(kLayerVersions).put(layer_key(l.name, l.version), l);
  call.effects().status = 201;
  return {json, l.policy.revision};
}

Nothing remove_layer_version_permission(const RemoveLayerVersionPermission& q, Call& call) {
  Named n = layer_of(q.layerName, q.versionNumber, call);
  check_own(n, call);
  LayerVersion l = existing(n, call);
  if (q.revisionId && *q.revisionId != l.policy.revision) throw stale("GetLayerVersionPolicy");
  if (l.policy.statements.empty()) throw not_found("No policy is associated with the given resource.");
  remove_statement(l.policy, q.statementId);
  call.in(kLayerVersions).put(layer_key(l.name, l.version), l);
  call.effects().status = 204;
  return {};
}

GetLayerVersionPolicyResponse get_layer_version_policy(const GetLayerVersionPolicy& q, Call& call) {
  LayerVersion l = existing(layer_of(q.layerName, q.versionNumber, call), call);
  if (l.policy.statements.empty()) throw not_found("No policy is associated with the given resource.");
  return {policy_document(l.policy), l.policy.revision};
}

}  // namespace lambda
