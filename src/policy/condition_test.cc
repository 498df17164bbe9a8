#include "policy/condition.h"

#include <gtest/gtest.h>

#include "policy/network.h"

namespace policy {
namespace {

using List = std::vector<std::string>;
using Held = std::optional<List>;      // the context's value of the key; none: absent
constexpr std::nullopt_t absent = std::nullopt;

struct Case {
  const char* op;
  List policy;
  Held context;
  bool holds;
};

bool holds(const Case& c) {
  auto op = parse_operator(c.op);
  EXPECT_TRUE(op) << c.op;
  Context context;
  context.set("aws:Var", "value");
  if (c.context) context.set("t:Key", *c.context);
  return op && Condition(*op, "T:key", c.policy, true).holds(context);
}

void check(const std::vector<Case>& cases) {
  for (std::size_t i = 0; i < cases.size(); ++i) {
    auto& c = cases[i];
    EXPECT_EQ(holds(c), c.holds) << i << ": " << c.op << " " << testing::PrintToString(c.policy) << " against "
                                 << (c.context ? testing::PrintToString(*c.context) : "absent");
  }
}

TEST(Condition, Strings) {
  check({
      {"StringEquals", {"a", "b"}, List{"b"}, true},
      {"StringEquals", {"a"}, List{"A"}, false},
      {"StringEquals", {"a*"}, List{"ab"}, false},
      {"StringEquals", {"a*"}, List{"a*"}, true},
      {"StringEquals", {"${aws:Var}"}, List{"value"}, true},
      {"StringEquals", {""}, List{""}, true},
      {"StringNotEquals", {"a", "b"}, List{"b"}, false},
      {"StringNotEquals", {"a", "b"}, List{"c"}, true},
      {"StringEqualsIgnoreCase", {"${aws:Var}X"}, List{"VALUEx"}, true},
      {"StringNotEqualsIgnoreCase", {"aBc"}, List{"AbC"}, false},
      {"StringLike", {"a?c*"}, List{"abcd"}, true},
      {"StringLike", {"a?c*"}, List{"ABCD"}, false},
      {"StringLike", {"${aws:Var}*"}, List{"values"}, true},
      {"StringNotLike", {"arn:aws:iam::*:role/BreakGlass"}, List{"arn:aws:iam::1:role/BreakGlass"}, false},
      {"StringNotLike", {"arn:aws:iam::*:role/BreakGlass"}, List{"arn:aws:iam::1:role/Other"}, true},
      {"StringEquals", {}, List{"a"}, false},
      {"StringNotEquals", {}, List{"a"}, true},
  });
}

TEST(Condition, Absent) {
  for (const char* positive : {"StringEquals", "StringEqualsIgnoreCase", "StringLike", "NumericEquals", "NumericLessThan",
                               "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals",
                               "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool",
                               "BinaryEquals", "IpAddress", "ArnEquals", "ArnLike"}) {
    std::string op = positive;
    EXPECT_FALSE(holds({op.c_str(), {"1"}, absent})) << op;
    EXPECT_TRUE(holds({(op + "IfExists").c_str(), {"1"}, absent})) << op;
    EXPECT_TRUE(holds({("ForAllValues:" + op).c_str(), {"1"}, absent})) << op;
    EXPECT_FALSE(holds({("ForAnyValue:" + op).c_str(), {"1"}, absent})) << op;
    EXPECT_TRUE(holds({("ForAllValues:" + op + "IfExists").c_str(), {"1"}, absent})) << op;
    EXPECT_TRUE(holds({("ForAnyValue:" + op + "IfExists").c_str(), {"1"}, absent})) << op;
  }
  for (const char* negated : {"StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "NumericNotEquals",
                              "DateNotEquals", "NotIpAddress", "ArnNotEquals", "ArnNotLike"}) {
    std::string op = negated;
    EXPECT_TRUE(holds({op.c_str(), {"1"}, absent})) << op;
    EXPECT_TRUE(holds({(op + "IfExists").c_str(), {"1"}, absent})) << op;
    EXPECT_TRUE(holds({("ForAllValues:" + op).c_str(), {"1"}, absent})) << op;
    EXPECT_FALSE(holds({("ForAnyValue:" + op).c_str(), {"1"}, absent})) << op;
  }
}

TEST(Condition, IfExistsJudgesWhatIsThere) {
  check({
      {"StringEqualsIfExists", {"a"}, List{"b"}, false},
      {"StringNotEqualsIfExists", {"a"}, List{"a"}, false},
      {"StringNotEqualsIfExists", {"a"}, List{"b"}, true},
      {"BoolIfExists", {"true"}, List{"false"}, false},
  });
}

TEST(Condition, Numbers) {
  check({
      {"NumericEquals", {"10"}, List{"10.0"}, true},
      {"NumericNotEquals", {"10"}, List{"11"}, true},
      {"NumericNotEquals", {"10"}, List{"10"}, false},
      {"NumericLessThan", {"10"}, List{"9.5"}, true},
      {"NumericLessThan", {"10"}, List{"10"}, false},
      {"NumericLessThanEquals", {"10"}, List{"10"}, true},
      {"NumericGreaterThan", {"-1"}, List{"0"}, true},
      {"NumericGreaterThanEquals", {"3600"}, List{"3599"}, false},
      {"NumericGreaterThan", {"5", "1"}, List{"2"}, true},
      {"NumericEquals", {"ten", "10"}, List{"10"}, true},
      {"NumericEquals", {"10"}, List{"ten"}, false},
      {"NumericEquals", {"10"}, List{""}, false},
      {"NumericLessThan", {"inf"}, List{"1"}, false},
      {"NumericNotEquals", {"10"}, List{"0x0A"}, true},
  });
}

TEST(Condition, Dates) {
  check({
      {"DateEquals", {"2026-03-02T10:05:11Z"}, List{"1772445911"}, true},
      {"DateNotEquals", {"2026-03-02T10:05:11Z"}, List{"2026-03-02T10:05:12Z"}, true},
      {"DateLessThan", {"2026-03-02"}, List{"2026-03-01T23:59:59Z"}, true},
      {"DateLessThan", {"2026-03-02"}, List{"2026-03-02T00:00:00Z"}, false},
      {"DateLessThanEquals", {"2026-03-02"}, List{"2026-03-02T00:00:00Z"}, true},
      {"DateGreaterThan", {"1772445911"}, List{"2026-03-02T12:05:12+02:00"}, true},
      {"DateGreaterThanEquals", {"2026-03-02T00:00:00Z"}, List{"2026-03-02T00:00:00Z"}, true},
      {"DateGreaterThan", {"2026-03-02T00:00:00Z"}, List{"tomorrow"}, false},
      {"DateLessThan", {"never"}, List{"2026-03-02T00:00:00Z"}, false},
  });
}

TEST(Condition, BoolAndBinary) {
  check({
      {"Bool", {"true"}, List{"true"}, true},
      {"Bool", {"TRUE"}, List{"true"}, true},
      {"Bool", {"false"}, List{"true"}, false},
      {"Bool", {"yes"}, List{"yes"}, false},
      {"BinaryEquals", {"AAEC"}, List{std::string("\0\1\2", 3)}, true},
      {"BinaryEquals", {"AAEC"}, List{"AAEC"}, false},
      {"BinaryEquals", {"not base64!"}, List{""}, false},
  });
}

TEST(Condition, Addresses) {
  check({
      {"IpAddress", {"203.0.113.0/24"}, List{"203.0.113.200"}, true},
      {"IpAddress", {"203.0.113.0/24"}, List{"203.0.114.1"}, false},
      {"IpAddress", {"203.0.113.77/24"}, List{"203.0.113.1"}, true},
      {"IpAddress", {"203.0.113.7"}, List{"203.0.113.7"}, true},
      {"IpAddress", {"0.0.0.0/0"}, List{"203.0.113.7"}, true},
      {"IpAddress", {"0.0.0.0/0"}, List{"2001:db8::1"}, false},
      {"IpAddress", {"::/0"}, List{"203.0.113.7"}, false},
      {"IpAddress", {"2001:db8:1234:5600::/56"}, List{"2001:DB8:1234:56ff::1"}, true},
      {"IpAddress", {"2001:db8:1234:5600::/56"}, List{"2001:db8:1234:5700::1"}, false},
      {"IpAddress", {"203.0.113.0/25"}, List{"::ffff:203.0.113.5"}, true},
      {"IpAddress", {"203.0.113.0/25"}, List{"203.0.113.128"}, false},
      {"IpAddress", {"203.0.113.0/33"}, List{"203.0.113.0"}, false},
      {"IpAddress", {"203.0.113.0/"}, List{"203.0.113.0"}, false},
      {"IpAddress", {"203.0.113.0/24"}, List{"AWS Internal"}, false},
      {"NotIpAddress", {"203.0.113.0/24", "198.51.100.0/24"}, List{"198.51.100.1"}, false},
      {"NotIpAddress", {"203.0.113.0/24", "198.51.100.0/24"}, List{"192.0.2.1"}, true},
  });
  EXPECT_TRUE(parse_network("::ffff:10.0.0.0/104")->contains(*parse_address("10.255.0.1")));
  EXPECT_FALSE(parse_network("::ffff:10.0.0.0/64"));
  EXPECT_FALSE(parse_address("1.2.3"));
  EXPECT_FALSE(parse_address(std::string(200, '1')));
}

TEST(Condition, Arns) {
  const List trail = {"arn:aws:cloudtrail:us-east-1:111111111111:trail/org-trail"};
  check({
      {"ArnLike", {"arn:*:cloudtrail:*:111111111111:trail/*"}, trail, true},
      {"ArnEquals", {"arn:*:cloudtrail:*:111111111111:trail/*"}, trail, true},
      {"ArnEquals", {"arn:aws:cloudtrail:*:trail/org-trail"}, trail, false},
      {"ArnLike", {"arn:aws:cloudtrail:us-east-1:111111111111:trail/ORG-trail"}, trail, false},
      {"ArnLike", {"*"}, trail, true},
      {"ArnLike", {"*"}, List{"111111111111"}, false},
      {"ArnLike", {"arn:aws:iam::*:role/${aws:Var}"}, List{"arn:aws:iam::1:role/value"}, true},
      {"ArnNotEquals", {"arn:*:cloudtrail:*:111111111111:trail/*"}, trail, false},
      {"ArnNotLike", {"arn:*:cloudtrail:*:222222222222:trail/*"}, trail, true},
      {"ArnNotLike", {"arn:*:cloudtrail:*:222222222222:trail/*"}, List{"nonsense"}, true},
  });
}

TEST(Condition, Null) {
  check({
      {"Null", {"true"}, absent, true},
      {"Null", {"true"}, List{"x"}, false},
      {"Null", {"true"}, List{""}, true},
      {"Null", {"false"}, absent, false},
      {"Null", {"false"}, List{"x"}, true},
      {"Null", {"false"}, List{""}, false},
      {"Null", {"true", "false"}, absent, true},
      {"Null", {"true", "false"}, List{"x"}, true},
  });
}

TEST(Condition, Quantifiers) {
  check({
      {"ForAllValues:StringEquals", {"a", "b"}, List{"a", "b"}, true},
      {"ForAllValues:StringEquals", {"a", "b"}, List{"a", "c"}, false},
      {"ForAllValues:StringEquals", {"a", "b"}, List{""}, true},
      {"ForAllValues:StringEquals", {"a", "b"}, List{}, true},
      {"ForAnyValue:StringEquals", {"a", "b"}, List{"c", "b"}, true},
      {"ForAnyValue:StringEquals", {"a", "b"}, List{"c", "d"}, false},
      {"ForAnyValue:StringEquals", {""}, List{""}, false},
      {"ForAnyValue:StringEquals", {"a"}, List{}, false},
      {"ForAllValues:StringNotEquals", {"a", "b"}, List{"c", "d"}, true},
      {"ForAllValues:StringNotEquals", {"a", "b"}, List{"c", "a"}, false},
      {"ForAnyValue:StringNotEquals", {"a", "b"}, List{"a", "c"}, true},
      {"ForAnyValue:StringNotEquals", {"a", "b"}, List{"a", "b"}, false},
      {"ForAnyValue:StringLike", {"o-1/r-1/ou-a/*"}, List{"o-1/r-1/ou-a/ou-b/"}, true},
      {"ForAllValues:IpAddress", {"10.0.0.0/8"}, List{"10.1.1.1", "11.1.1.1"}, false},
      {"ForAnyValue:NumericLessThan", {"5"}, List{"9", "4"}, true},
      {"StringEquals", {"a"}, List{"b", "a"}, true},         // no quantifier: as by ForAnyValue
  });
}

TEST(Condition, UnresolvedVariables) {
  check({
      {"StringEquals", {"${aws:None}"}, List{"a"}, false},
      {"StringEquals", {"${aws:None}", "a"}, List{"a"}, true},
      {"StringNotEquals", {"${aws:None}"}, List{"a"}, false},
      {"StringNotEquals", {"${aws:None}"}, absent, true},
      {"StringNotEquals", {"${aws:None, 'b'}"}, List{"a"}, true},
      {"ArnNotLike", {"arn:aws:iam::1:role/${aws:None}"}, List{"arn:aws:iam::1:role/x"}, false},
      {"ArnNotLike", {"arn:aws:iam::1:role/${aws:None}"}, List{"arn:aws:iam::2:role/x"}, true},
      {"Bool", {"${aws:None}"}, List{"true"}, false},
  });
}

TEST(Condition, VariablesNeedTheirVersion) {
  Context context;
  context.set("k:x", "value");
  context.set("aws:Var", "value");
  EXPECT_FALSE(Condition(*parse_operator("StringEquals"), "k:x", {"${aws:Var}"}, false).holds(context));
}

TEST(Operator, Names) {
  for (const char* name : {"stringequals", "StringMatches", "NullIfExists", "ForAllValues:Null", "ForAllValues:", "IfExists", "",
                           "ForAnyValue:ForAllValues:StringEquals", "BinaryNotEquals", "StringEqualsIfExistsIfExists"})
    EXPECT_FALSE(parse_operator(name)) << name;
  auto op = parse_operator("ForAnyValue:NotIpAddressIfExists");
  ASSERT_TRUE(op);
  EXPECT_TRUE(op->negated && op->if_exists && op->family == Family::ip && op->quantifier == Quantifier::for_any_value);
}

}  // namespace
}  // namespace policy
