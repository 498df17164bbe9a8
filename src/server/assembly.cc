#include "server/assembly.h"

#include <fstream>

#include "base/log.h"
#include "record/history.h"
#include "server/rooms.h"
#include "services/lambda/lambda.h"

namespace server {
namespace {

namespace fs = std::filesystem;

// There while no process has the folder and the last one ended by itself: there is nothing to sweep.
constexpr const char* kEndedWell = "ended-well";

// The segment being written is in memory too: small enough for an idle server to stay small.
constexpr std::size_t kSegmentBytes = 16u << 20;

fs::path below(const fs::path& data, const char* name) { return data.empty() ? fs::path() : data / name; }

service::Settings settings(const Config& config, bool lab) {
  service::Settings s;
  s.regions = config.regions.empty() ? service::default_regions() : config.regions;
  s.delivery_seconds = config.delivery_seconds;
  s.digest_seconds = config.digest_seconds;
  s.lab = lab;
  return s;
}

}  // namespace

Assembly::Assembly(const Config& config, const base::Clock& clock, const fs::path& data, const std::string& root_key, bool lab)
    : data_(data) {
  journal_ = journal::Journal::open({.directory = below(data, "journal"), .segment_bytes = kSegmentBytes}, record::history_keys);
  store_ = std::make_unique<store::Store>(store::Options{.directory = below(data, "state")}, *journal_);
  blobs_ = std::make_unique<store::Blobs>(below(data, "blobs"));
  if (!data.empty() && !fs::remove(data / kEndedWell)) sweep_bodies(*store_, *blobs_);
  house_ = std::make_unique<service::House>(clock, *journal_, *store_, *blobs_, root_key, settings(config, lab), rooms(), ports());
  wire(*house_, config);
  lanes_ = lanes();
  runner_ = std::make_unique<service::Runner>(*house_, lanes_);
}

Assembly::~Assembly() {
  runner_->stop();
  lambda::close(*house_);
  store_->flush();
  if (!data_.empty()) std::ofstream(data_ / kEndedWell).flush();
}

void Assembly::run_workers() {
  for (int rounds = 0; rounds < 10'000; ++rounds) {
    const auto before = store_->version();
    bool due = false;
    for (auto& lane : lanes_)
      for (auto& w : lane) {
        try {
          auto at = w.run(*house_);
          due = due || (at && *at <= house_->clock.now());
        } catch (const service::ApiError& e) {
          base::log_error(std::string(w.name) + ": " + e.code + ": " + e.message);
        }
      }
    if (store_->version() == before && !due) return;
  }
}

void Assembly::settle() { runner_->alone([&] { run_workers(); }); }

void Assembly::alone(const std::function<void(service::House&)>& inside) {
  runner_->alone([&] {
    inside(*house_);
    run_workers();
  });
}

}  // namespace server
