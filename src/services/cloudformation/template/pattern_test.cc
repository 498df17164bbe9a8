#include "services/cloudformation/template/pattern.h"

#include <gtest/gtest.h>

using cloudformation::language::Pattern;

namespace {

bool matches(std::string_view expression, std::string_view text) {
  auto pattern = Pattern::compile(expression);
  EXPECT_TRUE(pattern) << expression;
  return pattern && pattern->matches(text);
}

TEST(TemplatePattern, Whole) {
  EXPECT_TRUE(matches("[a-z]+", "abc"));
  EXPECT_FALSE(matches("[a-z]+", "abc1"));
  EXPECT_TRUE(matches("^\\d{12}$", "111122223333"));
  EXPECT_FALSE(matches("^\\d{12}$", "11112222333"));
  EXPECT_TRUE(matches("", ""));
  EXPECT_FALSE(matches("", "a"));
  EXPECT_TRUE(matches("^$|.*", ""));
  EXPECT_TRUE(matches("a|bc|d", "bc"));
  EXPECT_TRUE(matches("(a|bc|d)*x?", "abcdda"));
  EXPECT_FALSE(matches("(a|bc|d)*x?", "abcdxda"));
  EXPECT_TRUE(matches("^$|^arn:(aws[a-zA-Z-]*)?:kms:[a-z0-9-]+:\\d{12}:alias\\/[a-zA-Z0-9/_-]+$",
                      "arn:aws:kms:eu-west-1:111122223333:alias/a/b"));
}

TEST(TemplatePattern, Repetition) {
  EXPECT_TRUE(matches("a{2,3}", "aa"));
  EXPECT_TRUE(matches("a{2,3}", "aaa"));
  EXPECT_FALSE(matches("a{2,3}", "a"));
  EXPECT_FALSE(matches("a{2,3}", "aaaa"));
  EXPECT_TRUE(matches("(ab){2,}", "ababab"));
  EXPECT_FALSE(matches("(ab){2,}", "ab"));
  EXPECT_TRUE(matches("(a*)*b", "aaab"));
  EXPECT_TRUE(matches("(a|b|){0,3}c", "abc"));
  EXPECT_TRUE(matches("a*?b", "aab"));
  EXPECT_TRUE(matches("^([\\w.-]{1,900})$|^(\\/[\\w.-]{1,900})*[\\w.-]{1,900}$", "/sra/control-tower/xy"));
}

TEST(TemplatePattern, Classes) {
  EXPECT_TRUE(matches("[\\w.-]+", "a.b-c"));
  EXPECT_TRUE(matches("[\\w-.]+", "a.b-c"));
  EXPECT_TRUE(matches("[a-zA-Z0-9-\\-_.]+", "a-_."));
  EXPECT_TRUE(matches("[--]", "-"));
  EXPECT_TRUE(matches("[^\\s\"]+", "ab"));
  EXPECT_FALSE(matches("[^\\s\"]+", "a b"));
  EXPECT_TRUE(matches("[[a-c][x-z]]+", "axc"));
  EXPECT_TRUE(matches("[\\d\\D]+", "a1\n"));
  EXPECT_TRUE(matches("\\p{Alpha}+\\p{Digit}", "ab1"));
  EXPECT_FALSE(matches("\\P{Alpha}", "a"));
  EXPECT_TRUE(matches("[äö]+.", "äöü"));
  EXPECT_FALSE(matches(".", "\n"));
  EXPECT_TRUE(matches("(?i)abc[x]", "aBCX"));
  EXPECT_TRUE(matches("a(?i:b)c", "aBc"));
  EXPECT_FALSE(matches("a(?i:b)c", "aBC"));
  EXPECT_TRUE(matches("\\Qa.b\\E+", "a.bb"));
  EXPECT_TRUE(matches("\\x41\\u0042\\t", "AB\t"));
}

TEST(TemplatePattern, LookAround) {
  const char* bucket =
      "^(?=^.{3,63}$)(?!.*[.-]{2})(?!.*[--]{2})(?!^(?:(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}$)"
      "(^(([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])$)";
  EXPECT_TRUE(matches(bucket, "my-bucket.example"));
  EXPECT_FALSE(matches(bucket, "my--bucket"));
  EXPECT_FALSE(matches(bucket, "192.168.1.1"));
  EXPECT_FALSE(matches(bucket, "ab"));
  EXPECT_FALSE(matches("^((?!xn--)(?!.*-s3alias$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9])$", "a-s3alias"));
  EXPECT_TRUE(matches("[\\w.]{1,100}(?<!\\.git)", "repo.gi"));
  EXPECT_FALSE(matches("[\\w.]{1,100}(?<!\\.git)", "repo.git"));
  EXPECT_TRUE(matches(".*(?<=b)c", "abc"));
  EXPECT_TRUE(matches("((\\b(?<!@)(eu-west-1|us-east-1)\\b,{0,1})*)", "eu-west-1,us-east-1"));
  EXPECT_TRUE(matches("(a|b)c\\1", "aca"));
  EXPECT_FALSE(matches("(a|b)c\\1", "acb"));
  EXPECT_TRUE(matches("(?<x>a+)-\\1", "aa-aa"));
}

TEST(TemplatePattern, Invalid) {
  for (auto bad : {"(", "[a", "a{2", "a{3,2}", "*a", "a)", "\\", "[z-a]", "(?>a)", "a++", "\\2(a)", "[a&&b]", "\\p{Nonsense}",
                   "a{1000}{1000}", "(a{2}){100001}", "\\y"})
    EXPECT_FALSE(Pattern::compile(bad)) << bad;
  EXPECT_FALSE(Pattern::compile(std::string(100, '(') + std::string(100, ')')));
}

TEST(TemplatePattern, EndsInTime) {
  const std::string text(4096, 'a');
  EXPECT_FALSE(matches("^$|^[0-9a-zA-Z]+([0-9a-zA-Z-]*[0-9a-zA-Z])*$", text + "!"));
  EXPECT_FALSE(matches("(a|aa|a*)*(a|aa)*\\1b", text));
  EXPECT_FALSE(matches("((((a*)*)*)*)*b", text));
  matches("(?=(?=.*)*a*b)*(?<=a*a*a*b)?a*", text);
}

}  // namespace
