#include "server/serve.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <iostream>
#include <new>
#include <system_error>

#include "base/crypto.h"
#include "base/log.h"
#include "gateway/authority.h"
#include "gateway/server.h"
#include "server/control.h"
#include "server/data_folder.h"
#include "server/kept_records.h"
#include "server/landing_zone.h"
#include "server/profiles.h"
#include "server/version.h"
#include "server/witness.h"
#include "services/cloudtrail/workers.h"
#include "services/lambda/lambda.h"
#include "services/logs/metric_filters.h"

namespace server {
namespace {

namespace fs = std::filesystem;

constexpr int kGraceSeconds = 10;
constexpr base::Time kFirst{}, kLast = base::Time::seconds(221'845'392'000);      // 9000-01-01: what is counted from it has four digits too

// The laboratory's clock never runs back: a folder that has seen a time goes on from there.
std::unique_ptr<base::LabClock> lab_clock(const std::optional<std::string>& wanted, const DataFolder* folder) {
  const auto host = base::HostClock{}.now();
  auto kept = folder ? folder->clock_offset() : std::nullopt;
  if (!wanted && !kept) return nullptr;
  base::Time start{host.ms + kept.value_or(0)};
  if (wanted && *wanted != "now") {
    auto t = base::parse_time(*wanted);
    if (!t || *t < kFirst || *t > kLast) throw Misuse("--clock takes \"now\" or a time such as 2026-03-02T10:00:00Z, between 1970 and 9000");
    if (kept && *t < start) throw Misuse("the clock of this data folder already shows " + base::iso(start) + ": it cannot be set back");
    start = *t;
  }
  auto clock = std::make_unique<base::LabClock>(start);
  if (folder) folder->keep_clock_offset(clock->offset_ms());
  return clock;
}

// Idle connections must not take the descriptors that journal and bodies need: without one of those the server ends.
std::size_t connections_borne() {
  constexpr rlim_t kFiles = 512, kEnough = 16'384;
  rlimit limit{1024, 1024};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, kEnough));
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t left = limit.rlim_cur > 2 * kFiles ? limit.rlim_cur - kFiles : limit.rlim_cur / 2;
  return std::min<std::size_t>(gateway::ServerOptions{}.max_connections, left);
}

// The server's port, kept over resets: who connects in between waits in its queue.
class Listener {
 public:
  Listener(const std::string& address, std::uint16_t port) {
    const bool v6 = address.find(':') != address.npos;
    fd_ = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;
    ::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in6 six{.sin6_family = AF_INET6, .sin6_port = htons(port)};
    sockaddr_in four{.sin_family = AF_INET, .sin_port = htons(port)};
    if (::inet_pton(v6 ? AF_INET6 : AF_INET, address.c_str(), v6 ? static_cast<void*>(&six.sin6_addr) : &four.sin_addr) != 1)
      throw Misuse("\"" + address + "\" is not an IP address");
    auto at = v6 ? reinterpret_cast<sockaddr*>(&six) : reinterpret_cast<sockaddr*>(&four);
    if (::bind(fd_, at, v6 ? sizeof six : sizeof four) != 0 || ::listen(fd_, 1024) != 0)
      throw Misuse("cannot listen on " + address + ":" + std::to_string(port) + ": " + std::strerror(errno));
  }
  ~Listener() { ::close(fd_); }
  int fd() const { return fd_; }
  std::uint16_t port() const {
    sockaddr_storage at{};
    socklen_t size = sizeof at;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size);
    return ntohs(at.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(at).sin6_port : reinterpret_cast<sockaddr_in&>(at).sin_port);
  }

 private:
  int fd_ = -1;
};

class Serving {
 public:
  explicit Serving(const ServeOptions&);
  void stop();
  std::string answer(const std::string& command);        // of the control socket
  const Signpost& signpost() const { return signpost_; }
  const fs::path& profiles() const { return profiles_; }

 private:
  const base::Clock& clock() const { return lab_ ? static_cast<const base::Clock&>(*lab_) : host_; }
  fs::path home() const { return folder_ ? folder_->path() : passing_->path(); }
  void assemble();
  void open_gate();
  std::string move_clock(std::int64_t seconds);
  std::string set_clock(std::string_view time);
  std::string flush(bool digests);
  std::string reset();
  std::string write_profiles();
  std::string status();

