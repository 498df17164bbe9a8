#pragma once
// From a version to a running function: its code unpacked, its environment opened, its role assumed, then the host. What may
// wait for a disk or the journal runs on threads of the engine's own. One for each house.
#include <condition_variable>
#include <deque>
#include <set>
#include <thread>

#include "services/lambda/code_folders.h"
#include "services/lambda/lambda.h"
#include "services/lambda/log_writer.h"
#include "services/lambda/names.h"
#include "services/lambda/runtime/host.h"

namespace lambda {

class Engine {
 public:
  Engine();
  ~Engine() { close(); }
  void open(House&, const Site&);
  void close();

  struct Job {
    Version version;
    Scope at;
    std::string arn;                             // as it was invoked
    runtime::Invocation invocation;
  };
  // `done` is called once, from another thread.
  using Done = std::function<void(runtime::Outcome)>;
  void invoke(Job, Done done);
  void retire(const std::string& arn);

  // Whether a version's code and layers lie unpacked. Begins to unpack them where they do not.
  struct Preparation { bool ready = false; std::string fault; };
  Preparation prepare(const Version&);

  // One of a function's reserved executions; false: all are in use. Every entry is left again.
  bool enter(const std::string& function_arn, const std::optional<std::int64_t>& reserved);
  void leave(const std::string& function_arn);

  // The function's role as lambda.amazonaws.com assumed it, kept for some time. Waits for the journal. Throws ApiError.
  std::shared_ptr<const Session> session(const Scope&, const std::string& function, const std::string& role);

 private:
  void work();
  void run_later(std::function<void()>);
  void prepare_and_dispatch(const Job&, const Done&);
  struct Known { std::shared_ptr<const runtime::Function> function; std::string role, log_group; };
  std::optional<Known> known(const Job&) const;
  Known make_known(const Job&);
  void dispatch(const Job&, const Known&, const Done&);
  void take_lines(const runtime::Function&, std::string stream, std::vector<std::pair<std::int64_t, std::string>> lines);
  void unpack_all(const Version&);
  bool lie_unpacked(const runtime::Function&);
  std::vector<std::pair<std::string, std::string>> environment(const Job&);
  std::shared_ptr<const Session> new_session(const Scope&, const std::string& function, const std::string& role);
  std::shared_ptr<const Session> fresh_session(const std::string& key) const;

  House* house_ = nullptr;
  CodeFolders code_;
  std::unique_ptr<runtime::Host> host_;
  std::unique_ptr<LogWriter> logs_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> work_;       // guarded by mutex_, as all below
  bool stopping_ = false;
  std::vector<std::thread> threads_;
  std::map<std::string, Known> known_;                                            // by ARN and revision
  std::map<std::string, std::string> unpacking_;                                  // by hash: under way (empty), or why not
  std::map<std::string, std::int64_t> entered_;
  std::map<std::string, std::shared_ptr<const Session>> sessions_;
};

}  // namespace lambda
