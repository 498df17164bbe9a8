#include "services/ssm/workers.h"

#include "service/due.h"
#include "service/outbox.h"
#include "services/events/api_events.h"
#include "services/ssm/parameter.h"

namespace ssm {
namespace {

// Source: Systems Manager User Guide, "Parameter Store Policy Action" among the events for EventBridge.
void tell_policy(House& house, store::Txn& txn, const Scope& at, base::Time now, const ParameterRecord& p, const VersionRecord& v, const InlinePolicy& policy) {
  events::ServiceEvent event;
  event.account = at.account;
  event.region = at.region;
  event.source = "aws.ssm";
  event.detailType = "Parameter Store Policy Action";
  event.resources = {parameter_arn(house, at, p.name)};
  base::JsonWriter(event.detail).open('{').key("policy-type").text(policy.type).key("parameter-name").text(p.name).key("parameter-type").text(v.type)
      .key("policy-content").text(policy.text).key("action-status").text("Success").key("action-reason").text("").close('}');
  event.time = now;
  event.id = base::uuid();
  service::put_outbox(txn, {std::string(events::kServiceEvent), shape::packed(event), now, 0});
}

// The parameter as it is in this Txn decides: what was due may have been changed meanwhile.
void do_due(House& house, store::Txn& txn, const DueRecord& item) {
  Scope at{item.account, item.region};
  const base::Time now = house.clock.now();
  auto p = store::Bound<ParameterRecord>(txn, kParameters, at.account, at.region).get(item.name);
  if (!p || due(*p) != item.at) return;
  auto v = store::Bound<VersionRecord>(txn, kVersions, at.account, at.region).get(version_key(p->name, p->version));
  if (!v) std::abort();                // the two are written together
  ParameterRecord after = *p;
  bool expired = false;
  for (auto& policy : after.policies) {
    if (policy.status != "Pending" || policy.at > item.at) continue;
    policy.status = "Finished";
    expired = expired || policy.type == "Expiration";
    tell_policy(house, txn, at, now, *p, *v, policy);
  }
  if (!expired) return save(txn, at, &*p, after);
  tell_change(house, txn, at, now, Change::remove, p->name, *v);
  forget(txn, at, *p);
}

std::optional<base::Time> keep_up(House& house) {
  return service::keep_up(house, kDue, [&](store::Txn& txn, auto&, const DueRecord& item) { do_due(house, txn, item); });
}

}  // namespace

std::vector<service::Worker> workers() { return {{"parameters", keep_up}}; }

}  // namespace ssm
