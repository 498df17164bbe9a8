#include "services/logs/api.h"

#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::Logs::LogGroup

constexpr auto& kGroup = properties<"BearerTokenAuthenticationEnabled DataProtectionPolicy DeletionProtectionEnabled FieldIndexPolicies KmsKeyId LogGroupClass "
                                    "LogGroupName! ResourcePolicyDocument RetentionInDays Tags">;

std::string group_arn(const Acting& a, const Resource& r) { return arn(a, "logs", "log-group:" + r.physical_id); }
void leave_group_attributes(Acting& a, Resource& r) { set(r, "Arn", group_arn(a, r) + ":*"); }

void make_group(Acting& a, const Resource& r) {
  refuse(r, {"BearerTokenAuthenticationEnabled", "DataProtectionPolicy", "FieldIndexPolicies"});
  auto q = request<logs::CreateLogGroup>(r);
  q.logGroupName = own_name(r, "LogGroupName", 512);
  if (auto tags = tags_of(r, Marks::system); !tags.empty()) q.tags = logs::Tags(tags.begin(), tags.end());
  a.make(q, [&](auto&) { return std::string(q.logGroupName); });
}

void set_retention(Acting& a, const Resource& r) {
  if (auto days = filled<std::int64_t>(r, "RetentionInDays")) a.call(logs::PutRetentionPolicy{r.physical_id, *days});
  else a.call(logs::DeleteRetentionPolicy{r.physical_id});
}
void set_group_policy(Acting& a, const Resource& r) {
  if (auto text = maybe_text_of(r, "ResourcePolicyDocument"))
    a.call(logs::PutResourcePolicy{.policyName = {}, .policyDocument = *text, .resourceArn = group_arn(a, r), .expectedRevisionId = {}});
  else
    unless_gone([&] { a.call(logs::DeleteResourcePolicy{.policyName = {}, .resourceArn = group_arn(a, r), .expectedRevisionId = {}}); });
}

void settle_group(Acting& a, Resource& r) {
  if (is_given(r, "RetentionInDays")) set_retention(a, r);
  if (is_given(r, "ResourcePolicyDocument")) set_group_policy(a, r);
  leave_group_attributes(a, r);
}

void update_group(Acting& a, Resource& r, const Resource& before) {
  refuse(r, {"BearerTokenAuthenticationEnabled", "DataProtectionPolicy", "FieldIndexPolicies"});
  if (changed(r, before, "LogGroupClass")) throw ApiError{"InvalidRequest", 400, "LogGroupClass cannot be changed after the log group is created."};
  if (changed(r, before, "RetentionInDays")) set_retention(a, r);
  if (changed(r, before, "KmsKeyId")) {
    if (auto key = maybe_text_of(r, "KmsKeyId")) a.call(logs::AssociateKmsKey{.logGroupName = r.physical_id, .kmsKeyId = *key, .resourceIdentifier = {}});
    else a.call(logs::DisassociateKmsKey{.logGroupName = r.physical_id, .resourceIdentifier = {}});
  }
  if (changed(r, before, "DeletionProtectionEnabled"))
    a.call(logs::PutLogGroupDeletionProtection{r.physical_id, flag_of(r, "DeletionProtectionEnabled", false)});
  if (changed(r, before, "ResourcePolicyDocument")) set_group_policy(a, r);
  auto tags = tag_change(r, before, Marks::system);
  if (!tags.removed.empty()) a.call(logs::UntagResource{group_arn(a, r), as<logs::TagKey>(tags.removed)});
  if (!tags.put.empty()) a.call(logs::TagResource{group_arn(a, r), logs::Tags(tags.put.begin(), tags.put.end())});
  leave_group_attributes(a, r);
}

void remove_group(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(logs::DeleteLogGroup{r.physical_id}); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::Logs::LogGroup", .properties = kGroup, .attributes = names<"Arn">,
     .make = make_group, .settle = settle_group, .update = update_group, .remove = remove_group},
};

}  // namespace

Types logs_types() { return kTypes; }

}  // namespace cloudformation::resources
