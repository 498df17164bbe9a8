#include "policy/match.h"

#include <gtest/gtest.h>

#include "policy/holes.h"

namespace policy {
namespace {

bool like(std::string_view pattern, std::string_view text) { return glob(mark_wildcards(pattern), text); }

TEST(Glob, WildcardsAnywhere) {
  EXPECT_TRUE(like("*", ""));
  EXPECT_TRUE(like("**", "anything"));
  EXPECT_TRUE(like("", ""));
  EXPECT_FALSE(like("", "a"));
  EXPECT_FALSE(like("?", ""));
  EXPECT_TRUE(like("a*b*c", "aXbYbZc"));
  EXPECT_FALSE(like("a*b*c", "aXbYbZ"));
  EXPECT_TRUE(like("*logging", "cloudtrail:stoplogging"));
  EXPECT_TRUE(like("a?c*", "abc"));
  EXPECT_FALSE(like("a?c", "ac"));
  EXPECT_TRUE(like("*?", "x"));
  EXPECT_FALSE(like("*?", ""));
  EXPECT_TRUE(like("*a?b*", "aabaxxaxb"));
  EXPECT_FALSE(like("ab*ba", "aba"));        // the ends may not overlap
  EXPECT_TRUE(like("*ab", "abab"));
  EXPECT_FALSE(like("*aXb", "ab"));
}

TEST(Glob, OneCharacterIsOneCodePoint) {
  EXPECT_TRUE(like("k?y", "k\u00e9y"));
  EXPECT_TRUE(like("*?", "\u20ac"));
  EXPECT_FALSE(like("*??", "\u20ac"));
  EXPECT_TRUE(like("??*", "\U0001F600\u00e9"));
  EXPECT_FALSE(like("???*", "\U0001F600\u00e9"));
  EXPECT_TRUE(like("?", "\xFF"));            // a byte that begins no character counts as one
}

TEST(Glob, LongAndHostilePatternsFinish) {
  std::string text(100'000, 'a'), stars, pieces = "*", holes = "*";
  for (int i = 0; i < 10'000; ++i) stars += "*a";
  pieces += std::string(20'000, 'a') + "b*";
  for (int i = 0; i < 200; ++i) holes += "?a";
  EXPECT_TRUE(like(stars, text));
  EXPECT_FALSE(like(stars + "b", text));
  EXPECT_FALSE(like(pieces, text));
  EXPECT_FALSE(like(holes + "b*", text));
}

// Patterns that cost others the product of both lengths, or worse: here each costs the text once for every 64 bytes of a stretch
// with '?', and the text once for every stretch without.
TEST(Glob, StepsGrowWithTheTextAlone) {
  auto steps = [](const std::string& pattern, const std::string& text) {
    std::size_t before = match_steps();
    like(pattern, text);
    return match_steps() - before;
  };
  std::string stars = "*", holes = "*", mixed = "*", letters = "*";
  for (int i = 0; i < 2'000; ++i) stars += "a*", holes += "?a", mixed += "a?*";
  letters += std::string(4'000, 'a') + "?b*";
  for (const std::string& pattern : {stars + "b", holes + "b*", mixed + "b", letters, std::string(4'000, '*') + "b", "*" + std::string(4'000, '?') + "b*"}) {
    const std::string shorter(10'000, 'a'), longer(40'000, 'a');
    const std::size_t words = pattern.size() / 64 + 1;
    EXPECT_LE(steps(pattern, longer), longer.size() * (words + 16)) << pattern.substr(0, 20);
    EXPECT_LE(steps(pattern, longer), 4 * steps(pattern, shorter) + 200'000) << pattern.substr(0, 20);
  }
  EXPECT_LE(steps("*" + std::string(30, '?') + "b*", std::string(100'000, 'a')), 100'000u);      // once
}

// The two ways of finding a stretch with '?' find the same: held against trying every place.
TEST(Glob, StretchesWithHoles) {
  auto found = [](const std::string& piece, const std::string& text) { return find_with_holes(mark_wildcards(piece), text); };
  auto tried = [](const std::string& piece, const std::string& text) -> std::optional<std::size_t> {
    for (std::size_t from = 0; from <= text.size(); ++from) {
      if (from < text.size() && (std::uint8_t(text[from]) & 0xC0) == 0x80) continue;       // within a character
      for (std::size_t to = from; to <= text.size(); ++to) {
        if (to < text.size() && (std::uint8_t(text[to]) & 0xC0) == 0x80) continue;
        if (like(piece, text.substr(from, to - from))) return to;
      }
    }
    return {};
  };
  std::uint32_t seed = 1;
  auto next = [&](std::uint32_t n) {
    seed = seed * 1664525 + 1013904223;
    return (seed >> 16) % n;
  };
  const std::string alphabet[] = {"a", "b", "\u00e9", "\u20ac", "\U0001F600"};
  for (int round = 0; round < 3'000; ++round) {
    std::string text, piece;
    for (std::uint32_t i = 0, n = next(90); i < n; ++i) text += alphabet[next(5)];
    for (std::uint32_t i = 0, n = 1 + next(6); i < n; ++i) piece += next(3) ? "?" : alphabet[next(5)];
    EXPECT_EQ(found(piece, text), tried(piece, text)) << piece << " in " << text;
  }
  std::string far = std::string(200, 'a') + "?" + std::string(100, 'b');
  EXPECT_EQ(found(far, "xx" + std::string(250, 'a') + "\u20ac" + std::string(100, 'b') + "yy"), 2u + 250 + 3 + 100);
  EXPECT_FALSE(found(far, std::string(199, 'a') + "\u20ac" + std::string(100, 'b')));
}

TEST(Text, VariablesAreLiteral) {
  Context context;
  context.set("aws:username", "bob*");
  context.set("aws:TagKeys", {"a", "b"});
  Text::Rules all{.wildcards = true, .variables = true}, plain{.wildcards = true};
  EXPECT_EQ(Text("home/${AWS:UserName}/*", all).matches("home/bob*/x", context), Match::yes);
  EXPECT_EQ(Text("home/${aws:username}/*", all).matches("home/bobby/x", context), Match::no);
  EXPECT_EQ(Text("${aws:nothing}", all).matches("", context), Match::unresolved);
  EXPECT_EQ(Text("${aws:TagKeys}", all).matches("a", context), Match::unresolved);
  EXPECT_EQ(Text("${aws:nothing, 'com?any'}-${aws:username}", all).matches("com?any-bob*", context), Match::yes);
  EXPECT_EQ(Text("${aws:nothing, 'com?any'}", all).matches("company", context), Match::no);
  EXPECT_EQ(Text("${*}${?}${$}*", all).matches("*?$ and more", context), Match::yes);
  EXPECT_EQ(Text("${*}", all).matches("x", context), Match::no);
  EXPECT_EQ(Text("${aws:username}", plain).matches("${aws:username}", context), Match::yes);   // Version 2008-10-17
  EXPECT_EQ(Text("${aws:username", all).matches("${aws:username", context), Match::yes);       // never closed
  EXPECT_EQ(Text("a*", {}).matches("a*", context), Match::yes);
  EXPECT_EQ(Text("a*", {}).matches("ab", context), Match::no);
  context.set("aws:username", "\xFF");                                                         // must not turn into a '*'
  EXPECT_EQ(Text("${aws:username}*", all).matches("anything", context), Match::unresolved);
}

TEST(Text, ExpansionIsBounded) {
  Context context;
  context.set("aws:UserAgent", std::string(8000, 'x'));
  std::string source;
  for (int i = 0; i < 500; ++i) source += "${aws:UserAgent}";
  EXPECT_EQ(Text(source, {.wildcards = true, .variables = true}).matches("x", context), Match::unresolved);
}

Match arn(std::string_view pattern, std::string_view text, ArnPattern::Variables variables = ArnPattern::Variables::none) {
  Context context;
  context.set("aws:PrincipalAccount", "111111111111");
  auto parsed = base::parse_arn(text);
  return parsed ? ArnPattern(pattern, variables).matches(*parsed, context) : Match::no;
}

TEST(ArnPattern, WildcardsStayInTheirField) {
  constexpr auto trail = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/org-trail";
  EXPECT_EQ(arn("*", trail), Match::yes);
  EXPECT_EQ(arn("arn:*:cloudtrail:*:111111111111:trail/*", trail), Match::yes);
  EXPECT_EQ(arn("arn:aws:cloudtrail:*:trail/*", trail), Match::no);          // five fields only
  EXPECT_EQ(arn("arn:aws:*:111111111111:trail/org-trail", trail), Match::no);
  EXPECT_EQ(arn("arn:aws:*:*:*:*", trail), Match::yes);
  EXPECT_EQ(arn("arn:aws:cloudtrail:eu-west-1:111111111111:Trail/*", trail), Match::no);
  EXPECT_EQ(arn("arn:aws:s3:::b*", "arn:aws:s3:::bucket/a:b/c"), Match::yes);
  EXPECT_EQ(arn("arn:aws:logs:*:*:log-group:*:stream", "arn:aws:logs:us-east-1:1:log-group:a:b:stream"), Match::yes);
  EXPECT_EQ(arn("arn:aws:s3:*b", "arn:aws:s3:::b"), Match::no);
  EXPECT_EQ(arn("arn:aws:s3:::b", "not an arn"), Match::no);
}

TEST(ArnPattern, VariablesWhereTheyAreAllowed) {
  constexpr auto mine = "arn:aws:iam::111111111111:user/111111111111";
  EXPECT_EQ(arn("arn:aws:iam::*:user/${aws:PrincipalAccount}", mine, ArnPattern::Variables::in_resource), Match::yes);
  EXPECT_EQ(arn("arn:aws:iam::${aws:PrincipalAccount}:user/*", mine, ArnPattern::Variables::in_resource), Match::no);
  EXPECT_EQ(arn("arn:aws:iam::${aws:PrincipalAccount}:user/*", mine, ArnPattern::Variables::anywhere), Match::yes);
  EXPECT_EQ(arn("arn:aws:iam::*:user/${aws:PrincipalAccount}", mine), Match::no);
}

TEST(Context, KeysFoldAndValuesReplace) {
  Context context;
  std::string held = "o-1";
  context.refer("aws:PrincipalOrgID", held);
  context.set("aws:TagKeys", std::vector<std::string>{"a", "b"});
  context.set("AWS:tagkeys", {"c"});
  context.set("aws:Empty", std::vector<std::string>{});
  ASSERT_TRUE(context.find("AWS:PRINCIPALORGID"));
  EXPECT_EQ(context.find("AWS:PRINCIPALORGID")->front().data(), held.data());
  ASSERT_EQ(context.find("aws:TagKeys")->size(), 1u);
  EXPECT_EQ(context.find("aws:TagKeys")->front(), "c");
  EXPECT_FALSE(context.find("aws:Empty"));
  EXPECT_FALSE(context.find("aws:PrincipalOrgI"));
  Context moved = std::move(context);
  context.set("k", std::string(5000, 'x'));                  // a moved-from context is an empty one
  EXPECT_EQ(moved.find("aws:TagKeys")->front(), "c");
  EXPECT_EQ(context.find("k")->front().size(), 5000u);
}

TEST(Subject, LongActionsFoldToo) {
  Context context;
  std::string action = "s3:" + std::string(500, 'A');
  Request request{action, "*", context, {}};
  EXPECT_EQ(Subject(request).action(), "s3:" + std::string(500, 'a'));
}

}  // namespace
}  // namespace policy
