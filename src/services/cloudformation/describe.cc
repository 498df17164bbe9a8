#include "services/cloudformation/describe.h"

#include "services/cloudformation/draft.h"
#include "services/cloudformation/drift.h"
#include "services/cloudformation/outputs.h"

namespace cloudformation {
namespace {

constexpr std::size_t kPage = 100;

std::optional<std::string> unless_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }
std::optional<base::Time> unless_never(base::Time t) { return t.ms ? std::optional(t) : std::nullopt; }

Stack shown(const StackRecord& s, Call& call) {
  const Plan plan = s.plan.empty() ? Plan{} : call.in(kPlans).get(store::joined(s.id, s.plan)).value_or(Plan{});
  Stack out{.stackId = s.arn, .stackName = s.name, .changeSetId = unless_empty(s.change_set), .description = unless_empty(s.description), .parameters = {}, .creationTime = s.created,
            .deletionTime = unless_never(s.deleted), .lastUpdatedTime = unless_never(s.updated), .rollbackConfiguration = shown_rollback(plan), .stackStatus = s.status,
            .stackStatusReason = unless_empty(s.reason), .disableRollback = s.disable_rollback, .notificationARNs = plan.notification_arns, .timeoutInMinutes = {},
            .capabilities = {}, .outputs = {}, .roleARN = unless_empty(s.role), .tags = shown_tags(plan.tags), .enableTerminationProtection = s.protected_,
            .parentId = unless_empty(s.parent), .rootId = unless_empty(s.root), .driftInformation = drift_of_stack(s, call), .retainExceptOnCreate = {}, .deletionMode = unless_empty(s.deletion_mode)};
  if (!plan.parameters.empty()) out.parameters = shown_parameters(call.house(), plan);
  if (!plan.capabilities.empty()) out.capabilities = plan.capabilities;
  if (s.timeout_minutes) out.timeoutInMinutes = s.timeout_minutes;
  if (s.retain_except_on_create) out.retainExceptOnCreate = true;
  for (auto& o : kept_outputs(call.house(), s)) {
    if (!out.outputs) out.outputs.emplace();
    out.outputs->push_back({.outputKey = o.key, .outputValue = o.value, .description = unless_empty(o.description), .exportName = unless_empty(o.export_name)});
  }
  return out;
}

}  // namespace

Access to_describe_stacks(const DescribeStacks& q, Call& call) {
  return q.stackName && !q.stackName->empty() ? on_stack("cloudformation:DescribeStacks", *q.stackName, call) : on_all("cloudformation:DescribeStacks", call);
}

DescribeStacksResult describe_stacks(const DescribeStacks& q, Call& call) {
  DescribeStacksResult out;
  if (q.stackName && !q.stackName->empty()) {
    out.stacks.push_back(shown(existing_stack(*q.stackName, call), call));
    return out;
  }
  call.in(kNames).each("", page_start(q.nextToken), [&](std::string_view name, NameRecord n) {
    if (out.stacks.size() == kPage) {
      out.nextToken = page_token(name);
      return false;
    }
    if (auto s = call.in(kStacks).get(n.id)) out.stacks.push_back(shown(*s, call));
    return true;
  });
  return out;
}

std::optional<service::Patience> await_stack(const DescribeStacks& q, Call& call) {
  constexpr std::int64_t kMoment = 1;            // seconds
  if (!q.stackName) return {};
  auto s = find_stack(call.txn(), call.scope(), *q.stackName);
  if (!s || is_done(s->status)) return {};
  auto o = operations(call.txn()).get(operation_key(place_of(*s, call.scope())));
  if (!o || call.now() >= o->begun.plus_seconds(kMoment)) return {};
  return service::Patience{.seconds = kMoment, .next = o->begun.plus_seconds(kMoment)};
}

Access to_list_stacks(const ListStacks&, Call& call) { return on_all("cloudformation:ListStacks", call); }

