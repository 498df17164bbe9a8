#pragma once
// The operator's way in: a socket of the file system, for the owner alone, never on the network. A client sends one line
// and reads "ok" or "error" on a line of its own, and then what there is to say.
#include <filesystem>
#include <functional>
#include <string>
#include <thread>

namespace server {

class Control {
 public:
  // Answers one command; throws std::exception to refuse it.
  using Handler = std::function<std::string(const std::string& command)>;
  Control(const std::filesystem::path& socket, Handler);      // throws std::system_error
  ~Control();

 private:
  void loop();
  void converse(int client);
  std::filesystem::path path_;
  Handler handler_;
  int listener_ = -1, stop_ = -1;
  std::thread thread_;
};

// The answer to one command; throws Misuse when it is refused or nobody answers.
std::string ask_control(const std::filesystem::path& socket, const std::string& command);

}  // namespace server
