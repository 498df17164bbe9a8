#include "services/cloudformation/template/drift.h"

#include <gtest/gtest.h>

namespace cloudformation::language {
namespace {

std::vector<std::string> differences(const char* declared, const char* live) {
  std::vector<std::string> out;
  for (auto& d : drift_of(from_json(declared), from_json(live)).differences) out.push_back(d.path + " " + d.kind + " " + d.expected + " " + d.actual);
  return out;
}
using Found = std::vector<std::string>;

TEST(Drift, LooksAtWhatIsDeclaredAlone) {
  EXPECT_EQ(differences(R"({"A": 5, "B": {"C": true}, "Unread": 1})", R"({"a": "5", "B": {"C": "true", "D": 1}, "E": 7})"), Found{});
  EXPECT_EQ(differences(R"({"A": 5})", R"({"A": 6})"), Found{"/A NOT_EQUAL 5 6"});
  EXPECT_EQ(differences(R"({"A": {"B": "x", "C": "y"}})", R"({"A": {"B": "x"}})"), Found{"/A/C REMOVE y null"});
  EXPECT_EQ(differences(R"({"A": ["x"]})", R"({"A": null})"), Found{R"(/A REMOVE ["x"] null)"});
}

TEST(Drift, TakesListsInAnyOrder) {
  EXPECT_EQ(differences(R"({"A": ["x", "y"]})", R"({"A": ["y", "x"]})"), Found{});
  EXPECT_EQ(differences(R"({"A": ["x", "y"]})", R"({"A": ["y", "z"]})"), (Found{"/A/0 REMOVE x null", "/A/1 ADD null z"}));
  EXPECT_EQ(differences(R"({"T": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]})", R"({"T": [{"Key": "c", "Value": "3"}, {"Key": "b", "Value": "4"}, {"Key": "a", "Value": "1"}]})"),
            (Found{"/T/1/Value NOT_EQUAL 2 4", R"(/T/2 ADD null {"Key":"c","Value":"3"})"}));
}

TEST(Drift, ReadsDocumentsInTexts) {
  EXPECT_EQ(differences(R"({"P": {"Statement": {"Action": "s3:*"}}})", R"({"P": "{\"Statement\": [{\"Action\": [\"s3:*\"]}]}"})"), Found{});
  EXPECT_EQ(differences(R"({"P": "{\"a\": 1, \"b\": 2}"})", R"({"P": {"b": 2, "a": 1}})"), Found{});
  EXPECT_EQ(differences(R"({"P": "{not"})", R"({"P": "{no"})"), Found{"/P NOT_EQUAL {not {no"});
}

}  // namespace
}  // namespace cloudformation::language
