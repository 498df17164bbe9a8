#include "services/ssm/put.h"

#include <re2/re2.h>

#include "services/ssm/policies.h"
#include "services/ssm/sealing.h"
#include "services/ssm/settings.h"
#include "services/ssm/tags.h"

namespace ssm {
namespace {

constexpr std::size_t kStandardBytes = 4096, kAdvancedBytes = 8192;
constexpr std::int64_t kKeptVersions = 100;
constexpr std::string_view kTiersGuide = "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html";

void check_value(const std::string& value) {
  if (value.empty())
    throw invalid("1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.");
  std::size_t open = value.find("{{");
  if (open != value.npos && value.find("}}", open) != value.npos)
    throw invalid("Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.");
}

void check_pattern(const std::string& pattern, const std::string& value) {
  if (pattern.empty()) return;
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  RE2 compiled(pattern, options);
  if (!compiled.ok())
    throw ApiError{"InvalidAllowedPatternException", 400, "The request does not meet the regular expression requirement: " + compiled.error()};
  if (!RE2::PartialMatch(value, compiled))
    throw ApiError{"ParameterPatternMismatchException", 400, "Parameter value, cannot be validated against allowedPattern: " + pattern};
}

void check_data_type(const std::string& type) {
  if (type == "text") return;
  if (type == "aws:ec2:image" || type == "aws:ssm:integration")
    throw invalid("The data type " + type + " names resources that are not part of this server.");
  throw invalid("The following data type is not supported: " + type + " (Data type names are all lowercase.)");
}

// Made once, an advanced parameter stays one.
std::string tier_of(const PutParameter& q, const VersionRecord* before, bool policies, Call& call) {
  std::string tier = q.tier ? std::string(*q.tier) : before && before->tier == kAdvanced ? std::string(kAdvanced) : setting(call, kDefaultTier);
  const bool large = q.value.size() > kStandardBytes;
  if (tier == kIntelligent) tier = large || policies || (before && before->tier == kAdvanced) ? kAdvanced : kStandard;
  if (tier == kStandard && before && before->tier == kAdvanced)
    throw invalid("This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. "
                  "If necessary, you can delete the advanced parameter and recreate it as a standard parameter.");
  if (tier == kStandard && large)
    throw invalid("Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the "
                  "advanced-parameter tier. For more information, see " + std::string(kTiersGuide));
  if (tier == kAdvanced && q.value.size() > kAdvancedBytes)
    throw invalid("Advanced tier parameters support a maximum parameter value of 8192 characters.");
  if (tier == kStandard && policies) throw invalid("Parameter policies can be assigned only to parameters of the advanced-parameter tier.");
  return tier;
}

// A hundred versions are kept; one with a label is not pushed out.
void push_out_oldest(const ParameterRecord& p, Call& call) {
  const std::int64_t oldest = p.version - kKeptVersions;
  auto rows = versions(call, call.scope());
  const std::string key = version_key(p.name, oldest);
  auto v = oldest > 0 ? rows.get(key) : std::nullopt;
  if (!v) return;
  if (!v->labels.empty())
    throw ApiError{"ParameterMaxVersionLimitExceeded", 400,
                   "You attempted to create a new version of " + p.name + " by calling the PutParameter API with the overwrite flag. Version " + std::to_string(oldest) +
                       ", the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again."};
  rows.erase(key);
}

void check_request(const PutParameter& q, const Found& p, Call& call) {
  if (auto fault = name_fault(p.name, parameter_arn(call.house(), p.at, "/").size()))
    throw ApiError{std::string(fault->code), 400, fault->text};
  check_value(q.value);
  const bool overwrite = q.overwrite.value_or(false);
  if (p.stored && !overwrite)
    throw ApiError{"ParameterAlreadyExists", 400, "The parameter already exists. To overwrite this value, set the overwrite option in the request to true."};
  if (overwrite && q.tags && !q.tags->empty())
    throw invalid("Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing "
                  "parameter, please use AddTagsToResource or RemoveTagsFromResource.");
  if (!p.stored && !q.type) throw invalid("A parameter type is required when you create a parameter.");
}

// What the new version says beside its value; what the request does not say stays as it was.
VersionRecord described(const PutParameter& q, const VersionRecord* before, Call& call) {
  VersionRecord v;
  v.type = q.type ? std::string(*q.type) : before->type;
  if (v.type != kSecure && q.keyId) throw invalid("KeyId is required for SecureString type parameter only.");
  if (v.type == kSecure) v.key_id = q.keyId ? std::string(*q.keyId) : std::string(kDefaultKey);
  v.modified = call.now();
  v.modified_by = call.caller().identity.arn.empty() ? call.caller().service : call.caller().identity.arn;
  v.description = q.description ? std::string(*q.description) : before ? before->description : "";
  v.allowed_pattern = q.allowedPattern ? std::string(*q.allowedPattern) : before ? before->allowed_pattern : "";
  v.data_type = q.dataType && !q.dataType->empty() ? std::string(*q.dataType) : before ? before->data_type : "text";
  check_data_type(v.data_type);
  check_pattern(v.allowed_pattern, q.value);
  return v;
}

}  // namespace

std::vector<Access> to_put_parameter(const PutParameter& q, Call& call) {
  Found p = find_own(call, q.name);
  ConditionKeys keys{{"ssm:Overwrite", {q.overwrite.value_or(false) ? "true" : "false"}}};
  if (q.policies) keys.push_back({"ssm:Policies", {*q.policies}});
  if (q.dataType) keys.push_back({"ssm:DataType", {*q.dataType}});
  if (q.tags) for (auto& key : tag_keys(*q.tags)) keys.push_back(std::move(key));
  std::vector<Access> out;
  out.push_back(to_parameter("ssm:PutParameter", p, call, std::move(keys)));
  if (q.tags && !q.tags->empty()) out.push_back(to_parameter("ssm:AddTagsToResource", p, call, tag_keys(*q.tags)));
  return out;
}

PutParameterResult put_parameter(const PutParameter& q, Call& call) {
  Found p = find_own(call, q.name);
  check_request(q, p, call);
  std::optional<VersionRecord> before;
  if (p.stored) before = latest(call, p.at, *p.stored);
  ParameterRecord record = p.stored ? *p.stored : ParameterRecord{.name = p.name, .created = call.now()};
  VersionRecord v = described(q, before ? &*before : nullptr, call);
  if (q.policies) record.policies = read_policies(*q.policies, call.now());
  else begin_anew(record.policies, call.now());
  v.tier = tier_of(q, before ? &*before : nullptr, !record.policies.empty(), call);
  if (q.tags) add_tags(record.tags, *q.tags, call);
  ++record.version;
  push_out_oldest(record, call);
  seal(call, p.at, p.name, v, q.value);
  versions(call, p.at).put(version_key(p.name, record.version), v);
  save(call.txn(), p.at, p.stored ? &*p.stored : nullptr, record);
  tell_change(call.house(), call.txn(), p.at, call.now(), p.stored ? Change::update : Change::create, p.name, v);
  show_resource(call, p);
  return {record.version, v.tier};
}

}  // namespace ssm
