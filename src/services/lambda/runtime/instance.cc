#include "services/lambda/runtime/instance.h"

#include <signal.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/crypto.h"
#include "base/bytes.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/log.h"
#include "services/lambda/runtime/environment.h"

namespace lambda::runtime {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using namespace std::chrono_literals;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr auto kInit = 10s;                              // what AWS gives the init phase
constexpr auto kIdle = 5min;
constexpr auto kSoon = 50ms;                             // from an answer to the next call of a runtime that has nothing else to do
constexpr std::int64_t kRenewAhead = 60;                 // seconds before its credentials expire, an instance takes nothing more

std::string stream_name(base::Time now, const std::string& version) {
  auto c = base::civil(now);
  char day[16];
  std::snprintf(day, sizeof day, "%04d/%02d/%02d", c.year % 10000, c.month % 100, c.day % 100);
  return std::string(day) + "/[" + version + "]" + base::random_text(32, base::kHexDigits);
}

std::string error_json(std::string_view type, std::string_view message) {
  std::string out;
  base::JsonWriter(out).open('{').key("errorType").text(type).key("errorMessage").text(message).close('}');
  return out;
}

}  // namespace

void Job::tell(Outcome outcome) const {
  try {
    done(std::move(outcome));
  } catch (const std::exception& e) {
    base::log_error("what " + function->arn + " answered is lost: " + e.what());
  }
}

Instance::Instance(Shop& shop, std::size_t slot, Job first)
    : shop_(shop), function_(first.function), slot_(slot), job_(std::move(first)), process_(shop.io), log_(shop.io), control_(shop.io),
      turn_(shop.io), deadline_(shop.io), idle_(shop.io), flush_(shop.io), patience_(shop.io), measuring_(shop.io) {
  stream_ = stream_name(shop.now(), function_->version);
}

void Instance::refuse(std::string why) {
  phase_ = Phase::ended;
  Outcome outcome;
  outcome.refused = std::move(why);
  if (auto job = std::exchange(job_, std::nullopt)) job->tell(std::move(outcome));
}

void Instance::start(const std::string& interpreter, const std::string& version, const std::filesystem::path& opt, const Credentials& credentials) {
  expires_ = credentials.expires;
  access_key_ = credentials.access_key;
  const Function& f = *function_;
  Command command = command_of(f, credentials, interpreter, stream_, !shop_.settings.ca_bundle.empty());
  Sandbox made = start_sandbox(shop_.ground, {slot_, f.code, opt, f.memory_mb, f.ephemeral_mb, shop_.settings.endpoint_port,
                                              command.programs, command.arguments, command.environment});
  if (!made.error.empty()) {
    refuse(made.error);
    return shop_.gone(*this);
  }
  started_ = Clock::now();
  pid_ = made.pid;
  process_.assign(made.process.release());
  log_.assign(made.log.release());
  control_.assign(made.control.release());
  lines_.say("INIT_START Runtime Version: " + version + "\tRuntime Version ARN: arn:aws:lambda:" + f.region + "::runtime:" + base::hex(base::sha256(version)), now_ms());
  lines_.begin();
  for (auto follow : {&Instance::follow_log, &Instance::follow_init, &Instance::wait_for_end})
    asio::co_spawn(shop_.io, [self = shared_from_this(), follow] { return ((*self).*follow)(); }, asio::detached);
  arm(deadline_, kInit, &Instance::init_overdue);
}

bool Instance::spent() const { return retired_ || (expires_ && expires_->plus_seconds(-kRenewAhead) <= shop_.now()); }

bool Instance::fits(const Function& f) const {
  return phase_ != Phase::ended && !spent() && f.arn == function_->arn && f.revision == function_->revision;
}

void Instance::take(Job job) {
  job_ = std::move(job);
  phase_ = Phase::busy;
  begin();
  if (frozen_) order(Order::go_on);
  turn_.cancel();
}

void Instance::take_soon(Job job) {
  next_job_ = std::move(job);
  arm(patience_, kSoon, &Instance::give_back);
}

void Instance::give_back() {
  patience_.cancel();
  if (auto job = std::exchange(next_job_, std::nullopt)) shop_.again(std::move(*job));
}

