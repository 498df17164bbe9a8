// Any pattern against any text: wildcards, ARNs and policy variables, in linear time; and the fast way to find a stretch with '?'
// finds what trying every place finds.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "policy/holes.h"
#include "policy/match.h"

namespace {

std::string without_stars(std::string_view text) {
  std::string out;
  for (char c : text) if (c != '*') out += c;
  return out;
}

// Of texts of ASCII, where every byte is a character.
void check_holes(const std::string& piece, std::string_view text) {
  for (std::string_view s : {std::string_view(piece), text}) for (char c : s) if (std::uint8_t(c) >= 0x80) return;
  if (piece.empty() || text.size() > 300 || piece.size() > 100) return;
  std::string marked = policy::mark_wildcards(piece);
  std::optional<std::size_t> tried;
  for (std::size_t from = 0; !tried && from + piece.size() <= text.size(); ++from)
    if (policy::glob(marked, text.substr(from, piece.size()))) tried = from + piece.size();
  if (policy::find_with_holes(marked, text) != tried) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view all(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t cut = all.size() * data[0] / 255;
  const std::string_view pattern = all.substr(0, cut), text = all.substr(cut);

  const std::string marked = policy::mark_wildcards(pattern);
  const std::size_t before = policy::match_steps(), pieces = 1 + std::size_t(std::count(pattern.begin(), pattern.end(), '*'));
  policy::glob(marked, text);
  if (policy::match_steps() - before > (text.size() + 1) * (17 + pattern.size() / 64) + pieces) std::abort();
  check_holes(without_stars(pattern), text);

  policy::Context context;
  context.set("aws:username", text);
  policy::Text(pattern, {.wildcards = true, .variables = true}).matches(text, context);
  policy::Text(pattern, {}).matches_folded(text, context);
  if (auto arn = base::parse_arn(text))
    for (auto variables : {policy::ArnPattern::Variables::none, policy::ArnPattern::Variables::in_resource, policy::ArnPattern::Variables::anywhere}) {
      policy::ArnPattern against(pattern, variables);
      if (against.any() && against.matches(*arn, context) != policy::Match::yes) std::abort();
      against.matches(*arn, context);
    }
  return 0;
}