ListStacksResult list_stacks(const ListStacks& q, Call& call) {
  ListStacksResult out;
  call.in(kStacks).each("", page_start(q.nextToken), [&](std::string_view id, StackRecord s) {
    if (q.stackStatusFilter && !q.stackStatusFilter->empty() &&
        std::none_of(q.stackStatusFilter->begin(), q.stackStatusFilter->end(), [&](auto& f) { return f == s.status; }))
      return true;
    if (out.stackSummaries.size() == kPage) {
      out.nextToken = page_token(id);
      return false;
    }
    out.stackSummaries.push_back({.stackId = s.arn, .stackName = s.name, .templateDescription = unless_empty(s.description), .creationTime = s.created,
                                  .lastUpdatedTime = unless_never(s.updated), .deletionTime = unless_never(s.deleted), .stackStatus = s.status,
                                  .stackStatusReason = unless_empty(s.reason), .parentId = unless_empty(s.parent), .rootId = unless_empty(s.root), .driftInformation = drift_of_stack(s, call)});
    return true;
  });
  std::stable_sort(out.stackSummaries.begin(), out.stackSummaries.end(), [](auto& a, auto& b) { return a.creationTime > b.creationTime; });
  return out;
}

Access to_describe_stack_events(const DescribeStackEvents& q, Call& call) { return on_stack("cloudformation:DescribeStackEvents", q.stackName, call); }

DescribeStackEventsResult describe_stack_events(const DescribeStackEvents& q, Call& call) {
  auto s = find_stack(call.txn(), call.scope(), q.stackName);
  if (!s) throw invalid("Stack [" + q.stackName + "] does not exist");
  DescribeStackEventsResult out;
  const std::string prefix = store::joined(s->id, "");
  call.in(kEvents).each(prefix, prefix + page_start(q.nextToken), [&](std::string_view key, EventRecord e) {
    if (out.stackEvents.size() == kPage) {
      out.nextToken = page_token(key.substr(prefix.size()));
      return false;
    }
    out.stackEvents.push_back({.stackId = s->arn, .eventId = e.id, .stackName = s->name, .logicalResourceId = e.logical, .physicalResourceId = e.physical, .resourceType = e.type,
                               .timestamp = e.time, .resourceStatus = e.status, .resourceStatusReason = unless_empty(e.reason),
                               .resourceProperties = unless_empty(e.properties), .clientRequestToken = unless_empty(e.token)});
    return true;
  });
  return out;
}

Access to_describe_stack_resource(const DescribeStackResource& q, Call& call) { return on_stack("cloudformation:DescribeStackResource", q.stackName, call); }

DescribeStackResourceResult describe_stack_resource(const DescribeStackResource& q, Call& call) {
  auto s = find_stack(call.txn(), call.scope(), q.stackName);
  if (!s) throw invalid("Stack '" + q.stackName + "' does not exist");
  auto r = call.in(kResources).get(store::joined(s->id, q.logicalResourceId));
  if (!r) throw invalid("Resource " + q.logicalResourceId + " does not exist for stack " + s->name);
  return {{.stackName = s->name, .stackId = s->arn, .logicalResourceId = r->logical, .physicalResourceId = unless_empty(r->physical), .resourceType = r->type,
           .lastUpdatedTimestamp = r->updated, .resourceStatus = r->status, .resourceStatusReason = unless_empty(r->reason), .metadata = unless_empty(r->metadata),
           .driftInformation = drift_of_resource(*s, r->logical, call)}};
}

Access to_describe_stack_resources(const DescribeStackResources& q, Call& call) {
  return q.stackName ? on_stack("cloudformation:DescribeStackResources", *q.stackName, call) : on_all("cloudformation:DescribeStackResources", call);
}