// The invocation's clock runs from here.
void Instance::begin(bool keep_tail) {
  idle_.cancel();
  begun_ = true;
  begun_at_ = Clock::now();
  const auto patience = std::chrono::seconds(function_->timeout_seconds);
  deadline_ms_ = std::chrono::duration_cast<std::chrono::milliseconds>((std::chrono::system_clock::now() + patience).time_since_epoch()).count();
  lines_.end_line(now_ms());
  if (!keep_tail) lines_.begin();
  tell_trace(job_->invocation.trace_id);
  lines_.say("START RequestId: " + job_->invocation.request_id + " Version: " + function_->version, now_ms());
  arm(deadline_, patience, &Instance::overdue);
}

void Instance::tell_trace(const std::string& trace) const {
  if (shop_.settings.traced) shop_.settings.traced(access_key_, trace);
}

// An invocation that the init phase has failed: what happened in it is what is to be told.
void Instance::begin_at_start() {
  begin(true);
  begun_at_ = started_;
}

void Instance::arm(asio::steady_timer& timer, std::chrono::milliseconds after, void (Instance::*then)()) {
  timer.expires_after(after);
  timer.async_wait([self = shared_from_this(), then](boost::system::error_code cancelled) {
    if (!cancelled) ((*self).*then)();
  });
}

void Instance::init_overdue() {
  if (phase_ != Phase::starting || !job_) return end();
  lines_.say("INIT_REPORT Init Duration: " + milliseconds(since(started_)) + " ms\tPhase: init\tStatus: timeout", now_ms());
  begin();
}

void Instance::overdue() {
  if (!job_) return end();
  const std::string message = "Task timed out after " + milliseconds(double(function_->timeout_seconds)) + " seconds";
  drain_log();
  lines_.say(base::iso_millis(shop_.now()) + " " + job_->invocation.request_id + " " + message, now_ms());
  fail("Sandbox.Timedout", message, "timeout", false);
  end();
}

void Instance::order(Order o) {
  frozen_ = o == Order::freeze;
  ssize_t n = ::send(control_.native_handle(), &o, 1, MSG_NOSIGNAL);
  if (n != 1) end();
}

void Instance::end() {
  phase_ = Phase::ended;
  if (pid_ > 0) ::kill(pid_, SIGKILL);                  // not reaped yet: the number is still this process's
  drain_log();
  write_log();
  boost::system::error_code ignored;
  log_.close(ignored);                                  // what it may still say while it dies is nobody's
  for (auto* timer : {&turn_, &deadline_, &idle_}) timer->cancel();
  doors_->close();
  give_back();
}

// The Runtime API.

awaitable<std::optional<Handed>> Instance::next() {
  if (phase_ == Phase::ended || phase_ == Phase::busy) co_return std::nullopt;
  const auto turn = ++turns_;
  turn_.cancel();                                       // an earlier one that waits
  if (phase_ == Phase::starting) init_ms_ = begun_ ? -1 : since(started_);
  if (phase_ != Phase::idle) deadline_.cancel();
  if (job_) {
    phase_ = Phase::busy;
    if (begun_) arm(deadline_, std::chrono::duration_cast<std::chrono::milliseconds>(begun_at_ + std::chrono::seconds(function_->timeout_seconds) - Clock::now()), &Instance::overdue);
    else begin();
  } else if (phase_ != Phase::idle) {
    phase_ = Phase::idle;
    patience_.cancel();
    if (spent() || !next_job_) shop_.idle(*this);
    else take(*std::exchange(next_job_, std::nullopt));
  }
  if (phase_ == Phase::idle && !frozen_) {
    order(Order::freeze);
    arm(idle_, kIdle, &Instance::end);
  }
  while (phase_ == Phase::idle && turn == turns_) {
    turn_.expires_at(Clock::time_point::max());
    co_await turn_.async_wait(quietly);
  }
  if (phase_ != Phase::busy || turn != turns_ || handed_) co_return std::nullopt;
  handed_ = true;
  co_return Handed{&job_->invocation, function_->arn, deadline_ms_};
}

awaitable<void> Instance::measured() {
  const Order measure = Order::measure;
  if (phase_ == Phase::ended || ::send(control_.native_handle(), &measure, 1, MSG_NOSIGNAL) != 1) co_return;
  measuring_.expires_after(5ms);
  co_await measuring_.async_wait(quietly);
}

