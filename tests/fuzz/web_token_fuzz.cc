// Any text as a web identity token, held against any text as its issuer's keys.
#include <cstdint>

#include "services/sts/web_token.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t middle = text.find('\n');
  const auto token = sts::read_web_token(text.substr(0, middle));
  const auto keys = sts::read_web_keys(middle == text.npos ? std::string_view() : text.substr(middle + 1));
  if (token && keys) for (auto& key : *keys) sts::verifies(key, *token);
  return 0;
}
