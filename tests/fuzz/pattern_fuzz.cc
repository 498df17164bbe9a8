// Any text as a filter pattern of CloudWatch Logs, held against any message.
#include <cstdint>

#include "services/logs/pattern.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t middle = text.find('\n');
  const std::string_view message = middle == text.npos ? std::string_view() : text.substr(middle + 1);
  try {
    const auto pattern = logs::Pattern::compile(text.substr(0, middle));
    pattern.matches(message);
    for (auto& [selector, value] : pattern.extract(message)) pattern.value(message, selector);
    pattern.value(message, text.substr(0, middle));
  } catch (const logs::PatternFault&) {}
  return 0;
}
