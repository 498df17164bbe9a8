#pragma once
// From an event on a bus to what is owed to the targets of the rules that match it.
#include "journal/journal.h"
#include "service/pattern.h"
#include "services/events/names.h"

namespace events {

struct LiveRule {
  RuleRecord record;
  std::shared_ptr<const service::Pattern> pattern;       // nullptr: a schedule only
  std::vector<Target> targets;
};
using LiveRules = std::shared_ptr<const std::vector<LiveRule>>;
// The enabled rules of a bus that have targets, as the Txn sees them; kept until the configuration changes.
LiveRules live_rules(service::House&, store::Txn&, const BusRef&);

// The rules whose patterns match; `skip` leaves some out unlooked at.
std::vector<const LiveRule*> matching(const LiveRules&, const std::string& event, const std::function<bool(const LiveRule&)>& skip = {});

// Events owed to targets within one Txn.
class Dispatch {
 public:
  Dispatch(store::Txn& txn, const BusRef& bus, base::Time received, bool forwarded = false) : txn_(txn), bus_(bus), received_(received), forwarded_(forwarded) {}
  void match(const LiveRules& rules, const std::string& event) { owe(matching(rules, event), event); }      // to the targets of those that match it
  void owe(const std::vector<const LiveRule*>&, const std::string& event);

 private:
  store::Txn& txn_;
  const BusRef& bus_;
  base::Time received_;
  bool forwarded_;
};

// A delivery that is to be tried again later, or has come to its end.
void postpone(store::Txn&, const std::string& key, const Delivery&, base::Time due);
void settle(store::Txn&, const std::string& key, const Delivery&);
base::Time due_of(std::string_view delivery_key);
std::string due_prefix(base::Time);          // of the keys of deliveries due then

}  // namespace events
