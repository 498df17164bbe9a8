#pragma once
#include <string_view>

namespace base {

enum class LogLevel { error, info, debug };
void log_up_to(LogLevel);                      // info, until it is said
bool logs(LogLevel);                           // whether a line of that level is written

// One line to standard error, with the host's time. Never secrets, bodies or credentials.
void log(std::string_view level, std::string_view text);
inline void log_error(std::string_view text) { log("error", text); }
inline void log_info(std::string_view text) { if (logs(LogLevel::info)) log("info", text); }
inline void log_debug(std::string_view text) { if (logs(LogLevel::debug)) log("debug", text); }
// For faults after which nothing may be promised (a lost fsync): says so and ends the process.
[[noreturn]] void fatal(std::string_view text);

}  // namespace base
