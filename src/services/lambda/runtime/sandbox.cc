#include "services/lambda/runtime/sandbox.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <system_error>

#include "base/bytes.h"
#include "services/lambda/runtime/embedded.h"
#include "services/lambda/runtime/protocol.h"

namespace lambda::runtime {
namespace {

namespace fs = std::filesystem;
constexpr const char* kBubblewrap = "/usr/bin/bwrap";
constexpr unsigned kFirstUser = 64100;                // users that no package has: below Debian's end of the dynamic ones

void write_file(const fs::path& file, std::string_view text, fs::perms mode) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(text.data(), std::streamsize(text.size()));
  out.close();
  if (!out) throw std::system_error(errno, std::generic_category(), file.string());
  fs::permissions(file, mode);
}

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (!in) throw std::system_error(errno, std::generic_category(), file.string());
  return text;
}

constexpr auto kReadable = fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read;
constexpr auto kRunnable = kReadable | fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;

void make_folder(const fs::path& folder) {                // that anybody may look into
  fs::create_directories(folder);
  fs::permissions(folder, kRunnable);
}

// The few files of /etc that programs look for, ours; what is the machine's is mounted over the empty ones.
void prepare_etc(Ground& ground, std::string_view ca_bundle) {
  auto file = [&](const char* name, std::string_view text) { write_file(ground.etc / name, text, kReadable); };
  file("passwd", "root:x:0:0:root:/:/bin/false\nsbx_user1051:x:993:990::/home/sbx_user1051:/bin/bash\n");
  file("group", "root:x:0:\nsbx_user1051:x:990:\n");
  file("hosts", "127.0.0.1 localhost\n");
  file("resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
  file("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n");
  file("ca-bundle.crt", ca_bundle);
  auto over = [&](const std::string& name) {
    fs::path machines = fs::path("/etc") / name, ours = ground.etc / name;
    std::error_code ignored;
    if (!fs::exists(machines, ignored)) return;
    make_folder(ours.parent_path());
    if (fs::is_directory(machines, ignored)) make_folder(ours);
    else write_file(ours, "", kReadable);
    ground.system.insert(ground.system.end(), {"--ro-bind", machines.string(), machines.string()});
  };
  for (auto name : {"ssl/certs", "ssl/openssl.cnf", "alternatives", "ld.so.cache", "services", "protocols", "mime.types"}) over(name);
}

// /bin, /lib and so on are links into /usr on most machines, folders on some. /bin/sh is bash, as it is on Amazon Linux: scripts
// that are written for Lambda count on it.
std::vector<std::string> system_folders() {
  std::vector<std::string> out{"--ro-bind", "/usr", "/usr"};
  for (std::string name : {"/bin", "/sbin", "/lib", "/lib32", "/lib64"}) {
    std::error_code ignored;
    if (fs::is_symlink(name, ignored)) out.insert(out.end(), {"--symlink", fs::read_symlink(name).string(), name});
    else if (fs::is_directory(name, ignored)) out.insert(out.end(), {"--ro-bind", name, name});
  }
  std::error_code ignored;
  const fs::path sh = fs::canonical("/bin/sh", ignored), bash = fs::canonical("/bin/bash", ignored);
  if (!sh.empty() && !bash.empty() && sh != bash) out.insert(out.end(), {"--ro-bind", bash.string(), sh.string()});
  return out;
}

// Arguments under construction. Where the server is root, sources are set on a stage that the sandbox's user can reach.
struct Arguments {
  bool staged;
  std::vector<std::string> stage, words;
  void add(std::initializer_list<std::string> more) { words.insert(words.end(), more); }
  void bind(const fs::path& source, const std::string& name, const std::string& place) {
    if (staged) stage.insert(stage.end(), {source.string(), name});
    add({"--ro-bind", staged ? "/tmp/" + name : source.string(), place});
  }
};

std::vector<std::string> command_line(const Ground& ground, const SandboxPlan& plan) {
  Arguments a{ground.root, {}, {kBubblewrap}};
  a.add({"--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"});
  a.add({"--new-session", "--die-with-parent", "--as-pid-1", "--uid", "993", "--gid", "990", "--hostname", "lambda"});
  a.add({"--cap-drop", "ALL", "--cap-add", "CAP_NET_BIND_SERVICE"});
  a.bind(ground.etc, "etc", "/etc");
  a.words.insert(a.words.end(), ground.system.begin(), ground.system.end());
  a.add({"--proc", "/proc", "--dir", "/dev"});
  for (std::string device : {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}) a.add({"--dev-bind", device, device});
  a.add({"--symlink", "/proc/self/fd", "/dev/fd", "--symlink", "/proc/self/fd/1", "/dev/stdout", "--symlink", "/proc/self/fd/2", "/dev/stderr"});
  a.add({"--perms", "1777", "--size", std::to_string(plan.ephemeral_mb << 20), "--tmpfs", "/tmp"});
  a.bind(ground.runtime, "runtime", "/var/runtime");
  if (plan.code.empty()) a.add({"--dir", "/var/task"});
  else a.bind(plan.code, "task", "/var/task");
  if (plan.opt.empty()) a.add({"--dir", "/opt"});
  else a.bind(plan.opt, "opt", "/opt");
  a.bind(ground.inside, "inside", "/var/inside");
  a.add({"--remount-ro", "/", "--chdir", "/var/task", "--", "/var/inside", "init"});
  std::vector<std::string> all{ground.inside.string(), "launch", std::to_string(ground.root ? kFirstUser + plan.slot : 0),
                               std::to_string(a.stage.size() / 2)};
  all.insert(all.end(), a.stage.begin(), a.stage.end());
  all.insert(all.end(), a.words.begin(), a.words.end());
  return all;
}

std::string plan_text(const SandboxPlan& plan) {
  std::string out(4, '\0');
  auto text = [&](std::string_view v) { (out += v) += '\0'; };
  auto list = [&](const std::vector<std::string>& items) {
    text(std::to_string(items.size()));
    for (auto& item : items) text(item);
  };
  text(std::to_string(plan.memory_mb << 10));
  text(std::to_string(plan.ephemeral_mb << 20));
  text(std::to_string(plan.port));
  list(plan.programs);
  list(plan.arguments);
  for (auto& variable : plan.environment) text(variable);
  const auto length = std::uint32_t(out.size() - 4);
  std::memcpy(out.data(), &length, 4);
  return out;
}

Fd out_of_the_way(int fd) {                            // above those that the child gets
  Fd low(fd);
  return Fd(::fcntl(fd, F_DUPFD_CLOEXEC, 16));
}

int spawn(const std::vector<std::string>& words, int log, int control, pid_t& pid) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  char* nothing[] = {nullptr};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, log, 1);
  posix_spawn_file_actions_adddup2(&files, log, 2);
  posix_spawn_file_actions_adddup2(&files, control, kControl);
  posix_spawnattr_t how;
  posix_spawnattr_init(&how);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setsigdefault(&how, &all);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  int error = posix_spawn(&pid, words[0].c_str(), &files, &how, arguments.data(), nothing);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&how);
  return error;
}