  const ServeOptions& options_;
  const std::size_t connections_ = connections_borne();
  Config config_;
  base::HostClock host_;
  std::unique_ptr<DataFolder> folder_;                   // durable
  std::optional<Witness> witness_;                       // with it
  std::unique_ptr<PassingFolder> passing_;               // ephemeral
  std::string root_key_;
  std::unique_ptr<base::LabClock> lab_;
  std::unique_ptr<gateway::CertificateAuthority> authority_;
  std::unique_ptr<Listener> listener_;
  std::unique_ptr<Assembly> assembly_;
  std::unique_ptr<gateway::Server> gate_;
  fs::path profiles_;
  Signpost signpost_;
  std::mutex mutex_;                                     // one command, or the end
};

Serving::Serving(const ServeOptions& options) : options_(options) {
  if (options.config) config_ = load_config(*options.config);
  if (options.ephemeral) {
    passing_ = std::make_unique<PassingFolder>();
    root_key_ = base::random_bytes(32);
  } else {
    folder_ = std::make_unique<DataFolder>(options.places.data, options.places.root_key);
    root_key_ = folder_->root_key();
    witness_.emplace(options.places.root_key);
  }
  profiles_ = passing_ && !options.own_profiles ? home() / "aws" : options.places.profiles;
  lab_ = lab_clock(options.clock, folder_.get());
  listener_ = std::make_unique<Listener>(options.address, options.port);

  std::string error;
  auto names = config_.local_names;
  names.push_back(options.address);
  authority_ = gateway::CertificateAuthority::open(home(), base::derive_key(root_key_, "certificate authority"), names, host_, error);
  if (!authority_) throw Misuse("certificate authority: " + error);
  assemble();
  open_gate();
  std::string address = options.address == "0.0.0.0" ? "127.0.0.1" : options.address == "::" ? "::1" : options.address;
  if (address.find(':') != address.npos) address = "[" + address + "]";
  signpost_ = {address + ":" + std::to_string(gate_->port()), home() / "control.sock"};
  write_profiles();
}

void Serving::assemble() {
  assembly_ = std::make_unique<Assembly>(config_, clock(), folder_ ? folder_->path() : fs::path(), root_key_, lab_ != nullptr);
  if (witness_) witness_->check(assembly_->house().journal);
  bring_up(*assembly_, config_);
  if (witness_) witness_->see(assembly_->house().journal);
  lambda::open(assembly_->house(), {home() / "lambda", listener_->port(), home() / "ca.pem"});
  assembly_->start();
}

void Serving::open_gate() {
  gateway::ServerOptions o{.threads = options_.threads, .max_connections = connections_, .local_names = config_.local_names, .listener = ::dup(listener_->fd())};
  gate_ = std::make_unique<gateway::Server>(std::move(o), assembly_->house(), *authority_);
}

void Serving::stop() {
  std::lock_guard lock(mutex_);
  gate_->stop(kGraceSeconds);
  gate_.reset();
  if (witness_) witness_->see(assembly_->house().journal);
  assembly_.reset();
}

std::string Serving::answer(const std::string& command) {
  std::lock_guard lock(mutex_);
  if (!assembly_) throw Misuse("the server is ending");
  std::istringstream in(command);
  std::string verb, what, more;
  in >> verb >> what;
  std::getline(in >> std::ws, more);
  if (verb == "clock" && what == "advance") {
    auto seconds = parse_duration(more);
    if (!seconds) throw Misuse("clock advance takes a duration such as 1h");
    return move_clock(*seconds);
  }
  if (verb == "clock" && what == "set") return set_clock(more);
  if (verb == "clock" && what.empty()) return base::iso(clock().now()) + "\n";
  if (verb == "flush" && more.empty() && (what.empty() || what == "digests")) return flush(what == "digests");
  if (verb == "reset" && what.empty()) return reset();
  if (verb == "profiles" && what.empty()) return write_profiles();
  if (verb == "record" && !what.empty() && more.empty()) return kept_record(assembly_->house().journal, what);
  if (verb == "metrics" && !what.empty() && !more.empty()) return logs::metric_lines(assembly_->house(), {what, more});
  if (verb == "status" && what.empty()) return status();
  throw Misuse("there is no command \"" + command + "\"");
}

