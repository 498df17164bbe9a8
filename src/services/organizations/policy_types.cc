#include "services/organizations/policy_types.h"

#include <algorithm>

#include "policy/document.h"
#include "services/organizations/errors.h"
#include "services/organizations/inheritance.h"

namespace organizations {

namespace {

constexpr PolicyKind kKinds[] = {{"SERVICE_CONTROL_POLICY", 5120, 5, 10'000, "", false},
                                 {"RESOURCE_CONTROL_POLICY", 5120, 5, 1'000, "", false},
                                 {"TAG_POLICY", 10'000, 10, 1'000, "tags"},
                                 {"BACKUP_POLICY", 10'000, 10, 1'000, "plans"},
                                 {"AISERVICES_OPT_OUT_POLICY", 2500, 5, 1'000, "services"},
                                 {"CHATBOT_POLICY", 10'000, 5, 1'000, "chatbot"},
                                 {"DECLARATIVE_POLICY_EC2", 10'000, 10, 1'000, "ec2_attributes"},
                                 {"SECURITYHUB_POLICY", 10'000, 10, 1'000, "securityhub"},
                                 {"INSPECTOR_POLICY", 10'000, 10, 1'000, "inspector"},
                                 {"UPGRADE_ROLLOUT_POLICY", 10'000, 10, 1'000, "upgrade_rollout"},
                                 {"BEDROCK_POLICY", 10'000, 10, 1'000, "bedrock"},
                                 {"S3_POLICY", 10'000, 10, 1'000, "s3_attributes"},
                                 {"NETWORK_SECURITY_DIRECTOR_POLICY", 10'000, 10, 1'000, ""}};

std::size_t characters(std::string_view text) {
  return std::size_t(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

const PolicyKind* kind_of(std::string_view type) {
  for (auto& kind : kKinds) if (kind.type == type) return &kind;
  return nullptr;
}

void check_content(std::string_view type, std::string_view content) {
  auto& kind = *kind_of(type);
  if (characters(content) > kind.characters)
    throw constraint("POLICY_CONTENT_LIMIT_EXCEEDED", "You have exceeded the maximum policy size of " + std::to_string(kind.characters) + " characters.");
  std::optional<std::string> fault;
  if (kind.inherits) fault = inheritance_fault(type, kind.root, content);
  else fault = policy::fault(content, type == "SERVICE_CONTROL_POLICY" ? policy::Kind::scp : policy::Kind::rcp);
  if (!fault) return;
  std::string message = "The provided policy document does not meet the requirements of the specified policy type.";
  if (!fault->empty()) message += " " + *fault;
  throw refusal("MalformedPolicyDocumentException", message);
}

}  // namespace organizations
