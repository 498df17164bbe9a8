#pragma once
// The command line: which words and options there are, and what each of them runs.
#include <string>
#include <vector>

namespace server {

// Runs the command and answers the process's exit status: 0, 1 when it failed, 2 when it was not understood.
int run(const std::vector<std::string>& arguments);

}  // namespace server
