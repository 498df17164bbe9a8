#include "services/organizations/inheritance.h"

#include <gtest/gtest.h>

namespace organizations {
namespace {

std::string merged(PolicyLevels levels, std::string_view type = "TAG_POLICY") { return effective_policy(type, levels).content; }

const std::string kRoot = R"({"tags":{"costcenter":{"tag_key":{"@@assign":"CostCenter"},"tag_value":{"@@assign":["Development","Support"]}}}})";
const std::string kRestricting = R"({"tags":{"project":{"tag_key":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"Project"},)"
                                 R"("tag_value":{"@@operators_allowed_for_child_policies":["@@append"],"@@assign":["Maintenance","Escalations"]}}}})";

// The examples of the user guide, by their numbers.
TEST(Inheritance, AChildOverwrites) {
  EXPECT_EQ(merged({{{"a", kRoot}}, {{"b", R"({"tags":{"costcenter":{"tag_value":{"@@assign":["Sandbox"]},"enforced_for":{"@@assign":["redshift:*"]}}}})"}}}),
            R"({"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["Sandbox"],"enforced_for":["redshift:*"]}}})");
}

TEST(Inheritance, AChildAppends) {
  EXPECT_EQ(merged({{{"a", kRoot}}, {{"c", R"({"tags":{"costcenter":{"tag_value":{"@@append":["Marketing","Support"]}}}})"}}}),
            R"({"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["Development","Support","Marketing"]}}})");
}

TEST(Inheritance, AChildRemoves) {
  EXPECT_EQ(merged({{{"a", kRoot}}, {}, {{"d", R"({"tags":{"costcenter":{"tag_value":{"@@remove":["Development","Marketing"]},"enforced_for":{"@@remove":["s3:*"]}}}})"}}}),
            R"({"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["Support"]}}})");
}

TEST(Inheritance, AParentRestricts) {
  EXPECT_EQ(merged({{{"e", kRestricting}},
                    {{"f", R"({"tags":{"project":{"tag_key":{"@@assign":"PROJECT"},"tag_value":{"@@append":["Research"]}}}})"}},
                    {{"g", R"({"tags":{"project":{"tag_value":{"@@operators_allowed_for_child_policies":["@@all"],"@@remove":["Research"]}}}})"}},
                    {{"h", R"({"tags":{"project":{"tag_value":{"@@assign":["Mine"]}}}})"}}}),
            R"({"tags":{"project":{"tag_key":"Project","tag_value":["Maintenance","Escalations","Research"]}}})");
}

TEST(Inheritance, RestrictionsHoldForAllBelowASetting) {
  EXPECT_EQ(merged({{{"a", R"({"services":{"@@operators_allowed_for_child_policies":["@@none"],"default":{"opt_out_policy":{"@@assign":"optOut"}}}})"}},
                    {{"b", R"({"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}},"lex":{"opt_out_policy":{"@@assign":"optIn"}}}})"}}},
                   "AISERVICES_OPT_OUT_POLICY"),
            R"({"services":{"default":{"opt_out_policy":"optOut"}}})");
}

TEST(Inheritance, RestrictionsOfOneLevelIntersect) {
  EXPECT_EQ(merged({{{"g", R"({"tags":{"project":{"tag_value":{"@@operators_allowed_for_child_policies":["@@append"],"@@assign":["Maintenance"]}}}})"},
                     {"h", R"({"tags":{"project":{"tag_value":{"@@operators_allowed_for_child_policies":["@@append","@@remove"]}}}})"}},
                    {{"i", R"({"tags":{"project":{"tag_value":{"@@remove":["Maintenance"],"@@append":["More"]}}}})"}}}),
            R"({"tags":{"project":{"tag_value":["Maintenance","More"]}}})");
}

