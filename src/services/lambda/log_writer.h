#pragma once
// The log lines of functions, written into CloudWatch Logs by each function's role: what it may not write is not written, as
// in AWS. Lines are taken at once and written by a thread of its own; what it cannot keep up with is dropped and counted.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "services/lambda/names.h"

namespace lambda {

// An assumed role.
struct Session {
  service::PrincipalPtr principal;
  std::string access_key, secret, token;
  base::Time until, expires;                     // of the machine's clock; until: good for new use
};

class LogWriter {
 public:
  struct Batch {
    Scope at;
    std::string function, role, group, stream;
    std::vector<std::pair<std::int64_t, std::string>> lines;     // ms and text
  };
  using SessionOf = std::function<std::shared_ptr<const Session>(const Scope&, const std::string& function, const std::string& role)>;
  LogWriter(House&, SessionOf);
  ~LogWriter();                                  // what was taken is written first
  void take(Batch);

 private:
  void work();
  void write(const Batch&);
  House& house_;
  SessionOf session_of_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Batch> waiting_;                    // guarded by mutex_, as stopping_
  std::size_t bytes_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lambda
