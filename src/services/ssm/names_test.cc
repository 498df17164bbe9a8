#include "services/ssm/names.h"

#include <gtest/gtest.h>

namespace ssm {
namespace {

std::string code(std::string_view name) {
  auto fault = name_fault(name, 45);
  return fault ? std::string(fault->code) : "";
}

TEST(SsmNames, KeepTheRulesOfTheUserGuide) {
  for (auto good : {"a", "/a", "/a/b/c", "with.dots-and_lines", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15", "/prod/aws/x"}) EXPECT_EQ(code(good), "") << good;
  for (auto bad : {"", "/", "a/b", "/a//b", "/a/", "a b", "ssm-x", "/SSM/x", "/a/b@c", "a:b", "ü"}) EXPECT_EQ(code(bad), "ValidationException") << bad;
  for (auto reserved : {"aws", "/aws/x", "AWS-x"}) EXPECT_EQ(code(reserved), "AccessDeniedException") << reserved;
  EXPECT_EQ(code("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16"), "HierarchyLevelLimitExceededException");
  EXPECT_EQ(code(std::string(966, 'a')), "");
  EXPECT_EQ(code(std::string(967, 'a')), "ValidationException");
}

TEST(SsmNames, PathsAreLevelsOfAHierarchy) {
  EXPECT_TRUE(stands_under("/a/b", "/a", false));
  EXPECT_TRUE(stands_under("/a/b", "/a/", false));
  EXPECT_FALSE(stands_under("/a/b/c", "/a", false));
  EXPECT_TRUE(stands_under("/a/b/c", "/a", true));
  EXPECT_FALSE(stands_under("/ab", "/a", true));
  EXPECT_FALSE(stands_under("/a", "/a", true));
  EXPECT_TRUE(stands_under("/a", "/", false));
  EXPECT_TRUE(stands_under("plain", "/", false));
  EXPECT_FALSE(stands_under("/a/b", "/", false));
  EXPECT_FALSE(path_fault("/"));
  EXPECT_FALSE(path_fault("/a/b"));
  EXPECT_FALSE(path_fault("/aws/service"));
  for (auto bad : {"a", "/aws/mine", "/ssm", "/a b", "/a//b"}) EXPECT_TRUE(path_fault(bad)) << bad;
}

TEST(SsmNames, SelectorsNameAVersionOrALabel) {
  EXPECT_EQ(split_selector("/a")->selector, "");
  EXPECT_EQ(split_selector("/a:12")->selector, ":12");
  EXPECT_EQ(split_selector("/a:12")->name, "/a");
  EXPECT_FALSE(split_selector("/a:1:2"));
  EXPECT_FALSE(split_selector("/a:"));
  EXPECT_EQ(version_selected(":12"), 12);
  EXPECT_FALSE(version_selected(":prod"));
  EXPECT_FALSE(version_selected(":99999999999999999999"));
  for (auto good : {"prod", "v1.2", "_x"}) EXPECT_TRUE(is_label(good)) << good;
  for (auto bad : {"1x", "awsx", "SSM", "a b", ""}) EXPECT_FALSE(is_label(bad)) << bad;
}

}  // namespace
}  // namespace ssm
