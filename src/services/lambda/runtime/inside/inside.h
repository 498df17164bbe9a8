#pragma once
// The small program that stands between the host and a function. It is linked statically, needs nothing of the machine's
// libraries, and is carried inside the server. Twice it runs: "launch" outside of the sandbox, "init" as its first process.
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace lambda::inside {

[[noreturn]] inline void fail(const char* what, int error) {
  std::fprintf(stderr, "orgtrail: %s: %s\n", what, std::strerror(error));
  std::exit(125);
}

// launch UID COUNT (SOURCE NAME)*COUNT PROGRAM ARGUMENT...: leaves the server's user (UID; 0: stays who it is) and becomes
// the program. With a UID, /tmp holds each SOURCE under its NAME: a folder or file that user could not reach otherwise.
int launch(int argc, char** argv);

// init: the first process of the sandbox. It opens the ports and gives them to the host, runs the function without any
// privilege and within its limits, measures its memory, freezes it, and says how it ended.
int init();

// Forbids, for this process and its children, what no function needs and limits cannot count (decision 7).
void forbid_system_calls();

}  // namespace lambda::inside
