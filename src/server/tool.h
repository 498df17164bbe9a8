#pragma once
// `orgtrail exec`: any unmodified tool, in the environment in which AWS's own host names lead to the server.
#include "server/config.h"

namespace server {

struct ExecOptions {
  std::filesystem::path profiles;
  std::string profile;
  std::optional<std::string> region;
  std::vector<std::string> command;
};

// Does not return: the process becomes the command. Throws Misuse.
[[noreturn]] void run_tool(const ExecOptions&);

}  // namespace server
