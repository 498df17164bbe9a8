#include "services/lambda/configuration.h"

#include "base/arn.h"
#include "base/crypto.h"
#include "base/json.h"
#include "services/kms/api.h"
#include "services/lambda/archive.h"
#include "services/lambda/layers.h"
#include "services/sts/api.h"

namespace lambda {
namespace {

constexpr std::size_t kMostEnvironment = 4096, kMostLayers = 5;
constexpr std::string_view kService = "lambda.amazonaws.com";

std::vector<std::string> texts(const auto& from) { return {from.begin(), from.end()}; }
std::optional<std::string> text(const auto& from) {
  if constexpr (requires { from.has_value(); }) return from ? std::optional<std::string>(*from) : std::nullopt;
  else return std::string(from);
}

template <class Q> void refuse_what_is_not_built(const Q& q) {
  if (q.vpcConfig && ((q.vpcConfig->subnetIds && !q.vpcConfig->subnetIds->empty()) || (q.vpcConfig->securityGroupIds && !q.vpcConfig->securityGroupIds->empty())))
    throw not_supported("VpcConfig");
  if (q.fileSystemConfigs && !q.fileSystemConfigs->empty()) throw not_supported("FileSystemConfigs");
  if (q.imageConfig) throw not_supported("ImageConfig");
  if (q.capacityProviderConfig) throw not_supported("CapacityProviderConfig");
  if (q.durableConfig) throw not_supported("DurableConfig");
  if (q.tracingConfig && q.tracingConfig->mode == "Active") throw not_supported("TracingConfig with Mode Active (AWS X-Ray)");
  if (q.snapStart && q.snapStart->applyOn == "PublishedVersions") throw not_supported("SnapStart");
}

void check_runtime(const std::string& runtime) {
  if (runtime.starts_with("provided")) return;
  const bool old = runtime == "python2.7" || runtime == "python3.6" || runtime == "nodejs" || runtime == "nodejs4.3" || runtime == "nodejs4.3-edge" ||
                   runtime == "nodejs6.10" || runtime == "nodejs8.10" || runtime == "nodejs10.x" || runtime == "nodejs12.x";
  if (old)
    throw invalid("The runtime parameter of " + runtime + " is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime " +
                  "while creating or updating functions.");
  if (!runtime.starts_with("python") && !runtime.starts_with("nodejs")) throw not_supported("The runtime " + runtime);
}

void check_environment(const Words& environment) {
  static constexpr auto kReserved = std::to_array<std::string_view>(
      {"_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
       "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
       "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"});
  std::size_t bytes = 0;
  std::string reserved;
  for (auto& [key, value] : environment) {
    bytes += key.size() + value.size();
    if (!fits(key, "[a-zA-Z]([a-zA-Z0-9_])+") && std::find(kReserved.begin(), kReserved.end(), key) == kReserved.end())
      throw ApiError{"ValidationException", 400, "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: "
                                                 "[Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]"};
    if (value.find('\0') != value.npos) throw invalid("Environment variables must not contain NUL characters.");
    if (std::find(kReserved.begin(), kReserved.end(), key) != kReserved.end()) reserved += (reserved.empty() ? "" : ",") + key;
  }
  if (!reserved.empty())
    throw invalid("Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are "
                  "currently not supported for modification. Reserved keys used in this request: " + reserved);
  if (bytes > kMostEnvironment)
    throw invalid("Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.");
}

std::string bound(const Scope& at, const Version& v) { return store::joined(at.account, at.region, v.name); }

kms::EncryptionContext kms_context(const Scope& at, const Version& v, const House& house) {
  return {{"aws:lambda:FunctionArn", function_arn(house, at, v.name)}};
}

// Sealed under a key of the house, or encrypted by KMS as the caller where the function has a key.
std::string kept_environment(const Words& environment, const Version& v, Call& call) {
  if (environment.empty()) return {};
  std::string json;
  base::JsonWriter w(json);
  w.open('{');
  for (auto& [key, value] : environment) w.key(key).text(value);
  w.close('}');
  if (v.kms_key.empty()) return base::seal(call.house().key_for("lambda.environment"), json, bound(call.scope(), v));
  kms::Encrypt encrypt;
  encrypt.keyId = v.kms_key;
  encrypt.plaintext.bytes = json;
  encrypt.encryptionContext = kms_context(call.scope(), v, call.house());
  try {
    return call.via(kService).ask(encrypt).ciphertextBlob.bytes;
  } catch (const ApiError& e) {
    if (e.record_code == "AccessDenied")
      throw ApiError{"KMSAccessDeniedException", 502, "Lambda was unable to encrypt the environment variables because KMS access was denied. KMS Exception: " + e.code +
                                                          " KMS Message: " + e.message};
    throw invalid("Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. Please check your KMS key settings. "
                  "KMS Exception: " + e.code + " KMS Message: " + e.message);
  }
}

void check_role(const std::string& role, const Version& v, Call& call) {
  sts::AssumeRole assume;
  assume.roleArn = role;
  assume.roleSessionName = "lambda";
  if (!call.as(acting_for(call.house(), call.scope(), v.name)).may(assume)) throw invalid("The role defined for the function cannot be assumed by Lambda.");
}

void check_most(const std::optional<std::int64_t>& value, std::int64_t most, std::string_view name) {
  if (value && *value > most)
    throw ApiError{"ValidationException", 400, "1 validation error detected: Value '" + std::to_string(*value) + "' at '" + std::string(name) +
                                                   "' failed to satisfy constraint: Member must have value less than or equal to " + std::to_string(most)};
}

void apply_logging(const LoggingConfig& l, Version& v) {
  if (l.logFormat == "JSON") throw not_supported("LoggingConfig with LogFormat JSON");
  if (l.applicationLogLevel || l.systemLogLevel) throw invalid("Log levels can only be set for functions with LogFormat JSON.");
  if (l.logGroup) v.log_group = *l.logGroup;
}

void apply_layers(const std::vector<std::string>& arns, Version& v, Call& call) {
  if (arns.size() > kMostLayers) throw invalid("Cannot reference more than 5 layers.");
  std::vector<LayerUse> layers;
  for (auto& arn : arns) {
    auto found = find_layer(arn, call);
    if (!found) throw invalid("Layer version " + arn + " does not exist.");
    const auto layer = arn.substr(0, arn.rfind(':'));
    for (auto& other : layers)
      if (other.arn.substr(0, other.arn.rfind(':')) == layer)
        throw invalid("Two different versions of the same layer are not allowed to be referenced in the same function. " + other.arn + " and " + arn +
                      " are versions of the same layer.");
    layers.push_back({arn, found->archive});
  }
  v.layers = std::move(layers);
}

void apply_dead_letter(const DeadLetterConfig& d, Version& v) {
  const std::string arn = d.targetArn.value_or("");
  auto parsed = base::parse_arn(arn);
  if (!arn.empty() && (!parsed || (parsed->service != "sqs" && parsed->service != "sns")))
    throw invalid("The provided dead letter target " + arn + " is neither an SQS queue nor an SNS topic.");
  v.dead_letter = arn;
}

}  // namespace

template <class Q> Wishes wishes_of(const Q& q) {
  refuse_what_is_not_built(q);
  Wishes w;
  w.role = text(q.role);
  w.handler = text(q.handler);
  w.description = text(q.description);
  w.runtime = text(q.runtime);
  w.kms_key = text(q.kMSKeyArn);
  if (q.tracingConfig) w.tracing = text(q.tracingConfig->mode);
  if (q.snapStart) w.snap_start = text(q.snapStart->applyOn);
  if (q.timeout) w.timeout = q.timeout->value;
  if (q.memorySize) w.memory = q.memorySize->value;
  w.dead_letter = q.deadLetterConfig;
  if (q.environment) w.environment = q.environment->variables ? Words(*q.environment->variables) : Words();
  if (q.layers) w.layers = texts(*q.layers);
  w.ephemeral = q.ephemeralStorage;
  w.logging = q.loggingConfig;
  return w;
}
template Wishes wishes_of(const CreateFunction&);
template Wishes wishes_of(const UpdateFunctionConfiguration&);

void apply(const Wishes& w, Version& v, Call& call) {
  check_most(w.timeout, 900, "timeout");
  check_most(w.memory, 10240, "memorySize");
  if (w.runtime) check_runtime(v.runtime = *w.runtime);
  if (w.handler) v.handler = *w.handler;
  if (w.description) v.description = *w.description;
  if (w.timeout) v.timeout = *w.timeout;
  if (w.memory) v.memory = *w.memory;
  if (w.tracing) v.tracing = *w.tracing;
  if (w.snap_start) v.snap_start = *w.snap_start;
  if (w.ephemeral) v.ephemeral = w.ephemeral->size;
  if (w.logging) apply_logging(*w.logging, v);
  if (w.dead_letter) apply_dead_letter(*w.dead_letter, v);
  if (w.role) check_role(v.role = *w.role, v, call);
  if (w.layers) apply_layers(*w.layers, v, call);
  if (w.environment) check_environment(*w.environment);
  const bool other_key = w.kms_key && *w.kms_key != v.kms_key;
  if (!w.environment && !other_key) return;
  Words environment = w.environment ? *w.environment : environment_of(v, call.scope(), call);
  if (w.kms_key) v.kms_key = *w.kms_key;
  v.environment = kept_environment(environment, v, call);
}

void check_size(const Version& v) {
  std::int64_t bytes = v.code.unpacked;
  for (auto& layer : v.layers) bytes += layer.archive.unpacked;
  if (bytes > kMostUnpacked)
    throw invalid("Function code combined with layers exceeds the maximum allowed size of " + std::to_string(kMostUnpacked) + " bytes. The actual size is " +
                  std::to_string(bytes) + " bytes.");
}

Words environment_of(const Version& v, const Scope& at, Call& call) {
  if (v.environment.empty()) return {};
  std::string json;
  if (v.kms_key.empty()) {
    json = base::open(call.house().key_for("lambda.environment"), v.environment, bound(at, v)).value_or("{}");
  } else {
    kms::Decrypt decrypt;
    decrypt.ciphertextBlob.emplace().bytes = v.environment;
    decrypt.encryptionContext = kms_context(at, v, call.house());
    json = call.via(kService).ask(decrypt).plaintext.bytes;
  }
  Words out;
  auto parsed = base::parse_json(json);
  simdjson::dom::object object;
  if (!parsed || parsed->get(object)) return out;
  for (auto [key, value] : object)
    if (std::string_view t; !value.get(t)) out[std::string(key)] = t;
  return out;
}

void add_role(const std::optional<std::string>& role, const std::string& arn, std::vector<Access>& out, const Call& call) {
  if (!role) return;
  auto parsed = base::parse_arn(*role);
  if (!parsed || parsed->service != "iam" || !parsed->resource.starts_with("role/")) return;       // refused by its form
  if (parsed->account != call.scope().account) throw ApiError{"AccessDeniedException", 403, "Cross-account pass role is not allowed.", "AccessDenied"};
  out.push_back({.action = "iam:PassRole", .resource = *role, .keys = {{"iam:PassedToService", {std::string(kService)}}, {"iam:AssociatedResourceArn", {arn}}}});
}

void add_layers(const std::optional<std::vector<std::string>>& layers, std::vector<Access>& out, Call& call) {
  if (!layers) return;
  if (!layers->empty()) out[0].keys.push_back({"lambda:Layer", *layers});
  for (auto& arn : *layers) out.push_back(on_layer_version("lambda:GetLayerVersion", arn, call));
}

FunctionConfiguration shown(const Version& v, const Scope& at, std::string_view qualifier, Call& call) {
  FunctionConfiguration out;
  out.functionName = v.name;
  out.functionArn = function_arn(call.house(), at, v.name, qualifier);
  if (!v.runtime.empty()) out.runtime = v.runtime;
  out.role = v.role;
  if (!v.handler.empty()) out.handler = v.handler;
  out.codeSize = v.code.size;
  out.description = v.description;
  out.timeout = v.timeout;
  out.memorySize = v.memory;
  out.lastModified = lambda_time(v.modified);
  out.codeSha256 = v.code.sha256;
  out.version = v.version;
  if (!v.dead_letter.empty()) out.deadLetterConfig = DeadLetterConfig{v.dead_letter};
  if (!v.environment.empty()) {
    auto& environment = out.environment.emplace();
    try {
      environment.variables = Secret<Words>(environment_of(v, at, call));
    } catch (const ApiError& e) {
      environment.error = EnvironmentError{e.code, "Lambda was unable to decrypt your environment variables because the KMS access was denied. Please check your KMS permissions. "
                                                   "KMS Exception: " + e.code + " KMS Message: " + e.message};
    }
  }
  if (!v.kms_key.empty()) out.kMSKeyArn = v.kms_key;
  out.tracingConfig = TracingConfigResponse{v.tracing};
  out.revisionId = v.revision;
  for (auto& layer : v.layers) (out.layers ? *out.layers : out.layers.emplace()).push_back({layer.arn, layer.archive.size});
  out.state = v.state;
  if (v.state == "Pending") {
    out.stateReason = "The function is being created.";
    out.stateReasonCode = "Creating";
  } else if (v.state == "Failed") {
    out.stateReason = v.reason;
    out.stateReasonCode = "InvalidZipFileException";
  } else {
    out.lastUpdateStatus = v.update;
    if (v.update == "InProgress") {
      out.lastUpdateStatusReason = "The function is being created.";
      out.lastUpdateStatusReasonCode = "Creating";
    } else if (v.update == "Failed") {
      out.lastUpdateStatusReason = v.reason;
      out.lastUpdateStatusReasonCode = "InvalidZipFileException";
    }
  }
  out.packageType = "Zip";
  out.architectures = std::vector<std::string>{v.architecture};
  out.ephemeralStorage = EphemeralStorage{{v.ephemeral}};
  out.snapStart = SnapStartResponse{v.snap_start, "Off"};
  LoggingConfig logging;
  logging.logFormat = v.log_format;
  logging.logGroup = v.log_group.empty() ? "/aws/lambda/" + v.name : v.log_group;
  out.loggingConfig = std::move(logging);
  return out;
}

std::string new_revision() { return base::uuid(); }

std::string lambda_time(base::Time t) {
  std::string out = base::iso_millis(t);
  out.pop_back();
  return out + "+0000";
}

service::PrincipalPtr acting_for(const House& house, const Scope& at, std::string_view name) {
  return service::service_principal(kService, function_arn(house, at, name), at.account);
}

}  // namespace lambda