bool Instance::answer(std::string_view request_id, std::string payload) {
  if (!is_current(request_id)) return false;
  Outcome outcome;
  outcome.payload = std::move(payload);
  phase_ = Phase::finishing;
  finish(std::move(outcome), "", "");
  return true;
}

bool Instance::error(std::string_view request_id, std::string payload) {
  if (!is_current(request_id)) return false;
  Outcome outcome;
  outcome.function_error = true;
  outcome.payload = payload.empty() ? error_json("Unhandled", "") : std::move(payload);
  phase_ = Phase::finishing;
  finish(std::move(outcome), "", "");
  return true;
}

bool Instance::too_large(std::string_view request_id) {
  if (!is_current(request_id)) return false;
  Outcome outcome;
  outcome.function_error = true;
  outcome.payload = error_json("Function.ResponseSizeTooLarge", "Response payload size exceeded maximum allowed payload size (6291556 bytes).");
  phase_ = Phase::finishing;
  finish(std::move(outcome), "error", "Function.ResponseSizeTooLarge");
  return true;
}

bool Instance::init_error(std::string payload, std::string_view kind) {
  if (phase_ != Phase::starting || !job_) return false;
  retired_ = true;
  const std::string type(kind.empty() ? "Runtime.Unknown" : kind);
  drain_log();
  if (!begun_) {
    lines_.say("INIT_REPORT Init Duration: " + milliseconds(since(started_)) + " ms\tPhase: init\tStatus: error\tError Type: " + type, now_ms());
    begin_at_start();
  }
  Outcome outcome;
  outcome.function_error = true;
  outcome.payload = std::move(payload);
  finish(std::move(outcome), "error", type);
  return true;
}

// How an invocation ends.

void Instance::fail(std::string_view kind, const std::string& message, std::string_view status, bool logged) {
  const std::string text = "RequestId: " + job_->invocation.request_id + " Error: " + message;
  drain_log();
  if (!begun_) begin_at_start();
  if (logged) lines_.say(text + "\n" + std::string(kind), now_ms());
  Outcome outcome;
  outcome.function_error = true;
  outcome.payload = error_json(kind, text);
  finish(std::move(outcome), status, kind);
}

void Instance::finish(Outcome outcome, std::string_view status, std::string_view kind) {
  const double duration = status == "timeout" ? double(function_->timeout_seconds) * 1000 : since(begun_at_);
  drain_log();
  Measures m{duration, function_->memory_mb, std::min((memory_kb_ + 1023) / 1024, function_->memory_mb), std::exchange(init_ms_, -1.0), status, kind};
  const std::string id = job_->invocation.request_id;
  lines_.say("END RequestId: " + id, now_ms());
  lines_.say(report_line(id, m), now_ms());
  if (outcome.function_error) outcome.error_kind = "Unhandled";
  outcome.log_tail = lines_.tail();
  outcome.billed_ms = billed_ms(m);
  outcome.max_memory_mb = m.max_memory_mb;
  write_log();
  lines_.begin();
  Job job = std::move(*job_);
  job_.reset();
  begun_ = handed_ = false;
  job.tell(std::move(outcome));
}

void Instance::program_ended(int status) {
  drain_log();
  if (!job_) return end();
  const bool was_starting = phase_ == Phase::starting && !begun_;
  std::string how = exceeded_ ? "signal: killed" : how_it_ended(status);
  if (was_starting) lines_.say("INIT_REPORT Init Duration: " + milliseconds(since(started_)) + " ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError", now_ms());
  fail("Runtime.ExitError", how.empty() ? "Runtime exited without providing a reason" : "Runtime exited with error: " + how, "error", true);
  end();
}

// The sandbox has ended, for whatever reason.
void Instance::reaped() {
  tell_trace({});
  while (control_.is_open() && hear()) {}
  drain_log();
  if (job_ && shop_.stopping) {
    refuse("the server is stopping");
  } else if (job_ && !up_) {
    lines_.end_line(now_ms());
    refuse("the sandbox did not come up: " + std::string(base::trim(lines_.tail())));
  } else if (job_) {
    fail("Runtime.ExitError", "Runtime exited with error: signal: killed", "error", true);
  }
  end();
  pid_ = -1;
  write_log();
  boost::system::error_code ignored;
  control_.close(ignored);
  process_.close(ignored);
  shop_.gone(*this);
}

}  // namespace lambda::runtime
