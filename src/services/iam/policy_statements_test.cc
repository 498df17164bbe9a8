#include "services/iam/policy_statements.h"

#include <gtest/gtest.h>

namespace iam {

static std::string where(const StatementPart& s) {
  auto text = [](const Position& p) { return std::to_string(p.line) + ":" + std::to_string(p.column); };
  return text(s.start) + "-" + text(s.end);
}

TEST(PolicyStatements, KnowWhereTheyStand) {
  auto one = statements_of(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a:{]\"","Resource":"*"}})");
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(where(one[0]), "1:37-1:88");
  auto two = statements_of("{ \"Id\": \"[{\",\n  \"Statement\" : [\n    {\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\"} ,\n"
                           "    {\"Effect\":\"Allow\",\n     \"Action\":\"*\",\"Resource\":[\"*\"]}\n  ]\n}");
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(where(two[0]), "3:5-3:53");
  EXPECT_EQ(where(two[1]), "4:5-5:36");
  for (auto& s : two) EXPECT_TRUE(s.document);
}

TEST(PolicyStatements, OfTextsThatAreNone) {
  for (const char* text : {"", "{", "{\"Statement\"", "{\"Statement\":", "{\"Statement\":[{", "{\"Statement\":\"\\", "[]", "{\"a\" \"b\"}", "{\"Statement\":[{]}"}) {
    auto parts = statements_of(text);
    ASSERT_GE(parts.size(), 1u) << text;
    EXPECT_FALSE(parts[0].document) << text;
    EXPECT_TRUE(context_keys_of(text).empty()) << text;
  }
}

TEST(PolicyStatements, AskForContextKeys) {
  std::string rest = R"("Statement":[{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/${aws:username}/${*}${aws:userid, 'x'}",
    "Condition":{"StringLike":{"aws:UserAgent":["a","${aws:PrincipalTag/team}"],"AWS:USERNAME":"x"},"Null":{"aws:TokenIssueTime":true}}}]})";
  using Keys = std::vector<std::string>;
  EXPECT_EQ(context_keys_of("{\"Version\":\"2012-10-17\"," + rest), (Keys{"aws:username", "aws:UserAgent", "aws:PrincipalTag/team", "aws:TokenIssueTime"}));
  EXPECT_EQ(context_keys_of("{" + rest), (Keys{"aws:UserAgent", "AWS:USERNAME", "aws:TokenIssueTime"}));
}

}  // namespace iam
