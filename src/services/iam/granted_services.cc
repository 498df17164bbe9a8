#include "services/iam/granted_services.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "policy/evaluate.h"
#include "policy/values.h"

namespace iam {
namespace {

using base::JsonValue;
using Object = simdjson::dom::object;

bool everything(const Object& statement) {
  JsonValue value;
  if (statement.at_key("Resource").get(value)) return false;
  auto texts = policy::scalars(value);
  return texts && std::find(texts->begin(), texts->end(), "*") != texts->end();
}

// A statement as it may apply at its widest: an Allow on anything under any condition. A Deny only where it denies
// everything unconditionally, since otherwise something may remain.
void relax(JsonValue json, base::JsonWriter& w) {
  Object statement;
  std::string_view effect;
  if (json.get(statement) || statement.at_key("Effect").get(effect)) return;
  bool conditional = !statement.at_key("Condition").error();
  if (effect == "Deny" && (conditional || !everything(statement))) return;
  w.open('{').key("Effect").text(effect).key("Resource").text("*");
  for (const char* name : {"Action", "NotAction"}) {
    JsonValue value;
    if (!statement.at_key(name).get(value)) w.key(name).raw(simdjson::minify(value));
  }
  w.close('}');
}

std::string relaxed(const std::string& document) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("Version").text("2012-10-17").key("Statement").open('[');
  auto parsed = base::parse_json(document);
  JsonValue value;
  if (parsed && !parsed->at_key("Statement").get(value)) {
    simdjson::dom::array list;
    if (value.get(list)) relax(value, w);
    else for (auto one : list) relax(one, w);
  }
  w.close(']').close('}');
  return out;
}

// What policies may name beside operations.
constexpr std::array kFurther = {
    "iam:PassRole", "kms:ReEncryptFrom", "kms:ReEncryptTo", "logs:Unmask", "sts:SetSourceIdentity", "sts:TagSession",
    "s3:BypassGovernanceRetention", "s3:DeleteObjectVersion", "s3:DeleteObjectVersionTagging", "s3:GetAccelerateConfiguration", "s3:GetBucketCORS",
    "s3:GetBucketNotification", "s3:GetBucketObjectLockConfiguration", "s3:GetBucketPublicAccessBlock", "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration", "s3:GetObjectVersion", "s3:GetObjectVersionAcl", "s3:GetObjectVersionAttributes", "s3:GetObjectVersionTagging",
    "s3:GetReplicationConfiguration", "s3:ListAllMyBuckets", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions",
    "s3:ListMultipartUploadParts", "s3:PutBucketCORS", "s3:PutBucketNotification", "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketPublicAccessBlock", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration", "s3:PutObjectVersionAcl",
    "s3:PutObjectVersionTagging", "s3:PutReplicationConfiguration"};

}  // namespace

std::vector<std::string> actions_of(const service::Service& s) {
  std::string begin = std::string(s.name) + ":";
  std::vector<std::string> out;
  for (auto& operation : s.operations) out.push_back(begin + std::string(operation.name));
  for (std::string_view further : kFurther) if (further.starts_with(begin)) out.emplace_back(further);
  return out;
}

std::string_view display_name(std::string_view service) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 13> names = {{{"cloudtrail", "AWS CloudTrail"},
                                                                                    {"cloudtrail-data", "AWS CloudTrail Data"},
                                                                                    {"events", "Amazon EventBridge"},
                                                                                    {"iam", "AWS Identity and Access Management"},
                                                                                    {"kms", "AWS Key Management Service"},
                                                                                    {"logs", "Amazon CloudWatch Logs"},
                                                                                    {"organizations", "AWS Organizations"},
                                                                                    {"s3", "Amazon S3"},
                                                                                    {"secretsmanager", "AWS Secrets Manager"},
                                                                                    {"sns", "Amazon SNS"},
                                                                                    {"sqs", "Amazon SQS"},
                                                                                    {"ssm", "AWS Systems Manager"},
                                                                                    {"sts", "AWS Security Token Service"}}};
  for (auto& [name, title] : names) if (name == service) return title;
  return service;
}

Grants::Grants(const std::vector<std::string>& documents) {
  for (auto& text : documents) documents_.push_back(policy::compile(relaxed(text)));
  for (auto& d : documents_) views_.push_back(d.get());
}

bool Grants::may(std::string_view action) const {
  policy::Context context;
  policy::Inputs in{.identity = views_};
  return policy::evaluate({action, "*", context, {.kind = policy::Caller::Kind::user}}, in).allowed;
}

bool Grants::any_of(const service::Service& s) const {
  auto actions = actions_of(s);
  return std::any_of(actions.begin(), actions.end(), [&](auto& a) { return may(a); });
}

}  // namespace iam