DescribeStackResourcesResult describe_stack_resources(const DescribeStackResources& q, Call& call) {
  if (!q.stackName && !q.physicalResourceId) throw invalid("Either StackName or PhysicalResourceId must be specified");
  if (q.stackName && q.physicalResourceId) throw invalid("StackName and PhysicalResourceId cannot both be specified");
  std::optional<StackRecord> s;
  if (q.stackName) {
    s = find_stack(call.txn(), call.scope(), *q.stackName);
    if (!s) throw no_stack(*q.stackName);
  } else {
    call.in(kResources).each("", "", [&](std::string_view key, ResourceRecord r) {
      if (r.physical == *q.physicalResourceId && r.status != "DELETE_COMPLETE") s = call.in(kStacks).get(key.substr(0, key.find('\0')));
      return !s;
    });
    if (!s) throw invalid("Stack for " + *q.physicalResourceId + " does not exist");
  }
  DescribeStackResourcesResult out;
  each_of(call.txn(), kResources, place_of(*s, call.scope()), [&](std::string_view, ResourceRecord r) {
    if (q.logicalResourceId && r.logical != *q.logicalResourceId) return;
    if (out.stackResources.size() < kPage)
      out.stackResources.push_back({.stackName = s->name, .stackId = s->arn, .logicalResourceId = r.logical, .physicalResourceId = unless_empty(r.physical), .resourceType = r.type,
                                    .timestamp = r.updated, .resourceStatus = r.status, .resourceStatusReason = unless_empty(r.reason),
                                    .driftInformation = drift_of_resource(*s, r.logical, call)});
  });
  return out;
}

Access to_list_stack_resources(const ListStackResources& q, Call& call) { return on_stack("cloudformation:ListStackResources", q.stackName, call); }

ListStackResourcesResult list_stack_resources(const ListStackResources& q, Call& call) {
  StackRecord s = existing_stack(q.stackName, call);
  ListStackResourcesResult out;
  const std::string prefix = store::joined(s.id, "");
  call.in(kResources).each(prefix, prefix + page_start(q.nextToken), [&](std::string_view key, ResourceRecord r) {
    if (out.stackResourceSummaries.size() == kPage) {
      out.nextToken = page_token(key.substr(prefix.size()));
      return false;
    }
    out.stackResourceSummaries.push_back({.logicalResourceId = r.logical, .physicalResourceId = unless_empty(r.physical), .resourceType = r.type, .lastUpdatedTimestamp = r.updated,
                                          .resourceStatus = r.status, .resourceStatusReason = unless_empty(r.reason),
                                          .driftInformation = drift_of_resource(s, r.logical, call)});
    return true;
  });
  return out;
}

Access to_list_exports(const ListExports&, Call& call) { return on_all("cloudformation:ListExports", call); }

ListExportsResult list_exports(const ListExports& q, Call& call) {
  ListExportsResult out;
  call.in(kExports).each("", page_start(q.nextToken), [&](std::string_view name, ExportRecord e) {
    if (out.exports.size() == kPage) {
      out.nextToken = page_token(name);
      return false;
    }
    out.exports.push_back({.exportingStackId = e.arn, .name = std::string(name), .value = opened(call.house(), e.value, "export/" + std::string(name))});
    return true;
  });
  return out;
}

Access to_list_imports(const ListImports&, Call& call) { return on_all("cloudformation:ListImports", call); }

ListImportsResult list_imports(const ListImports& q, Call& call) {
  ListImportsResult out;
  const std::string prefix = store::joined(q.exportName, "");
  call.in(kImports).each(prefix, prefix + page_start(q.nextToken), [&](std::string_view key, ImportRecord i) {
    if (out.imports.size() == kPage) {
      out.nextToken = page_token(key.substr(prefix.size()));
      return false;
    }
    out.imports.push_back(i.stack_name);
    return true;
  });
  if (out.imports.empty()) throw invalid("Export '" + q.exportName + "' is not imported by any stack.");
  return out;
}

Access to_describe_account_limits(const DescribeAccountLimits&, Call& call) { return on_all("cloudformation:DescribeAccountLimits", call); }
DescribeAccountLimitsResult describe_account_limits(const DescribeAccountLimits&, Call&) {
  return {.accountLimits = {{"StackLimit", 2000}, {"StackOutputsLimit", 200}, {"ConcurrentResourcesLimit", 2500}}, .nextToken = {}};
}

}  // namespace cloudformation
