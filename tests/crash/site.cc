#include "site.h"

#include "record/history.h"
#include "server/landing_zone.h"
#include "server/rooms.h"

namespace crash {

Life::Life(Ground& ground, Ledger& ledger) : ground_(ground), ledger_(ledger) {
  journal::Options options;
  options.segment_bytes = 32u << 10;
  options.medium = ground.medium;
  options.on_fault = [](std::string_view) {};            // append and wait throw from then on
  journal_ = journal::Journal::open(std::move(options), record::history_keys);
  store_ = std::make_unique<store::Store>(store::Options{}, *journal_);
  service::Settings settings;
  settings.regions = {kRegion, kOtherRegion};
  settings.lab = true;
  house_ = std::make_unique<service::House>(ground.clock, *journal_, *store_, ground.blobs, std::string(32, 'k'), settings, server::rooms(), server::ports());
}

// Whatever is durable when the process ends may have been answered.
Life::~Life() {
  for (auto& [thread, begun] : begun_)
    for (auto& b : begun)
      if (b.sequence <= journal_->durable()) ledger_.told.push_back(std::move(b.told));
  for (auto& h : journal_->streams()) ledger_.heads[h.account + " " + h.region] = h.number;
}

service::PrincipalPtr Life::root(const std::string& account) const { return server::root_user(*house_, account); }

service::PrincipalPtr Life::user(const std::string& access_key) {
  store::Txn txn = house_->store.read();
  auto answer = house_->ports().credential(*house_, txn, access_key, "");
  if (!answer.credential) throw std::logic_error("the access key " + access_key + " is not known");
  return answer.credential->principal;
}

service::Reply Life::serve(std::string_view name, const void* request, service::PrincipalPtr who, const char* region, store::Body* body) {
  auto found = house_->find(name);
  if (!found.operation) throw std::logic_error("no operation " + std::string(name));
  std::string account = who->account();
  auto reply = house_->serve(*found.service, *found.operation, request, {}, std::move(who), {account, region},
                             {.source_ip = "192.0.2.1", .user_agent = "test", .host = "test.example"}, body);
  std::lock_guard lock(mutex_);
  begun_[std::this_thread::get_id()].push_back({{reply.request_id, account, std::string(name), reply.error ? reply.error->code : ""}, reply.sequence});
  return reply;
}

void Life::await() {
  std::unique_lock lock(mutex_);
  auto& mine = begun_[std::this_thread::get_id()];
  lock.unlock();
  for (auto& b : mine) journal_->wait(b.sequence);
  lock.lock();
  for (auto& b : mine) ledger_.told.push_back(std::move(b.told));
  mine.clear();
}

void Life::drain() {
  for (auto& lane : server::lanes())
    for (auto& worker : lane)
      if (worker.name == "outbox") worker.run(*house_);
}

std::string Life::content(const service::Effects& effects) {
  std::string out;
  auto add = [&](const service::BodyOut& piece) {
    EXPECT_TRUE(house_->blobs.read(piece.place, piece.key, piece.from, piece.length, [&](std::string_view part) { out += part; return true; }));
  };
  if (effects.body) add(*effects.body);
  for (auto& piece : effects.rest) add(piece);
  return out;
}

}  // namespace crash
