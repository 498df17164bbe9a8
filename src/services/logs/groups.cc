#include "services/logs/groups.h"

#include "services/logs/logs.h"
#include "services/logs/sealing.h"

namespace logs {
namespace {

constexpr std::array<std::int64_t, 22> kRetentions = {1,   3,   5,   7,   14,   30,   60,   90,   120,  150,  180,
                                                      365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};
constexpr std::int64_t kDeliveryRetention = 2;               // days, of the DELIVERY class

LogGroup description(const Call& call, const Group& g) {
  LogGroup out{.logGroupName = g.name, .creationTime = g.created.ms, .metricFilterCount = g.metric_filters};
  if (g.retention) out.retentionInDays = g.retention;
  out.logGroupArn = group_arn(call.house(), call.scope(), g.name);
  out.arn = out.logGroupArn + ":*";
  if (auto volume = call.in(kVolumes).get(g.id)) out.storedBytes = volume->bytes;
  if (!g.kms_key.empty()) out.kmsKeyId = g.kms_key;
  out.logGroupClass = g.group_class;
  out.deletionProtectionEnabled = g.protected_;
  return out;
}

void set_retention(const Call& call, Group& g, std::int64_t days) {
  g.retention = days;
  auto expiring = call.elsewhere(kExpiring, "");
  if (days) expiring.put(g.id, {call.scope().account, call.scope().region, g.name});
  else expiring.erase(g.id);
}

// Links between accounts do not exist here: a caller sees its own groups.
bool own_account_asked(const Call& call, const Maybe<AccountIds>& accounts, const Maybe<bool>& linked) {
  if (!accounts || accounts->empty() || !linked.value_or(false)) return true;
  return std::find(accounts->begin(), accounts->end(), call.scope().account) != accounts->end();
}

// ^prefix|substring|...
bool name_matches(std::string_view name, std::string_view pattern) {
  for (;;) {
    std::size_t bar = pattern.find('|');
    std::string_view part = pattern.substr(0, bar);
    if (part.starts_with('^') ? name.starts_with(part.substr(1)) : name.find(part) != name.npos) return true;
    if (bar == pattern.npos) return false;
    pattern.remove_prefix(bar + 1);
  }
}

// "!" in front turns it around; "*" at an end stands for anything.
bool tag_value_matches(std::string_view value, std::string_view wanted) {
  const bool without = wanted.starts_with('!');
  if (without) wanted.remove_prefix(1);
  const bool open_front = wanted.starts_with('*'), open_back = wanted.size() > 1 && wanted.ends_with('*');
  if (open_front) wanted.remove_prefix(1);
  if (open_back) wanted.remove_suffix(1);
  bool found = open_front && open_back ? value.find(wanted) != value.npos
               : open_front            ? value.ends_with(wanted)
               : open_back             ? value.starts_with(wanted)
                                       : value == wanted;
  return found != without;
}

bool tags_match(const Group& g, const Maybe<List<TagFilter, 1, 5>>& filters) {
  if (!filters) return true;
  for (auto& f : *filters) {
    auto tag = g.tags.find(f.key);
    if (tag == g.tags.end()) return false;
    if (!f.values || f.values->empty()) continue;
    if (std::none_of(f.values->begin(), f.values->end(), [&](auto& v) { return tag_value_matches(tag->second, v); })) return false;
  }
  return true;
}

Named of_kms(const Call& call, const Maybe<GroupName>& name, const Maybe<ResourceIdentifier>& identifier) {
  if (name.has_value() == identifier.has_value()) throw invalid("Exactly one of logGroupName and resourceIdentifier must be specified.");
  if (name) return {*name, call.scope()};
  if (identifier->find(":query-result:") != identifier->npos) throw invalid("Query results are not part of this server.");
  return named(call, *identifier);
}

void must_be_own(const Call& call, const Named& n) {
  if (n.at.account != call.scope().account || n.at.region != call.scope().region) throw no_group();
}

}  // namespace

bool group_exists(store::Txn& txn, std::string_view account, std::string_view region, const std::string& name) {
  return store::Bound<Group>(txn, kGroups, account, region).has(name);
}

std::vector<Access> to_create_log_group(const CreateLogGroup& q, Call& call) {
  ConditionKeys keys;
  if (q.tags) add_request_tags(*q.tags, keys);
  std::vector<Access> out;
  out.push_back(on_group("logs:CreateLogGroup", q.logGroupName, call, keys));
  if (q.tags && !q.tags->empty()) out.push_back(on_bare_group("logs:TagResource", {q.logGroupName, call.scope()}, call, std::move(keys)));
  return out;
}
Access to_delete_log_group(const DeleteLogGroup& q, Call& call) { return on_group("logs:DeleteLogGroup", q.logGroupName, call); }
Access to_describe_log_groups(const DescribeLogGroups&, Call& call) { return on_all_groups("logs:DescribeLogGroups", call); }
Access to_list_log_groups(const ListLogGroups&, Call& call) { return on_all_groups("logs:ListLogGroups", call); }
Access to_put_retention_policy(const PutRetentionPolicy& q, Call& call) { return on_group("logs:PutRetentionPolicy", q.logGroupName, call); }
Access to_delete_retention_policy(const DeleteRetentionPolicy& q, Call& call) { return on_group("logs:DeleteRetentionPolicy", q.logGroupName, call); }
Access to_put_deletion_protection(const PutLogGroupDeletionProtection& q, Call& call) {
  return on_group("logs:PutLogGroupDeletionProtection", named(call, q.logGroupIdentifier), call);
}
Access to_associate_kms_key(const AssociateKmsKey& q, Call& call) {
  return on_group("logs:AssociateKmsKey", of_kms(call, q.logGroupName, q.resourceIdentifier), call);
}
Access to_disassociate_kms_key(const DisassociateKmsKey& q, Call& call) {
  return on_group("logs:DisassociateKmsKey", of_kms(call, q.logGroupName, q.resourceIdentifier), call);
}

Nothing create_log_group(const CreateLogGroup& q, Call& call) {
  if (call.in(kGroups).has(q.logGroupName)) throw ApiError{"ResourceAlreadyExistsException", 400, "The specified log group already exists"};
  if (q.logGroupName.starts_with("aws/")) throw invalid("Log groups starting with aws/ are reserved for AWS.");
  Group g{.name = q.logGroupName, .id = base::random_text(20, base::kDigits), .created = call.now()};
  g.group_class = q.logGroupClass ? std::string(*q.logGroupClass) : "STANDARD";
  g.protected_ = q.deletionProtectionEnabled.value_or(false);
  if (q.tags) set_tags(g.tags, *q.tags, "InvalidParameterException", call);
  if (q.kmsKeyId) take_key(call, g, *q.kmsKeyId);
  if (g.group_class == "DELIVERY") set_retention(call, g, kDeliveryRetention);
  put_group(call, g);
  return {};
}

Nothing delete_log_group(const DeleteLogGroup& q, Call& call) {
  Group g = group_of(call, q.logGroupName);
  if (g.protected_) throw ApiError{"ValidationException", 400, "The log group is protected from deletion."};
  call.in(kGroups).erase(g.name);
  call.in(kVolumes).erase(g.id);
  call.elsewhere(kExpiring, "").erase(g.id);
  call.elsewhere(kDoomed, "").put(g.id, {call.scope().account, call.scope().region, g.id, ""});
  return {};
}

DescribeLogGroupsResult describe_log_groups(const DescribeLogGroups& q, Call& call) {
  if (q.logGroupNamePrefix && q.logGroupNamePattern) throw invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  if (q.logGroupIdentifiers && (q.logGroupNamePrefix || q.logGroupNamePattern))
    throw invalid("LogGroup identifiers and LogGroup name prefix or pattern are mutually exclusive parameters.");
  DescribeLogGroupsResult out;
  if (!own_account_asked(call, q.accountIdentifiers, q.includeLinkedAccounts)) return out;
  auto wanted = [&](const Group& g) { return !q.logGroupClass || g.group_class == *q.logGroupClass; };
  if (q.logGroupIdentifiers) {
    for (auto& identifier : *q.logGroupIdentifiers) {
      Named n = named(call, identifier);
      must_be_own(call, n);
      Group g = group_at(call, n);
      if (wanted(g)) out.logGroups.push_back(description(call, g));
    }
    return out;
  }
  out.nextToken = page(call.in(kGroups), q.logGroupNamePrefix ? std::string(*q.logGroupNamePrefix) : "", q.nextToken, page_size(q.limit),
                       [&](std::string_view name, const Group& g) {
                         if (!wanted(g) || (q.logGroupNamePattern && name.find(*q.logGroupNamePattern) == name.npos)) return false;
                         out.logGroups.push_back(description(call, g));
                         return true;
                       });
  return out;
}

ListLogGroupsResult list_log_groups(const ListLogGroups& q, Call& call) {
  ListLogGroupsResult out;
  // No group of this server has data sources or field indexes: none matches.
  if (q.dataSources || q.fieldIndexNames || !own_account_asked(call, q.accountIdentifiers, q.includeLinkedAccounts)) return out;
  out.nextToken = page(call.in(kGroups), "", q.nextToken, std::size_t(q.limit ? q.limit->value : 50), [&](std::string_view name, const Group& g) {
    if (q.logGroupNamePattern && !name_matches(name, *q.logGroupNamePattern)) return false;
    if ((q.logGroupClass && g.group_class != *q.logGroupClass) || !tags_match(g, q.logGroupTags)) return false;
    out.logGroups.push_back({g.name, group_arn(call.house(), call.scope(), g.name), g.group_class});
    return true;
  });
  return out;
}

Nothing put_retention_policy(const PutRetentionPolicy& q, Call& call) {
  if (std::find(kRetentions.begin(), kRetentions.end(), q.retentionInDays) == kRetentions.end())
    throw invalid("1 validation error detected: Value '" + std::to_string(q.retentionInDays) +
                  "' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, "
                  "400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]");
  Group g = group_of(call, q.logGroupName);
  if (g.group_class == "DELIVERY") throw invalid("The retention of log groups of the DELIVERY class cannot be changed.");
  set_retention(call, g, q.retentionInDays);
  put_group(call, g);
  return {};
}

Nothing delete_retention_policy(const DeleteRetentionPolicy& q, Call& call) {
  Group g = group_of(call, q.logGroupName);
  if (g.group_class == "DELIVERY") throw invalid("The retention of log groups of the DELIVERY class cannot be changed.");
  set_retention(call, g, 0);
  put_group(call, g);
  return {};
}

Nothing put_deletion_protection(const PutLogGroupDeletionProtection& q, Call& call) {
  Named n = named(call, q.logGroupIdentifier);
  must_be_own(call, n);
  Group g = group_at(call, n);
  g.protected_ = q.deletionProtectionEnabled;
  put_group(call, g);
  return {};
}

Nothing associate_kms_key(const AssociateKmsKey& q, Call& call) {
  Named n = of_kms(call, q.logGroupName, q.resourceIdentifier);
  must_be_own(call, n);
  Group g = group_at(call, n);
  take_key(call, g, q.kmsKeyId);
  put_group(call, g);
  return {};
}

// What was sealed under the key stays so, and needs it to be read.
Nothing disassociate_kms_key(const DisassociateKmsKey& q, Call& call) {
  Named n = of_kms(call, q.logGroupName, q.resourceIdentifier);
  must_be_own(call, n);
  Group g = group_at(call, n);
  g.kms_key.clear();
  put_group(call, g);
  return {};
}

}  // namespace logs
