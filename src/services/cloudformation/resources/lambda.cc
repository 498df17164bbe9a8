#include "services/lambda/api.h"

#include "services/cloudformation/resources/common.h"
#include "services/cloudformation/resources/inline_code.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::Lambda::Function

constexpr auto& kFunction = properties<"Architectures CapacityProviderConfig Code* CodeSigningConfigArn DeadLetterConfig Description DurableConfig! Environment "
                                       "EphemeralStorage FileSystemConfigs FunctionName! FunctionScalingConfig Handler ImageConfig KmsKeyArn Layers LoggingConfig "
                                       "MemorySize PackageType! PublishToLatestPublished RecursiveLoop ReservedConcurrentExecutions Role* Runtime "
                                       "RuntimeManagementConfig SnapStart Tags TenancyConfig! Timeout TracingConfig VpcConfig">;

void refuse_unbuilt(const Resource& r) {
  refuse(r, {"FunctionScalingConfig", "PublishToLatestPublished", "RuntimeManagementConfig"});
}

lambda::FunctionCode code_of(const Resource& r) {
  Value code = *given(r, "Code");
  const Value* source = code.find("ZipFile");
  std::optional<std::string> archive;
  if (source) {
    archive = inline_archive(text_of(r, "Runtime"), source->text);
    if (!archive) throw invalid_properties(Spot{r} / "Code" / "ZipFile", "inline code is not supported for runtime " + text_of(r, "Runtime"));
    code.erase("ZipFile");
  }
  auto out = filled<lambda::FunctionCode>(code, Spot{r} / "Code");
  if (archive) out.zipFile = shape::Secret<shape::Blob>(shape::Blob{*archive});
  return out;
}

void leave_function_attributes(Acting& a, Resource& r) { set(r, "Arn", arn(a, "lambda", "function:" + r.physical_id)); }

void make_function(Acting& a, const Resource& r) {
  refuse_unbuilt(r);
  Resource plain = r;
  plain.properties.erase("Code");               // its inline form is text, the API's an archive
  auto q = request<lambda::CreateFunction>(plain);
  q.code = code_of(r);
  q.functionName = own_name(r, "FunctionName", 64);
  q.tags = unless_empty(tags_of(r, Marks::system));
  a.make(q, [](auto& made) { return made.functionName.value_or(""); });
}
void put_concurrency(Acting& a, const Resource& r) {
  if (auto reserved = filled<shape::Whole<0>>(r, "ReservedConcurrentExecutions")) a.call(lambda::PutFunctionConcurrency{r.physical_id, *reserved});
  else unless_gone([&] { a.call(lambda::DeleteFunctionConcurrency{r.physical_id}); });
}
void put_recursion(Acting& a, const Resource& r) {
  a.call(lambda::PutFunctionRecursionConfig{r.physical_id, lambda::RecursiveLoop(text_of(r, "RecursiveLoop", "Terminate"))});
}
void settle_function(Acting& a, Resource& r) {
  if (is_given(r, "RecursiveLoop")) put_recursion(a, r);
  if (is_given(r, "ReservedConcurrentExecutions")) put_concurrency(a, r);
  leave_function_attributes(a, r);
}

void update_code(Acting& a, const Resource& r) {
  auto code = code_of(r);
  lambda::UpdateFunctionCode q{.functionName = r.physical_id};
  q.zipFile = code.zipFile;
  q.s3Bucket = code.s3Bucket;
  q.s3Key = code.s3Key;
  q.s3ObjectVersion = code.s3ObjectVersion;
  q.imageUri = code.imageUri;
  q.sourceKMSKeyArn = code.sourceKMSKeyArn;
  q.architectures = filled<shape::List<lambda::Architecture, 1, 1>>(r, "Architectures");
  a.call(q);
}

// What a template no longer says goes back to what CreateFunction would have made it.
void update_configuration(Acting& a, const Resource& r, const std::vector<Value>& no_longer) {
  auto q = request<lambda::UpdateFunctionConfiguration>(r);
  q.functionName = r.physical_id;
  auto gone = [&](std::string_view property) { return std::any_of(no_longer.begin(), no_longer.end(), [&](auto& v) { return v.text == property; }); };
  auto emptied = [&](auto& member, std::string_view property) { if (!member && gone(property)) member.emplace(); };
  emptied(q.description, "Description");
  emptied(q.deadLetterConfig, "DeadLetterConfig");
  if (q.deadLetterConfig && !q.deadLetterConfig->targetArn) q.deadLetterConfig->targetArn.emplace();
  emptied(q.environment, "Environment");
  if (q.environment && !q.environment->variables) q.environment->variables.emplace();
  emptied(q.kMSKeyArn, "KmsKeyArn");
  emptied(q.layers, "Layers");
  if (gone("Timeout")) q.timeout = shape::Whole<1>{3};
  if (gone("MemorySize")) q.memorySize = shape::Whole<128, 32768>{128};
  if (gone("EphemeralStorage")) q.ephemeralStorage = lambda::EphemeralStorage{{512}};
  if (gone("TracingConfig")) q.tracingConfig = lambda::TracingConfig{lambda::TracingMode("PassThrough")};
  a.call(q);
}

// A function takes one update at a time: those still to come are left among the attributes for check.
constexpr std::string_view kSteps = "Steps";
constexpr std::string_view kConfiguration[] = {"DeadLetterConfig", "Description", "Environment", "EphemeralStorage", "FileSystemConfigs", "Handler", "ImageConfig",
                                               "KmsKeyArn", "Layers", "LoggingConfig", "MemorySize", "Role", "Runtime", "SnapStart", "Timeout", "TracingConfig",
                                               "VpcConfig", "CapacityProviderConfig"};