TEST(Inheritance, OfOneLevelTheFirstAttachedWins) {
  EXPECT_EQ(merged({{{"j", R"({"tags":{"project":{"tag_key":{"@@assign":"PROJECT"},"tag_value":{"@@append":["Maintenance"]}}}})"},
                     {"k", R"({"tags":{"project":{"tag_key":{"@@assign":"project"},"tag_value":{"@@append":["Escalations"]}}}})"}}}),
            R"({"tags":{"project":{"tag_key":"PROJECT","tag_value":["Maintenance","Escalations"]}}})");
}

TEST(Inheritance, NothingComesOfNothing) {
  EXPECT_EQ(merged({}), "{}");
  EXPECT_EQ(merged({{{"a", "not json"}}, {{"b", R"({"tags":{"x":{"tag_value":{"@@remove":["y"]}}}})"}}}), "{}");
  EXPECT_EQ(merged({{{"a", R"({"tags":{"x":{"tag_key":{"@@assign":"X"}}}})"}}, {{"b", R"({"tags":{"x":{"tag_key":{"@@append":["Y"]}}}})"}}}),
            R"({"tags":{"x":{"tag_key":"X"}}})");
}

TEST(Inheritance, ABackupPlanMustBeWhole) {
  auto half = effective_policy("BACKUP_POLICY", {{{"p-1", R"({"plans":{"daily":{"regions":{"@@assign":["us-east-1"]},"rules":{"r":{"schedule_expression":{"@@assign":"daily"}}}}}})"}},
                                                 {{"p-2", R"({"plans":{"daily":{"regions":{"@@remove":["us-east-1"]}}}})"}}});
  ASSERT_EQ(half.flaws.size(), 3u);
  EXPECT_EQ(half.flaws[0].code, "KEY_REQUIRED");
  EXPECT_EQ(half.flaws[0].message, "'selections' is missing");
  EXPECT_EQ(half.flaws[0].path, "plans/daily");
  EXPECT_EQ(half.flaws[0].policies, (std::vector<std::string>{"p-1", "p-2"}));
  EXPECT_EQ(half.flaws[1].code, "ELEMENTS_TOO_FEW");
  EXPECT_EQ(half.flaws[1].path, "plans/daily/regions");
  EXPECT_EQ(half.flaws[2].message, "'target_backup_vault_name' is missing");
  EXPECT_EQ(half.flaws[2].policies, std::vector<std::string>{"p-1"});
}

TEST(Inheritance, Grammar) {
  auto bad = [](std::string_view text, std::string_view type = "TAG_POLICY", std::string_view root = "tags") { return inheritance_fault(type, root, text).has_value(); };
  EXPECT_FALSE(bad(kRoot));
  EXPECT_FALSE(bad(kRestricting));
  for (auto text : {"", "[]", "{}", R"({"tags":[]})", R"({"plans":{}})", R"({"tags":{},"more":{}})", R"({"tags":{"x":{"tag_key":"X"}}})", R"({"tags":{"x":{"tag_key":{"@@set":"X"}}}})",
                    R"({"tags":{"x":{"tag_value":{"@@append":"X"}}}})", R"({"tags":{"x":{"tag_value":{"@@assign":{"y":1}}}}})", R"({"tags":{"x":{"colour":{"@@assign":"X"}}}})",
                    R"({"tags":{"x":{"tag_key":{"@@operators_allowed_for_child_policies":["@@some"]}}}})", R"({"tags":{"x":{"tag_key":{"@@operators_allowed_for_child_policies":"@@all"}}}})"})
    EXPECT_TRUE(bad(text)) << text;
  EXPECT_FALSE(bad(R"({"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}})", "AISERVICES_OPT_OUT_POLICY", "services"));
  EXPECT_TRUE(bad(R"({"services":{"default":{"opt_out_policy":{"@@assign":"perhaps"}}}})", "AISERVICES_OPT_OUT_POLICY", "services"));
  EXPECT_FALSE(bad(R"({"anything":{"x":{"@@assign":1}}})", "NETWORK_SECURITY_DIRECTOR_POLICY", ""));
}

}  // namespace
}  // namespace organizations
