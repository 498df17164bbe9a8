#pragma once
// Reads queues for functions, as each function's role: a batch that the function has handled is deleted, another becomes
// visible again when the queue says so.
#include <mutex>

#include "services/lambda/names.h"
#include "services/lambda/runtime/host.h"
#include "services/sqs/api.h"

namespace lambda {

class Poller {
 public:
  std::optional<base::Time> run(House&);

 private:
  struct Batch { Mapping mapping; std::vector<sqs::Message> messages; base::Time since; };
  struct Outcome { Batch batch; std::string role; runtime::Outcome outcome; };
  struct Inbox { std::mutex mutex; std::vector<Outcome> outcomes; };

  void settle(House&, const Outcome&);
  // Gathers messages; true: there may be more.
  bool poll(House&, const Mapping&, const Version&);
  void begin(House&, Batch, const Version&);

  std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();
  std::map<std::string, Batch> gathering_;       // by uuid: batches that wait for more
  std::map<std::string, std::int64_t> running_;  // by uuid
  std::map<std::string, base::Time> rests_;      // by uuid: after a refusal
  std::optional<std::uint64_t> queues_seen_, mappings_seen_;
  base::Time next_;
};

}  // namespace lambda
