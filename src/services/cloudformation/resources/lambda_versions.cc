#include "services/lambda/api.h"

#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

void leave_nothing(Acting&, Resource&) {}

// ---- AWS::Lambda::Version

constexpr auto& kVersion = properties<"CodeSha256! Description! FunctionName*! FunctionScalingConfig ProvisionedConcurrencyConfig! RuntimePolicy!">;

std::string version_number(const Resource& r) { return r.physical_id.substr(r.physical_id.rfind(':') + 1); }
bool same_function(const lambda::FunctionConfiguration& a, const lambda::FunctionConfiguration& b) {
  auto told = [](auto& f) { return std::tie(f.codeSha256, f.runtime, f.role, f.handler, f.timeout, f.memorySize, f.kMSKeyArn, f.architectures); };
  auto variables = [](auto& f) { return f.environment ? f.environment->variables.value_or(Words{}) : Words{}; };
  return told(a) == told(b) && Words(variables(a)) == Words(variables(b)) && a.layers.has_value() == b.layers.has_value();
}

// PublishVersion answers the version that is there, whose deletion would then be this resource's.
void refuse_unchanged(Acting& a, const Resource& r) {
  lambda::FunctionConfiguration latest, last;
  std::int64_t highest = 0;
  std::optional<std::string> marker;
  do {
    auto page = a.call(lambda::ListVersionsByFunction{.functionName = text_of(r, "FunctionName"), .marker = marker, .maxItems = {}});
    for (auto& v : page.versions.value_or(std::vector<lambda::FunctionConfiguration>{})) {
      const std::int64_t number = std::atoll(v.version.value_or("").c_str());
      if (v.version == "$LATEST") latest = v;
      else if (number > highest) {
        highest = number;
        last = v;
      }
    }
    marker = page.nextMarker;
  } while (marker);
  if (highest > 0 && same_function(latest, last))
    throw ApiError{"AlreadyExists", 400, "A version for this Lambda function exists ( " + std::to_string(highest) + " ). Modify the function to create a new version."};
}

void make_version(Acting& a, const Resource& r) {
  refuse(r, {"FunctionScalingConfig", "ProvisionedConcurrencyConfig", "RuntimePolicy"});
  refuse_unchanged(a, r);
  a.make(request<lambda::PublishVersion>(r), [](auto& made) { return made.functionArn.value_or(""); });
}
void settle_version(Acting&, Resource& r) {
  set(r, "FunctionArn", r.physical_id);
  set(r, "Version", version_number(r));
}
void update_version(Acting& a, Resource& r, const Resource&) {
  refuse(r, {"FunctionScalingConfig"});
  settle_version(a, r);
}
void remove_version(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(lambda::DeleteFunction{r.physical_id, {}}); });
}

// ---- AWS::Lambda::Alias

constexpr auto& kAlias = properties<"Description FunctionName*! FunctionVersion* Name*! ProvisionedConcurrencyConfig RoutingConfig">;

// Weights are a list in templates, a map in the API.
lambda::AliasRoutingConfiguration routing_of(const Resource& r) {
  lambda::AliasRoutingConfiguration out{.additionalVersionWeights = std::map<std::string, double>{}};
  const Value* routing = given(r, "RoutingConfig");
  const Value* weights = routing ? routing->find("AdditionalVersionWeights") : nullptr;
  if (weights)
    for (auto& each : weights->items)
      if (const Value* weight = each.find("FunctionWeight"))
        (*out.additionalVersionWeights)[each.text_of("FunctionVersion")] = filled<double>(*weight, Spot{r} / "RoutingConfig" / "AdditionalVersionWeights");
  return out;
}
template <class Q> Q alias_request(const Resource& r) {
  refuse(r, {"ProvisionedConcurrencyConfig"});
  Resource plain = r;
  plain.properties.erase("RoutingConfig");
  return request<Q>(plain);
}
void make_alias(Acting& a, const Resource& r) {
  auto q = alias_request<lambda::CreateAlias>(r);
  if (is_given(r, "RoutingConfig")) q.routingConfig = routing_of(r);
  a.make(q, [](auto& made) { return made.aliasArn.value_or(""); });
}
void settle_alias(Acting&, Resource& r) { set(r, "AliasArn", r.physical_id); }
void update_alias(Acting& a, Resource& r, const Resource& before) {
  auto q = alias_request<lambda::UpdateAlias>(r);
  if (changed(r, before, "RoutingConfig")) q.routingConfig = routing_of(r);
  if (!q.description && is_given(before, "Description")) q.description.emplace();
  a.call(q);
  settle_alias(a, r);
}
void remove_alias(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(lambda::DeleteAlias{text_of(r, "FunctionName"), text_of(r, "Name")}); });
}

// ---- AWS::Lambda::Permission

