#include "services/lambda/runtime/interpreters.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "services/lambda/runtime/environment.h"

namespace lambda::runtime {
namespace {

// What a program prints, up to 1 KB, when it ends well; nothing otherwise.
std::string output_of(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
  char* environment[] = {path, nullptr};
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) return {};
  Fd out(pipe[0]), in(pipe[1]);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, in.get(), 1);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, arguments[0], &files, nullptr, arguments.data(), environment);
  posix_spawn_file_actions_destroy(&files);
  in = Fd();
  if (error) return {};
  std::string text;
  char some[1024];
  for (ssize_t n; (n = ::read(out.get(), some, sizeof some)) > 0 || (n < 0 && errno == EINTR);)
    if (n > 0 && text.size() < sizeof some) text.append(some, std::size_t(n));
  int status = 0;
  ::waitpid(pid, &status, 0);
  while (text.ends_with('\n')) text.pop_back();
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? text : "";
}

constexpr const char* kCompile =
    "import os, py_compile, sys\n"
    "os.umask(0o022)\n"
    "try: py_compile.compile(sys.argv[1], dfile='/var/runtime/orgtrail_bootstrap.py')\n"
    "except Exception: pass\n"                          // it is compiled at every start then
    "print('%d.%d.%d' % sys.version_info[:3])";

}  // namespace

std::string Interpreters::ask(const std::string& path, bool python) const {
  if (python) return output_of({path, "-I", "-c", kCompile, (ground_.runtime / "orgtrail_bootstrap.py").string()});
  std::string text = output_of({path, "--version"});
  return text.starts_with('v') ? text.substr(1) : text;
}

Interpreter Interpreters::of(std::string_view runtime) {
  auto family = family_of(runtime);
  if (!family) return {"", "", "there is no runtime " + std::string(runtime) + " here: python3.x, nodejs and provided are what functions can have"};
  if (family == Family::provided) return {"", runtime == "provided" ? "provided:al1" : "provided:" + std::string(runtime.substr(9)), ""};
  std::string path = interpreter_of(runtime);
  const bool python = family == Family::python;
  if (path.empty()) return {"", "", std::string(runtime) + " needs " + (python ? "/usr/bin/python3" : "Node.js in /usr/bin or /usr/local/bin") + ", which this machine does not have"};
  std::lock_guard lock(mutex_);
  std::string& version = versions_[path];
  if (version.empty()) version = ask(path, python);
  if (version.empty()) return {"", "", path + " does not run"};
  return {path, (python ? "python:" : "nodejs:") + version, ""};
}

}  // namespace lambda::runtime