Sandbox not_started(const char* what, int error) {
  Sandbox none;
  none.error = std::string(what) + ": " + std::strerror(error);
  return none;
}

}  // namespace

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

Ground prepare_ground(const fs::path& folder, const fs::path& ca_bundle) {
  Ground ground;
  ground.inside = folder / "inside";
  ground.runtime = folder / "runtime";
  ground.etc = folder / "etc";
  ground.root = ::geteuid() == 0;
  ground.system = system_folders();
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  make_folder(ground.runtime);
  make_folder(ground.etc);
  write_file(ground.inside, inside_program(), kRunnable);
  write_file(ground.runtime / "orgtrail_bootstrap.py", python_bootstrap(), kReadable);
  write_file(ground.runtime / "bootstrap.py", "from orgtrail_bootstrap import main\nmain()\n", kReadable);
  write_file(ground.runtime / "bootstrap.js", node_bootstrap(), kReadable);
  prepare_etc(ground, ca_bundle.empty() ? "" : read_file(ca_bundle));
  return ground;
}

Sandbox start_sandbox(const Ground& ground, const SandboxPlan& plan) {
  int pipe[2], pair[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) return not_started("a pipe cannot be made", errno);
  Fd log(pipe[0]), log_end = out_of_the_way(pipe[1]);
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return not_started("a socket cannot be made", errno);
  Fd control(pair[0]), control_end = out_of_the_way(pair[1]);
  if (!log_end || !control_end) return not_started("a descriptor cannot be had", errno);
  const std::string text = plan_text(plan);
  if (text.size() > kMaxPlan) return not_started("the environment", E2BIG);
  const int room = int(text.size()) + 4096;            // all of it at once, so that nothing waits
  ::setsockopt(control.get(), SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  ::fcntl(log.get(), F_SETFL, O_NONBLOCK);
  ::fcntl(control.get(), F_SETFL, O_NONBLOCK);
  Sandbox made;
  if (int error = spawn(command_line(ground, plan), log_end.get(), control_end.get(), made.pid)) return not_started("the sandbox's first program cannot be run", error);
  made.process = Fd(int(::syscall(SYS_pidfd_open, made.pid, 0)));
  made.control = std::move(control);
  made.log = std::move(log);
  if (!made.process || ::send(made.control.get(), text.data(), text.size(), MSG_NOSIGNAL) != ssize_t(text.size())) {
    auto failed = not_started("the sandbox does not listen", errno);
    ::kill(made.pid, SIGKILL);
    ::waitpid(made.pid, nullptr, 0);
    return failed;
  }
  return made;
}

std::string try_sandbox(const Ground& ground) {
  std::error_code ignored;
  if (!fs::exists(kBubblewrap, ignored)) return "/usr/bin/bwrap is missing (Debian's package bubblewrap)";
  SandboxPlan plan;
  plan.port = 4566;
  plan.programs = {"/usr/bin/true"};
  plan.arguments = {"true"};
  Sandbox trial = start_sandbox(ground, plan);
  if (!trial.error.empty()) return trial.error;
  pollfd end{trial.process.get(), POLLIN, 0};
  const bool in_time = ::poll(&end, 1, 10'000) == 1;
  ::kill(trial.pid, SIGKILL);
  int status = 0;
  ::waitpid(trial.pid, &status, 0);
  char said[4096];
  ssize_t n = ::read(trial.log.get(), said, sizeof said);
  Report report{};
  const bool opened = ::recv(trial.control.get(), &report, sizeof report, 0) == sizeof report && report.word == Word::ports;
  if (in_time && opened && WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  std::string why = n > 0 ? std::string(base::trim(std::string_view(said, std::size_t(n)))) : in_time ? "it ended at once" : "it did not come up in 10 s";
  while (why.ends_with('\n')) why.pop_back();
  return "a sandbox cannot be made: " + why;
}

}  // namespace lambda::runtime
