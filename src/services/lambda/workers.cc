#include "services/lambda/workers.h"

#include "base/log.h"
#include "services/lambda/engine.h"
#include "services/lambda/poller.h"
#include "services/lambda/queue.h"

namespace lambda {
namespace {

void finish(House& house, const std::string& key, const Settling& s, const std::string& fault) {
  house.note([&](store::Txn& txn) {
    store::Bound<Settling>(txn, kSettling, "", "").erase(key);
    store::Bound<Version> versions(txn, kVersions, s.account, s.region);
    auto v = versions.get(version_key(s.name, s.version));
    if (!v || v->revision != s.revision) return;
    if (v->state == "Pending") v->state = fault.empty() ? "Active" : "Failed";
    if (v->update == "InProgress") v->update = fault.empty() ? "Successful" : "Failed";
    v->reason = fault;
    versions.put(version_key(s.name, s.version), *v);
  });
}

// Functions whose code was given: unpacked, then called Active.
std::optional<base::Time> settle(House& house) {
  std::vector<std::pair<std::string, Settling>> waiting;
  {
    store::Txn txn = house.store.read();
    store::Bound<Settling>(txn, kSettling, "", "").each([&](std::string_view key, Settling s) { waiting.emplace_back(key, std::move(s)); });
  }
  auto& engine = house.cache<Engine>();
  for (auto& [key, s] : waiting) {
    std::optional<Version> v;
    {
      store::Txn txn = house.store.read();
      v = store::Bound<Version>(txn, kVersions, s.account, s.region).get(version_key(s.name, s.version));
    }
    Engine::Preparation prepared{true, {}};
    if (v && v->revision == s.revision) prepared = engine.prepare(*v);
    if (!prepared.ready && prepared.fault.empty()) continue;      // the bell rings when it is
    finish(house, key, s, prepared.fault);
    const std::string arn = function_arn(house, {s.account, s.region}, s.name);
    engine.retire(arn);
    engine.retire(arn + ":" + s.version);
  }
  return {};
}

}  // namespace

std::vector<service::Worker> workers() {
  auto queue = std::make_shared<EventQueue>();
  auto poller = std::make_shared<Poller>();
  return {{"lambda functions", settle},
          {"lambda events", [queue](House& house) { return queue->run(house); }},
          {"lambda sources", [poller](House& house) { return poller->run(house); }}};
}

}  // namespace lambda
