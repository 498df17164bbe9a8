#include "service/pattern.h"

#include <gtest/gtest.h>

namespace service {
namespace {

bool holds(const std::string& pattern, const std::string& event) {
  auto p = Pattern::compile(pattern);
  return p->matches(*base::parse_json(event));
}

std::string fault(const std::string& pattern) {
  try {
    Pattern::compile(pattern);
  } catch (const PatternFault& e) {
    return e.what();
  }
  return "";
}

// One value at one key.
bool one(const std::string& test, const std::string& value) { return holds(R"({"k":[)" + test + "]}", R"({"k":)" + value + "}"); }

TEST(Pattern, ExactValuesKeepTheirTypes) {
  EXPECT_TRUE(one(R"("a")", R"("a")"));
  EXPECT_FALSE(one(R"("a")", R"("A")"));
  EXPECT_FALSE(one(R"("1")", "1"));
  EXPECT_FALSE(one("1", R"("1")"));
  EXPECT_TRUE(one("300", "3.0e2"));
  EXPECT_TRUE(one("true", "true"));
  EXPECT_FALSE(one("true", R"("true")"));
  EXPECT_FALSE(one("false", "true"));
  EXPECT_TRUE(one("null", "null"));
  EXPECT_FALSE(one("null", R"("")"));
  EXPECT_TRUE(one(R"("")", R"("")"));
}

TEST(Pattern, EveryKeyMustHoldAnyValueMay) {
  EXPECT_TRUE(holds(R"({"a":["x","y"],"b":{"c":[1]}})", R"({"a":"y","b":{"c":1,"d":2},"e":3})"));
  EXPECT_FALSE(holds(R"({"a":["x","y"],"b":{"c":[1]}})", R"({"a":"y","b":{"c":2}})"));
  EXPECT_FALSE(holds(R"({"a":["x"]})", R"({"b":"x"})"));
  EXPECT_FALSE(holds(R"({"a":{"b":["x"]}})", R"({"a":"x"})"));
  EXPECT_FALSE(holds(R"({"a":["x"]})", R"({"a":{"x":"x"}})"));
  EXPECT_FALSE(holds(R"({"a":["x"]})", "[]"));
}

TEST(Pattern, ListsMatchByOneElement) {
  EXPECT_TRUE(one(R"("a","z")", R"(["b","z"])"));
  EXPECT_FALSE(one(R"("a")", R"(["b","c"])"));
  EXPECT_FALSE(one(R"("a")", "[]"));
  EXPECT_TRUE(one(R"({"anything-but":"a"})", R"(["a","b"])"));
  EXPECT_FALSE(one(R"({"anything-but":"a"})", R"(["a","a"])"));
  // One object of a list must do for both keys.
  EXPECT_TRUE(holds(R"({"l":{"a":[1],"b":[2]}})", R"({"l":[{"a":3},{"a":1,"b":2}]})"));
  EXPECT_FALSE(holds(R"({"l":{"a":[1],"b":[2]}})", R"({"l":[{"a":1,"b":3},{"a":3,"b":2}]})"));
}

TEST(Pattern, Texts) {
  EXPECT_TRUE(one(R"({"prefix":"ab"})", R"("abc")"));
  EXPECT_FALSE(one(R"({"prefix":"ab"})", R"("Abc")"));
  EXPECT_TRUE(one(R"({"prefix":{"equals-ignore-case":"AB"}})", R"("abc")"));
  EXPECT_TRUE(one(R"({"suffix":".png"})", R"("a.png")"));
  EXPECT_FALSE(one(R"({"suffix":".png"})", R"("png")"));
  EXPECT_TRUE(one(R"({"suffix":{"equals-ignore-case":".PNG"}})", R"("a.pNg")"));
  EXPECT_TRUE(one(R"({"equals-ignore-case":"Alice"})", R"("aLICE")"));
  EXPECT_FALSE(one(R"({"prefix":"1"})", "12"));
}

TEST(Pattern, Wildcards) {
  EXPECT_TRUE(one(R"({"wildcard":"a*c"})", R"("abbc")"));
  EXPECT_TRUE(one(R"({"wildcard":"a*c"})", R"("ac")"));
  EXPECT_FALSE(one(R"({"wildcard":"a*c"})", R"("acb")"));
  EXPECT_FALSE(one(R"({"wildcard":"aba*aba"})", R"("aba")"));
  EXPECT_TRUE(one(R"({"wildcard":"*x*y*"})", R"("1x2y3")"));
  EXPECT_FALSE(one(R"({"wildcard":"*x*y*"})", R"("1y2x3")"));
  EXPECT_TRUE(one(R"({"wildcard":"a\\*b"})", R"("a*b")"));
  EXPECT_FALSE(one(R"({"wildcard":"a\\*b"})", R"("axb")"));
  EXPECT_TRUE(one(R"({"wildcard":"a\\\\*"})", R"("a\\b")"));
  EXPECT_EQ(fault(R"({"k":[{"wildcard":"a**"}]})"), "Consecutive wildcard characters at pos 1");
  EXPECT_EQ(fault(R"({"k":[{"wildcard":"a\\x"}]})"), "Invalid escape character at pos 1");
}

TEST(Pattern, AnythingBut) {
  EXPECT_TRUE(one(R"({"anything-but":["a","b"]})", R"("c")"));
  EXPECT_FALSE(one(R"({"anything-but":["a","b"]})", R"("b")"));
  EXPECT_TRUE(one(R"({"anything-but":5})", "6"));
  EXPECT_FALSE(one(R"({"anything-but":[5,6]})", "6.0"));
  EXPECT_FALSE(one(R"({"anything-but":{"prefix":"a"}})", R"("ab")"));
  EXPECT_FALSE(one(R"({"anything-but":{"prefix":["x","a"]}})", R"("ab")"));
  EXPECT_TRUE(one(R"({"anything-but":{"suffix":["x","a"]}})", R"("ab")"));
  EXPECT_FALSE(one(R"({"anything-but":{"equals-ignore-case":["AB"]}})", R"("ab")"));
  EXPECT_FALSE(one(R"({"anything-but":{"wildcard":"*/lib/*"}})", R"("usr/lib/x")"));
  EXPECT_TRUE(one(R"({"anything-but":{"wildcard":["*/lib/*","*/bin/*"]}})", R"("usr/x")"));
  EXPECT_FALSE(holds(R"({"k":[{"anything-but":"a"}]})", "{}"));      // it must be there
  EXPECT_EQ(fault(R"({"k":[{"anything-but":["a",1]}]})"), "Inside anything but list, either all values are number or string, mixed type is not supported");
  EXPECT_NE(fault(R"({"k":[{"anything-but":[]}]})"), "");
  EXPECT_NE(fault(R"({"k":[{"anything-but":{"numeric":["=",1]}}]})"), "");
}

TEST(Pattern, Numbers) {
  EXPECT_TRUE(one(R"({"numeric":["=",301.5]})", "301.5"));
  EXPECT_TRUE(one(R"({"numeric":[">",0,"<=",5]})", "5"));
  EXPECT_FALSE(one(R"({"numeric":[">",0,"<=",5]})", "0"));
  EXPECT_TRUE(one(R"({"numeric":["<",-1]})", "-2"));
  EXPECT_FALSE(one(R"({"numeric":["<",10]})", R"("5")"));
  EXPECT_EQ(fault(R"({"k":[{"numeric":[">",5,"<",5]}]})"), "Bottom must be less than top");
  EXPECT_NE(fault(R"({"k":[{"numeric":["<",5,">",1]}]})"), "");
  EXPECT_NE(fault(R"({"k":[{"numeric":["<",5,"<",6]}]})"), "");
  EXPECT_NE(fault(R"({"k":[{"numeric":["!",5]}]})"), "");
  EXPECT_NE(fault(R"({"k":[{"numeric":[">"]}]})"), "");
  EXPECT_NE(fault(R"({"k":[{"numeric":[">",6e9]}]})"), "");
  EXPECT_NE(fault(R"({"k":[{"numeric":5}]})"), "");
}

TEST(Pattern, ExistsIsOfLeaves) {
  EXPECT_TRUE(one(R"({"exists":true})", "null"));
  EXPECT_FALSE(one(R"({"exists":true})", R"({"x":1})"));
  EXPECT_FALSE(one(R"({"exists":false})", "0"));
  EXPECT_TRUE(one(R"({"exists":false})", R"({"x":1})"));
  EXPECT_TRUE(holds(R"({"a":{"b":[{"exists":false}]}})", "{}"));
  EXPECT_TRUE(holds(R"({"a":{"b":[{"exists":false}]}})", R"({"a":"text"})"));
  EXPECT_TRUE(holds(R"({"a":{"b":["x",{"exists":false}]}})", R"({"a":{"b":"x"}})"));
  EXPECT_FALSE(holds(R"({"a":{"b":[{"exists":false}]}})", R"({"a":[{"c":1},{"b":2}]})"));
  EXPECT_EQ(fault(R"({"k":[{"exists":1}]})"), "exists match pattern must be either true or false.");
}

TEST(Pattern, Networks) {
  EXPECT_TRUE(one(R"({"cidr":"10.0.0.0/24"})", R"("10.0.0.255")"));
  EXPECT_FALSE(one(R"({"cidr":"10.0.0.0/24"})", R"("10.0.1.0")"));
  EXPECT_TRUE(one(R"({"cidr":"2001:db8::/32"})", R"("2001:db8:1::1")"));
  EXPECT_FALSE(one(R"({"cidr":"10.0.0.0/24"})", R"("cloudtrail.amazonaws.com")"));
  EXPECT_NE(fault(R"({"k":[{"cidr":"10.0.0/24"}]})"), "");
}

TEST(Pattern, Either) {
  const std::string p = R"({"s":["x"],"$or":[{"a":[1]},{"b":{"c":[2]}},{"d":[{"exists":false}],"e":[5]}]})";
  EXPECT_TRUE(holds(p, R"({"s":"x","a":1,"d":0})"));
  EXPECT_TRUE(holds(p, R"({"s":"x","b":{"c":2},"d":0})"));
  EXPECT_TRUE(holds(p, R"({"s":"x","e":5})"));
  EXPECT_FALSE(holds(p, R"({"s":"x","d":1,"e":5})"));
  EXPECT_FALSE(holds(p, R"({"s":"y","a":1})"));
  EXPECT_TRUE(holds(R"({"a":{"$or":[{"b":[1]},{"c":[2]}]}})", R"({"a":{"c":2}})"));
  EXPECT_EQ(fault(R"({"$or":[{"a":[1]}]})"), "There must have at least 2 Objects in $or relationship.");
  EXPECT_EQ(Pattern::compile(p)->alternatives(), 3u);
}

TEST(Pattern, Faults) {
  EXPECT_EQ(fault("[]"), "Filter is not an object");
  EXPECT_EQ(fault("{}"), "Empty event patterns are not allowed");
  EXPECT_EQ(fault(R"({"a":"b"})"), "\"a\" must be an object or an array");
  EXPECT_EQ(fault(R"({"a":[]})"), "Empty arrays are not allowed");
  EXPECT_EQ(fault(R"({"a":{}})"), "Empty objects are not allowed");
  EXPECT_EQ(fault(R"({"a":[{"like":"x"}]})"), "Unrecognized match type like");
  EXPECT_EQ(fault(R"({"a":[{"prefix":"x","suffix":"y"}]})"), "Only one key allowed in match expression");
  EXPECT_EQ(fault(R"({"a":[["x"]]})"), "Match value must be String, number, true, false, or null");
  EXPECT_EQ(fault(R"({"a":["x"],"a":["y"]})"), "Duplicate key \"a\"");
  EXPECT_NE(fault("{"), "");
  EXPECT_NE(fault(""), "");
  EXPECT_NE(fault(std::string(500, '[')), "");
}

TEST(Pattern, CountsWhatTheServicesBound) {
  // The SNS Developer Guide's own example of a nested policy: 4 x 3 values at depth 3, 3 at depth 2, 3 at depth 1.
  auto p = Pattern::compile(R"({"key_a":{"key_b":{"key_c":["1","2","3","4"]}},"key_d":{"key_e":["1","2","3"]},"key_f":["1","2","3"]})");
  EXPECT_EQ(p->combinations(true), 4u * 3 * 3 * 2 * 3);
  EXPECT_EQ(p->combinations(false), 36u);
  EXPECT_EQ(p->leaves(), 3u);
  EXPECT_TRUE(p->nested());
  EXPECT_FALSE(Pattern::compile(R"({"a":[1],"$or":[{"b":[1]},{"c":[1]}]})")->nested());
  EXPECT_EQ(Pattern::compile(R"({"a":[{"wildcard":"*"},{"anything-but":{"wildcard":["a*","b*"]}}]})")->wildcards(), 3u);
}

}  // namespace
}  // namespace service
