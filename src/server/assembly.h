#pragma once
// Everything that lives from one reset to the next: journal, state, bodies, the house with its rooms, and its workers.
#include <filesystem>

#include "server/config.h"
#include "service/worker.h"

namespace server {

class Assembly {
 public:
  // `data` empty: in memory. Throws std::runtime_error with a text for the operator.
  Assembly(const Config&, const base::Clock&, const std::filesystem::path& data, const std::string& root_key, bool lab);
  ~Assembly();                              // what is under way ends, and the state is written out

  service::House& house() { return *house_; }
  void start() { runner_->start(); }        // the workers' own threads
  void poke() { runner_->poke(); }
  // Lets every worker do what is due, until nothing is; no worker runs beside it.
  void settle();
  // Runs `inside`, then settles.
  void alone(const std::function<void(service::House&)>& inside);

 private:
  void run_workers();
  const std::filesystem::path data_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::Blobs> blobs_;
  std::unique_ptr<service::House> house_;
  std::vector<service::Lane> lanes_;
  std::unique_ptr<service::Runner> runner_;
};

}  // namespace server
