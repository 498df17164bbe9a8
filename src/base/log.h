#pragma once
#include <string_view>

namespace base {

// One line to standard error, with the host's time. Never secrets, bodies or credentials.
void log(std::string_view level, std::string_view text);
inline void log_info(std::string_view text) { log("info", text); }
inline void log_error(std::string_view text) { log("error", text); }
// For faults after which nothing may be promised (a lost fsync): says so and ends the process.
[[noreturn]] void fatal(std::string_view text);

}  // namespace base