Value update_steps(const Resource& r, const Resource& before) {
  Value steps = Value::list(), no_longer = Value::list();
  bool configured = false;
  for (auto property : kConfiguration) {
    configured |= changed(r, before, property);
    if (is_given(before, property) && !is_given(r, property)) no_longer.push(Value(property));
  }
  if (any_changed(r, before, {"Code", "Architectures"})) steps.push(Value("code"));
  if (configured) steps.push(std::move(no_longer));
  return steps;
}

void update_function(Acting& a, Resource& r, const Resource& before) {
  refuse_unbuilt(r);
  leave_function_attributes(a, r);
  r.attributes.set(kSteps, update_steps(r, before));
  if (changed(r, before, "ReservedConcurrentExecutions")) put_concurrency(a, r);
  if (changed(r, before, "RecursiveLoop")) put_recursion(a, r);
  auto tags = tag_change(r, before, Marks::system);
  const std::string self = r.attributes.text_of("Arn");
  if (!tags.removed.empty()) a.call(lambda::UntagResource{self, tags.removed});
  if (!tags.put.empty()) a.call(lambda::TagResource{self, tags.put});
}

void remove_function(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(lambda::DeleteFunction{r.physical_id, {}}); });
}

Progress check_function(Acting& a, Resource& r) {
  auto now = a.call(lambda::GetFunctionConfiguration{r.physical_id, {}});
  Value* steps = r.attributes.find(kSteps);
  const bool more = steps && !steps->items.empty();
  if (now.state == "Failed") throw ApiError{"NotStabilized", 400, now.stateReason.value_or("The function failed.")};
  if (now.lastUpdateStatus == "Failed" && !more) throw ApiError{"NotStabilized", 400, now.lastUpdateStatusReason.value_or("The update failed.")};
  const Progress later{.done = false, .again = a.now().plus_seconds(1)};
  if (now.state == "Pending" || now.lastUpdateStatus == "InProgress") return later;
  if (!more) {
    r.attributes.erase(kSteps);
    return {};
  }
  const Value step = steps->items.front();
  steps->items.erase(steps->items.begin());
  if (step.is_list()) update_configuration(a, r, step.items);
  else update_code(a, r);
  return later;
}

// ---- AWS::Lambda::LayerVersion

constexpr auto& kLayer = properties<"CompatibleArchitectures! CompatibleRuntimes! Content*! Description! LayerName! LicenseInfo!">;

struct LayerPlace { std::string name; std::int64_t version = 0; };
LayerPlace layer_place(const std::string& arn) {         // arn:...:layer:name:3
  const auto colon = arn.rfind(':'), before = arn.rfind(':', colon - 1);
  return {arn.substr(before + 1, colon - before - 1), std::strtoll(arn.c_str() + colon + 1, nullptr, 10)};
}
void make_layer(Acting& a, const Resource& r) {
  auto q = request<lambda::PublishLayerVersion>(r);
  q.layerName = text_of(r, "LayerName", r.logical_id + r.name.substr(r.name.rfind('-')));
  a.make(q, [](auto& made) { return made.layerVersionArn.value_or(""); });
}
void settle_layer(Acting&, Resource& r) { set(r, "LayerVersionArn", r.physical_id); }
void remove_layer(Acting& a, const Resource& r) {
  auto [name, version] = layer_place(r.physical_id);
  unless_gone([&] { a.call(lambda::DeleteLayerVersion{name, version}); });
}

// ---- AWS::Lambda::LayerVersionPermission: its id is "layer version#statement"

constexpr auto& kLayerPermission = properties<"Action*! LayerVersionArn*! OrganizationId! Principal*!">;

void make_layer_permission(Acting& a, const Resource& r) {
  auto [name, version] = layer_place(text_of(r, "LayerVersionArn"));
  Resource plain = r;
  plain.properties.erase("LayerVersionArn");
  auto q = request<lambda::AddLayerVersionPermission>(plain);
  q.layerName = name;
  q.versionNumber = version;
  q.statementId = generated_name(r, 100);
  a.make(q, [&](auto&) { return text_of(r, "LayerVersionArn") + "#" + q.statementId; });
}
void settle_layer_permission(Acting&, Resource& r) { set(r, "Id", r.physical_id); }
void remove_layer_permission(Acting& a, const Resource& r) {
  auto [name, version] = layer_place(text_of(r, "LayerVersionArn"));
  unless_gone([&] { a.call(lambda::RemoveLayerVersionPermission{name, version, r.physical_id.substr(r.physical_id.rfind('#') + 1), {}}); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::Lambda::Function", .properties = kFunction, .attributes = names<"Arn">,
     .make = make_function, .settle = settle_function, .update = update_function, .remove = remove_function, .check = check_function},
    {.name = "AWS::Lambda::LayerVersion", .properties = kLayer, .attributes = names<"LayerVersionArn">,
     .make = make_layer, .settle = settle_layer, .update = nullptr, .remove = remove_layer},
    {.name = "AWS::Lambda::LayerVersionPermission", .properties = kLayerPermission, .attributes = names<"Id">,
     .make = make_layer_permission, .settle = settle_layer_permission, .update = nullptr, .remove = remove_layer_permission},
};

}  // namespace

Types lambda_types() { return kTypes; }

}  // namespace cloudformation::resources
