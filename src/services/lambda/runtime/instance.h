#pragma once
// One instance of a function: its sandbox, what the Lambda Runtime API makes of it, its log. Everything here happens on the host's
// one thread.
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include "services/lambda/runtime/doors.h"
#include "services/lambda/runtime/host.h"
#include "services/lambda/runtime/lines.h"
#include "services/lambda/runtime/protocol.h"
#include "services/lambda/runtime/sandbox.h"

namespace lambda::runtime {

struct Job {
  std::shared_ptr<const Function> function;
  Invocation invocation;
  Host::Credit credit;
  std::function<void(Outcome)> done;
  void tell(Outcome) const;                             // done(), whatever that throws
};

class Instance;

// What all instances of a host share.
struct Shop {
  Host::Settings settings;
  Host::LogSink sink;
  Ground ground;
  base::HostClock own_clock;
  boost::asio::io_context io{1};
  bool stopping = false;
  std::function<void(Job)> again;                       // an invocation that wants another instance
  std::function<void(Instance&)> idle, gone;            // it waits for an invocation; it has ended and been reaped
  base::Time now() const { return (settings.clock ? *settings.clock : own_clock).now(); }
};

// An invocation on its way to the runtime.
struct Handed {
  const Invocation* invocation;
  std::string arn;
  std::int64_t deadline_ms;                             // of the machine's clock, which is the sandbox's
};

class Instance : public std::enable_shared_from_this<Instance> {
 public:
  enum class Phase { starting, idle, busy, finishing, ended };

  Instance(Shop&, std::size_t slot, Job first);
  const std::shared_ptr<const Function>& function() const { return function_; }
  std::size_t slot() const { return slot_; }
  Phase phase() const { return phase_; }

  // Starts the sandbox: by `interpreter` (empty for a function that brings its own), with `opt` as its /opt.
  void start(const std::string& interpreter, const std::string& version, const std::filesystem::path& opt, const Credentials&);
  void refuse(std::string why);                         // its job cannot be done, and it is not started at all
  bool fits(const Function&) const;                     // would take an invocation of this function, now or once it is idle
  void take(Job);                                       // while idle
  // While finishing: it is about to be idle, and takes the job then. Otherwise the job goes back to shop.again().
  void take_soon(Job);
  bool taken() const { return next_job_.has_value(); }
  void retire() { retired_ = true; }
  bool spent() const;                                   // retired, or its credentials are about to expire
  void end();                                           // kills it; gone() follows

  // The Runtime API. next() waits for an invocation; nothing: it is not this one's turn. The others: false where that is not the
  // invocation under way.
  boost::asio::awaitable<std::optional<Handed>> next();
  bool answer(std::string_view request_id, std::string payload);
  bool error(std::string_view request_id, std::string payload);
  bool init_error(std::string payload, std::string_view kind);
  bool too_large(std::string_view request_id);
  boost::asio::awaitable<void> measured();              // asks for the memory in use, for as long as an answer may take
  bool is_current(std::string_view request_id) const { return job_ && handed_ && job_->invocation.request_id == request_id; }

 private:
  using Clock = std::chrono::steady_clock;
  boost::asio::awaitable<void> follow_log();
  boost::asio::awaitable<void> follow_init();
  boost::asio::awaitable<void> wait_for_end();
  bool hear();                                          // one report of init's; false: none is there
  void heed(const Report&);
  void open_doors(const int (&ports)[kPorts]);
  void order(Order);
  void begin(bool keep_tail = false);
  void begin_at_start();
  void tell_trace(const std::string& trace) const;
  void arm(boost::asio::steady_timer&, std::chrono::milliseconds, void (Instance::*then)());
  void give_back();
  void init_overdue();
  void overdue();
  void fail(std::string_view kind, const std::string& message, std::string_view status, bool logged);
  void program_ended(int status);
  void reaped();
  void finish(Outcome, std::string_view status, std::string_view kind);
  void drain_log();
  void write_log();
  std::int64_t now_ms() const { return shop_.now().ms; }
  double since(Clock::time_point t) const { return std::chrono::duration<double, std::milli>(Clock::now() - t).count(); }

  Shop& shop_;
  const std::shared_ptr<const Function> function_;
  const std::size_t slot_;
  std::optional<Job> job_, next_job_;
  Phase phase_ = Phase::starting;
  bool begun_ = false, handed_ = false;                 // the job's clock runs; the runtime has it
  bool flushing_ = false, frozen_ = false, retired_ = false, up_ = false, exceeded_ = false;
  std::optional<base::Time> expires_;
  std::string stream_, access_key_;
  pid_t pid_ = -1;
  boost::asio::posix::stream_descriptor process_, log_, control_;
  std::shared_ptr<Doors> doors_ = std::make_shared<Doors>();
  boost::asio::steady_timer turn_, deadline_, idle_, flush_, patience_, measuring_;
  std::uint64_t turns_ = 0;
  Clock::time_point started_{}, begun_at_{};
  double init_ms_ = -1;                                 // until the report of the first invocation has told it
  std::int64_t deadline_ms_ = 0, memory_kb_ = 0;
  Lines lines_;
};

}  // namespace lambda::runtime