std::string Serving::move_clock(std::int64_t seconds) {
  if (!lab_) throw Misuse("this server lives by the host's clock: start it with --clock to move it");
  if (clock().now().plus_seconds(seconds) > kLast) throw Misuse("the clock goes no further than " + base::iso(kLast));
  assembly_->alone([&](service::House&) {
    lab_->advance_seconds(seconds);
    if (folder_) folder_->keep_clock_offset(lab_->offset_ms());
  });
  return base::iso(clock().now()) + "\n";
}

std::string Serving::set_clock(std::string_view text) {
  auto time = base::parse_time(text);
  if (!time) throw Misuse("clock set takes a time such as 2026-03-02T10:00:00Z");
  std::int64_t seconds = (time->ms - clock().now().ms + 999) / 1000;
  if (seconds < 0) throw Misuse("the clock shows " + base::iso(clock().now()) + " and is never set back");
  return move_clock(seconds);
}

std::string Serving::flush(bool digests) {
  if (!lab_) throw Misuse("this server delivers on its own: start it with --clock to make it deliver now");
  assembly_->alone([&](service::House& house) { cloudtrail::flush(house, digests); });
  return "";
}

std::string Serving::reset() {
  if (!passing_) throw Misuse("only a server started with --ephemeral can be reset");
  auto begin = std::chrono::steady_clock::now();
  gate_.reset();
  assembly_.reset();
  assemble();
  open_gate();
  write_profiles();
  auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count();
  return "reset in " + std::to_string(ms) + " ms\n";
}

std::string Serving::write_profiles() {
  std::string out;
  for (auto& name : server::write_profiles(assembly_->house(), profiles_, authority_->certificate_pem(), config_.region, signpost_)) out += name + "\n";
  return out;
}

std::string Serving::status() {
  auto& house = assembly_->house();
  std::string out = "version " + std::string(kVersion) + "\nendpoint " + signpost_.endpoint + "\n";
  out += "storage " + (folder_ ? folder_->path().string() : "memory") + "\nprofiles " + profiles_.string() + "\n";
  out += "clock " + base::iso(clock().now()) + (lab_ ? " (laboratory)" : "") + "\n";
  out += "entries " + std::to_string(house.journal.durable()) + "\n";
  store::Txn txn = house.store.read();
  out += "accounts " + std::to_string(house.ports().all_accounts(txn).size()) + "\n";
  return out;
}

void announce(const Serving& serving, const ServeOptions& options) {
  if (!options.address.starts_with("127.") && options.address != "::1")
    base::log_info("listening on " + options.address + ": every host that reaches this address can try credentials");
  if (options.ephemeral && !options.own_profiles)
    base::log_info("a server in memory has its profiles apart: exec, reset and the others find it by --profiles " + serving.profiles().string());
  std::cout << "orgtrail " << kVersion << " serves http and https on " << serving.signpost().endpoint << "\n"
            << "profiles " << serving.profiles().string() << "\n"
            << std::flush;
}

// What has begun when memory ends may be half done: ended here, it is as a kill, and the journal knows what was whole.
[[noreturn]] void out_of_memory() {
  constexpr std::string_view kText = "fatal: out of memory: what was answered is in the journal\n";
  [[maybe_unused]] auto n = ::write(STDERR_FILENO, kText.data(), kText.size());
  ::_exit(70);
}

}  // namespace

void serve(const ServeOptions& options) {
  std::set_new_handler(out_of_memory);
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);          // inherited by every thread: only this one is told
  ::signal(SIGPIPE, SIG_IGN);
  Serving serving(options);
  Control control(serving.signpost().control, [&](const std::string& command) { return serving.answer(command); });
  announce(serving, options);
  int which = 0;
  ::sigwait(&ends, &which);
  base::log_info("ending: requests under way are answered first");
  serving.stop();
}

}  // namespace server
