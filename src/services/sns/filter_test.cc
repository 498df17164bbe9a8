#include "services/sns/filter.h"

#include <gtest/gtest.h>

namespace sns {
namespace {

bool takes(const char* policy, const MessageAttributes& attributes) { return accepts(*compile_filter(policy, false), false, "", attributes); }
bool takes_body(const char* policy, const char* text) { return accepts(*compile_filter(policy, true), true, text, {}); }

std::string fault(const std::string& policy, bool of_body = false) {
  try {
    compile_filter(policy, of_body);
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "";
}

const MessageAttributes kMessage = {{"store", {"String", "example_corp", {}}},
                                    {"price", {"Number", "210.75", {}}},
                                    {"interests", {"String.Array", R"(["soccer","rugby",5,null])", {}}},
                                    {"ip", {"String", "10.0.0.7", {}}},
                                    {"blob", {"Binary", {}, shape::Blob{"x"}}}};

TEST(SnsFilter, OfAttributes) {
  EXPECT_TRUE(takes(R"({"store":["example_corp"]})", kMessage));
  EXPECT_FALSE(takes(R"({"store":["Example_Corp"]})", kMessage));
  EXPECT_TRUE(takes(R"({"store":[{"equals-ignore-case":"Example_Corp"}],"price":[{"numeric":[">=",100,"<",300]}]})", kMessage));
  EXPECT_TRUE(takes(R"({"price":[210.75]})", kMessage));
  EXPECT_FALSE(takes(R"({"price":["210.75"]})", kMessage));
  EXPECT_TRUE(takes(R"({"interests":["rugby"]})", kMessage));
  EXPECT_TRUE(takes(R"({"interests":[5]})", kMessage));
  EXPECT_TRUE(takes(R"({"interests":[{"anything-but":["soccer","rugby"]}]})", kMessage));
  EXPECT_FALSE(takes(R"({"blob":[{"exists":true}]})", kMessage));
  EXPECT_TRUE(takes(R"({"absent":[{"exists":false}]})", kMessage));
  EXPECT_TRUE(takes(R"({"ip":[{"cidr":"10.0.0.0/24"}]})", kMessage));
  EXPECT_TRUE(takes(R"({"$or":[{"store":["x"]},{"price":[{"numeric":["<",300]}]}]})", kMessage));
  EXPECT_FALSE(takes(R"({"store":[{"exists":true}]})", {}));
}

TEST(SnsFilter, OfTheBody) {
  EXPECT_TRUE(takes_body(R"({"detail":{"kind":["a"]}})", R"({"detail":{"kind":"a"}})"));
  EXPECT_FALSE(takes_body(R"({"detail":{"kind":["a"]}})", "plain text"));
  EXPECT_FALSE(takes_body(R"({"detail":[{"exists":false}]})", "[]"));
}

TEST(SnsFilter, Bounds) {
  EXPECT_EQ(compile_filter("{}", false), nullptr);
  EXPECT_EQ(compile_filter("", false), nullptr);
  EXPECT_EQ(fault(R"({"a":{"b":["x"]}})"), "Filter policy scope MessageAttributes does not support nested filter policy");
  EXPECT_EQ(fault(R"({"a":{"b":["x"]}})", true), "");
  EXPECT_EQ(fault(R"({"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]})"), "FilterPolicy: Filter policy can not have more than 5 keys");
  std::string many = R"({"a":[)", tail = "]}";
  for (int i = 0; i < 151; ++i) many += (i ? ",\"" : "\"") + std::to_string(i) + "\"";
  EXPECT_EQ(fault(many + tail), "FilterPolicy: Filter policy is too complex");
  EXPECT_EQ(fault(R"({"a":"b"})"), "FilterPolicy: \"a\" must be an object or an array");
  EXPECT_EQ(fault("["), "FilterPolicy: Unable to parse JSON");
  EXPECT_NE(fault(R"({"a":[{"numeric":[">",1000000001]}]})"), "");
}

}  // namespace
}  // namespace sns