constexpr auto& kPermission = properties<"Action*! EventSourceToken! FunctionName*! FunctionUrlAuthType! InvokedViaFunctionUrl! Principal*! PrincipalOrgID! "
                                         "SourceAccount! SourceArn!">;

void make_permission(Acting& a, const Resource& r) {
  auto q = request<lambda::AddPermission>(r);
  q.statementId = generated_name(r, 100);
  a.make(q, [&](auto&) { return std::string(q.statementId); });
}
void settle_permission(Acting&, Resource& r) { set(r, "Id", r.physical_id); }
void remove_permission(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(lambda::RemovePermission{text_of(r, "FunctionName"), r.physical_id, {}, {}}); });
}

// ---- AWS::Lambda::EventInvokeConfig

constexpr auto& kInvoke = properties<"DestinationConfig FunctionName*! MaximumEventAgeInSeconds MaximumRetryAttempts Qualifier*!">;

void make_invoke(Acting& a, const Resource& r) {
  if (exists([&] { a.call(lambda::GetFunctionEventInvokeConfig{text_of(r, "FunctionName"), lambda::Qualifier(text_of(r, "Qualifier"))}); }))
    throw already_exists(r, text_of(r, "FunctionName") + "|" + text_of(r, "Qualifier"));
  a.make(request<lambda::PutFunctionEventInvokeConfig>(r), [&](auto&) { return text_of(r, "FunctionName") + "|" + text_of(r, "Qualifier"); });
}
void update_invoke(Acting& a, Resource& r, const Resource&) { a.call(request<lambda::PutFunctionEventInvokeConfig>(r)); }
void remove_invoke(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(lambda::DeleteFunctionEventInvokeConfig{text_of(r, "FunctionName"), lambda::Qualifier(text_of(r, "Qualifier"))}); });
}

// ---- AWS::Lambda::EventSourceMapping

constexpr auto& kMapping = properties<"AmazonManagedKafkaEventSourceConfig BatchSize BisectBatchOnFunctionError DestinationConfig DocumentDBEventSourceConfig "
                                      "Enabled EventSourceArn! FilterCriteria FunctionName* FunctionResponseTypes KmsKeyArn LoggingConfig "
                                      "MaximumBatchingWindowInSeconds MaximumRecordAgeInSeconds MaximumRetryAttempts MetricsConfig ParallelizationFactor "
                                      "ProvisionedPollerConfig Queues ScalingConfig SelfManagedEventSource! SelfManagedKafkaEventSourceConfig "
                                      "SourceAccessConfigurations StartingPosition! StartingPositionTimestamp! Tags Topics TumblingWindowInSeconds">;

void make_mapping(Acting& a, const Resource& r) {
  refuse(r, {"Tags"});                           // Lambda's mappings have none here, neither the stack's
  a.make(request<lambda::CreateEventSourceMapping>(r), [](auto& made) { return made.uUID.value_or(""); });
}
void settle_mapping(Acting& a, Resource& r) {
  set(r, "Id", r.physical_id);
  set(r, "EventSourceMappingArn", arn(a, "lambda", "event-source-mapping:" + r.physical_id));
}
void update_mapping(Acting& a, Resource& r, const Resource& before) {
  refuse(r, {"Tags"});
  auto q = request<lambda::UpdateEventSourceMapping>(r);
  q.uUID = r.physical_id;
  if (!q.enabled && is_given(before, "Enabled")) q.enabled = true;
  if (!q.filterCriteria && is_given(before, "FilterCriteria")) q.filterCriteria.emplace();
  a.call(q);
  settle_mapping(a, r);
}
void remove_mapping(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(lambda::DeleteEventSourceMapping{r.physical_id}); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::Lambda::Version", .properties = kVersion, .attributes = names<"FunctionArn Version">,
     .make = make_version, .settle = settle_version, .update = update_version, .remove = remove_version},
    {.name = "AWS::Lambda::Alias", .properties = kAlias, .attributes = names<"AliasArn">,
     .make = make_alias, .settle = settle_alias, .update = update_alias, .remove = remove_alias},
    {.name = "AWS::Lambda::Permission", .properties = kPermission, .attributes = names<"Id">,
     .make = make_permission, .settle = settle_permission, .update = nullptr, .remove = remove_permission},
    {.name = "AWS::Lambda::EventInvokeConfig", .properties = kInvoke, .attributes = {},
     .make = make_invoke, .settle = leave_nothing, .update = update_invoke, .remove = remove_invoke},
    {.name = "AWS::Lambda::EventSourceMapping", .properties = kMapping, .attributes = names<"EventSourceMappingArn Id">,
     .make = make_mapping, .settle = settle_mapping, .update = update_mapping, .remove = remove_mapping},
};

}  // namespace

Types lambda_version_types() { return kTypes; }

}  // namespace cloudformation::resources
