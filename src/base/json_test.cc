#include "base/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace base {
namespace {

std::string written(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

// Strings are looked at eight bytes a step: whatever the place, what is special is seen.
TEST(Json, EscapesAtEveryPlace) {
  for (std::size_t length = 1; length <= 20; ++length)
    for (std::size_t at = 0; at < length; ++at)
      for (int c = 0; c < 0x80; ++c) {
        std::string text(length, 'x');
        text[at] = char(c);
        std::string out = written(text);
        auto back = parse_json(out);
        ASSERT_TRUE(back) << out;
        EXPECT_EQ(std::string_view(*back), text);
        EXPECT_EQ(out.size() == length + 2, c >= 0x20 && c != '"' && c != '\\');
      }
}

TEST(Json, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(written("12345678\xff" "abcdefgh\"\n"), "\"12345678\xEF\xBF\xBD" "abcdefgh\\\"\\n\"");
  EXPECT_EQ(written("1234567\xC3\xA4\\"), "\"1234567\xC3\xA4\\\\\"");
}

// As AWS's JSON says them: bare, they would spoil the document they stand in.
TEST(Json, SaysInAStringWhatIsNoNumber) {
  const double infinity = std::numeric_limits<double>::infinity();
  std::string out;
  JsonWriter(out).open('[').real(0.5).real(std::nan("")).real(infinity).real(-infinity).close(']');
  EXPECT_EQ(out, R"([0.5,"NaN","Infinity","-Infinity"])");
}

}  // namespace
}  // namespace base
