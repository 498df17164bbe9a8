// Selectors held against events: one line a case. The rules are those of "Filtering data events" and "Logging data events".
#include "services/cloudtrail/match.h"

#include <gtest/gtest.h>

#include "services/cloudtrail/names.h"
#include "services/cloudtrail/selector_checks.h"

namespace cloudtrail {
namespace {

EventSelector basic(std::string rw, bool management, std::vector<DataResource> data = {}, std::vector<std::string> excluded = {}) {
  EventSelector s;
  s.readWriteType = rw;
  s.includeManagementEvents = management;
  s.dataResources = std::move(data);
  s.excludeManagementEventSources = std::move(excluded);
  return s;
}
DataResource s3(std::vector<std::string> values) { return {"AWS::S3::Object", std::move(values)}; }
DataResource functions(std::vector<std::string> values) { return {"AWS::Lambda::Function", std::move(values)}; }

struct Op { std::string field, how; std::vector<std::string> values; };
AdvancedEventSelector advanced(const std::vector<Op>& ops) {
  AdvancedEventSelector out;
  for (auto& op : ops) {
    auto it = std::find_if(out.fieldSelectors.begin(), out.fieldSelectors.end(), [&](auto& f) { return f.field == op.field; });
    if (it == out.fieldSelectors.end()) { out.fieldSelectors.push_back({op.field, {}, {}, {}, {}, {}, {}}); it = std::prev(out.fieldSelectors.end()); }
    Operator values;
    for (auto& v : op.values) values.push_back(v);
    auto& slot = op.how == "=" ? it->equals : op.how == "!=" ? it->notEquals : op.how == "^" ? it->startsWith : op.how == "!^" ? it->notStartsWith
               : op.how == "$" ? it->endsWith : it->notEndsWith;
    slot = values;
  }
  return out;
}
const Op kData{"eventCategory", "=", {"Data"}}, kManagement{"eventCategory", "=", {"Management"}}, kObjects{"resources.type", "=", {"AWS::S3::Object"}};

bool wants(const std::vector<EventSelector>& s, const Subject& e) { return Selection(s, {}).wants(e); }
bool wants(const std::vector<AdvancedEventSelector>& s, const Subject& e) { return Selection({}, s).wants(e); }

Subject management(bool read, std::string_view source = "iam.amazonaws.com") { return {.data = false, .read_only = read, .source = source, .name = "X", .type = "AwsApiCall"}; }
Subject object(std::string_view arn, bool read = false, std::string_view name = "PutObject") {
  Subject s{.data = true, .read_only = read, .source = "s3.amazonaws.com", .name = name, .type = "AwsApiCall", .caller_arn = "arn:aws:iam::111111111111:user/alice"};
  s.resources.push_back({"AWS::S3::Object", arn});
  return s;
}
Subject listing(std::string_view prefix) {
  Subject s = object("arn:aws:s3:::b/", true, "ListObjects");
  s.resources[0].more = prefix;
  return s;
}

TEST(Selectors, basic_management) {
  for (bool read : {true, false}) {
    EXPECT_TRUE(wants({basic("All", true)}, management(read)));
    EXPECT_EQ(wants({basic("ReadOnly", true)}, management(read)), read);
    EXPECT_EQ(wants({basic("WriteOnly", true)}, management(read)), !read);
    EXPECT_FALSE(wants({basic("All", false, {s3({"arn:aws:s3"})})}, management(read)));
  }
  auto no_kms = basic("All", true, {}, {"kms.amazonaws.com"});
  EXPECT_FALSE(wants({no_kms}, management(true, "kms.amazonaws.com")));
  EXPECT_TRUE(wants({no_kms}, management(true, "rdsdata.amazonaws.com")));
  EXPECT_TRUE(wants({no_kms, basic("ReadOnly", true)}, management(true, "kms.amazonaws.com"))) << "any selector that matches";
}

TEST(Selectors, basic_values_are_prefixes_of_objects) {
  struct { const char *value, *arn; bool hit; } table[] = {
      {"arn:aws:s3", "arn:aws:s3:::b/k", true},           {"arn:aws:s3:::", "arn:aws:s3:::b/k", true},
      {"arn:aws:s3:::*", "arn:aws:s3:::b/k", true},       {"arn:aws:s3:::b/", "arn:aws:s3:::b/k", true},
      {"arn:aws:s3:::b/", "arn:aws:s3:::bb/k", false},    {"arn:aws:s3:::b/pre", "arn:aws:s3:::b/pre/x", true},
      {"arn:aws:s3:::b/pre", "arn:aws:s3:::b/prefix2/x", true}, {"arn:aws:s3:::b/pre", "arn:aws:s3:::b/other", false},
      {"arn:aws:s3:::b/k*", "arn:aws:s3:::b/key", false}, {"arn:aws:s3:::b/K", "arn:aws:s3:::b/k", false},
  };
  for (auto& c : table) EXPECT_EQ(wants({basic("All", false, {s3({c.value})})}, object(c.arn)), c.hit) << c.value << " " << c.arn;
  EXPECT_FALSE(wants({basic("ReadOnly", false, {s3({"arn:aws:s3"})})}, object("arn:aws:s3:::b/k", false)));
  EXPECT_FALSE(wants({basic("All", true)}, object("arn:aws:s3:::b/k")));
  EXPECT_FALSE(wants({basic("All", false, {s3({})})}, object("arn:aws:s3:::b/k"))) << "no values, nothing selected";
}

TEST(Selectors, listings_are_selected_by_their_prefix) {
  auto b = basic("All", false, {s3({"arn:aws:s3:::b/pre"})});
  EXPECT_TRUE(wants({b}, listing("pre/x")));
  EXPECT_FALSE(wants({b}, listing("p")));
  EXPECT_FALSE(wants({b}, listing("")));
  EXPECT_TRUE(wants({basic("All", false, {s3({"arn:aws:s3:::b/"})})}, listing("")));
  Subject open = listing("");
  open.resources[0].open = true;
  EXPECT_TRUE(wants({b}, open)) << "the prefix is not known yet: it may be";
  EXPECT_FALSE(wants({basic("All", false, {s3({"arn:aws:s3:::c/pre"})})}, open));
}

TEST(Selectors, functions_are_matched_whole) {
  const std::string arn = "arn:aws:lambda:us-east-1:111111111111:function:f";
  Subject s{.data = true, .name = "Invoke"};
  auto with = [&](std::string a) { s.resources = {{"AWS::Lambda::Function", {}}}; static std::string held; held = a; s.resources[0].arn = held; return s; };
  EXPECT_TRUE(wants({basic("All", false, {functions({arn})})}, with(arn)));
  EXPECT_TRUE(wants({basic("All", false, {functions({arn})})}, with(arn + ":3")));
  EXPECT_FALSE(wants({basic("All", false, {functions({arn})})}, with(arn + "oo")));
  EXPECT_TRUE(wants({basic("All", false, {functions({"arn:aws:lambda"})})}, with(arn)));
  EXPECT_FALSE(wants({basic("All", false, {s3({"arn:aws:s3"})})}, with(arn)));
}

TEST(Selectors, advanced_operators) {
  struct { Op op; const char* arn; bool hit; } table[] = {
      {{"resources.ARN", "=", {"arn:aws:s3:::b/k", "arn:aws:s3:::b/l"}}, "arn:aws:s3:::b/l", true},
      {{"resources.ARN", "=", {"arn:aws:s3:::b/k"}}, "arn:aws:s3:::b/kk", false},
      {{"resources.ARN", "^", {"arn:aws:s3:::b/"}}, "arn:aws:s3:::b/k", true},
      {{"resources.ARN", "$", {".log", ".gz"}}, "arn:aws:s3:::b/k.gz", true},
      {{"resources.ARN", "!=", {"arn:aws:s3:::b/k"}}, "arn:aws:s3:::b/k", false},
      {{"resources.ARN", "!^", {"arn:aws:s3:::b/", "arn:aws:s3:::c/"}}, "arn:aws:s3:::c/k", false},
      {{"resources.ARN", "!^", {"arn:aws:s3:::b/", "arn:aws:s3:::c/"}}, "arn:aws:s3:::d/k", true},
      {{"resources.ARN", "!$", {".tmp"}}, "arn:aws:s3:::d/k.tmp", false},
      {{"resources.ARN", "=", {"arn:aws:s3:::b/*"}}, "arn:aws:s3:::b/k", false},
      {{"eventName", "=", {"PutObject"}}, "arn:aws:s3:::d/k", true},
      {{"eventName", "^", {"Get"}}, "arn:aws:s3:::d/k", false},
      {{"eventName", "!=", {"PutObject"}}, "arn:aws:s3:::d/k", false},
      {{"readOnly", "=", {"false"}}, "arn:aws:s3:::d/k", true},
      {{"readOnly", "=", {"true"}}, "arn:aws:s3:::d/k", false},
      {{"userIdentity.arn", "$", {"/alice"}}, "arn:aws:s3:::d/k", true},
      {{"userIdentity.arn", "!$", {"/alice"}}, "arn:aws:s3:::d/k", false},
      {{"eventType", "!=", {"AwsServiceEvent"}}, "arn:aws:s3:::d/k", true},
      {{"eventSource", "=", {"s3.amazonaws.com"}}, "arn:aws:s3:::d/k", true},
      {{"sessionCredentialFromConsole", "=", {"true"}}, "arn:aws:s3:::d/k", false},
      {{"sessionCredentialFromConsole", "!=", {"true"}}, "arn:aws:s3:::d/k", true},
  };
  for (auto& c : table) {
    auto s = advanced({kData, kObjects, c.op});
    EXPECT_NO_THROW(check_advanced({s}));
    EXPECT_EQ(wants({s}, object(c.arn)), c.hit) << c.op.field << c.op.how << c.op.values[0] << " " << c.arn;
  }
}

TEST(Selectors, advanced_positive_operators_are_one_list_and_negative_ones_take_away) {
  auto s = advanced({kData, kObjects, {"resources.ARN", "=", {"arn:aws:s3:::b/one"}}, {"resources.ARN", "^", {"arn:aws:s3:::b/pre"}}, {"resources.ARN", "!$", {".tmp"}}});
  EXPECT_TRUE(wants({s}, object("arn:aws:s3:::b/one")));
  EXPECT_TRUE(wants({s}, object("arn:aws:s3:::b/prefix")));
  EXPECT_FALSE(wants({s}, object("arn:aws:s3:::b/prefix.tmp")));
  EXPECT_FALSE(wants({s}, object("arn:aws:s3:::b/two")));
}

TEST(Selectors, advanced_categories_and_types) {
  auto all = advanced({kManagement});
  EXPECT_TRUE(wants({all}, management(true)));
  EXPECT_FALSE(wants({all}, object("arn:aws:s3:::b/k")));
  auto no_kms = advanced({kManagement, {"eventSource", "!=", {"kms.amazonaws.com", "rdsdata.amazonaws.com"}}});
  EXPECT_FALSE(wants({no_kms}, management(false, "kms.amazonaws.com")));
  EXPECT_TRUE(wants({no_kms}, management(false)));
  auto topics = advanced({kData, {"resources.type", "=", {"AWS::SNS::Topic"}}});
  EXPECT_FALSE(wants({topics}, object("arn:aws:s3:::b/k")));
  auto network = advanced({{"eventCategory", "=", {"NetworkActivity"}}, {"eventSource", "=", {"kms.amazonaws.com"}}});
  EXPECT_FALSE(wants({network}, management(true, "kms.amazonaws.com")));
  EXPECT_FALSE(wants(std::vector<AdvancedEventSelector>{network}, object("arn:aws:s3:::b/k")));
}

TEST(Selectors, what_flags_decide_alone) {
  using Known = std::optional<bool>;
  EXPECT_EQ(Selection({basic("All", true)}, {}).at_once(false, true), Known(true));
  EXPECT_EQ(Selection({basic("All", true)}, {}).at_once(true, true), Known(false));
  EXPECT_EQ(Selection({basic("WriteOnly", true)}, {}).at_once(false, true), Known(false));
  EXPECT_EQ(Selection({basic("All", true, {}, {"kms.amazonaws.com"})}, {}).at_once(false, true), Known());
  EXPECT_EQ(Selection({basic("All", true, {s3({"arn:aws:s3"})})}, {}).at_once(true, false), Known());
  EXPECT_FALSE(Selection({basic("All", true, {s3({})})}, {}).wants_data());
  EXPECT_TRUE(Selection({}, {advanced({kData, kObjects})}).wants_data());
}

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const service::ApiError& e) {
    return e.code + ": " + e.message;
  }
  return "";
}

TEST(Selectors, refused_advanced) {
  const std::vector<AdvancedEventSelector> table[] = {
      {},
      {advanced({{"resources.type", "=", {"AWS::S3::Object"}}})},                                     // no category
      {advanced({{"eventCategory", "!=", {"Data"}}})},
      {advanced({{"eventCategory", "=", {"Data", "Management"}}})},
      {advanced({{"eventCategory", "=", {"Insight"}}})},
      {advanced({kData})},                                                                            // no type
      {advanced({kData, {"resources.type", "=", {"AWS::S3::Object", "AWS::SNS::Topic"}}})},
      {advanced({kData, {"resources.type", "^", {"AWS::"}}})},
      {advanced({kData, {"resources.type", "=", {"S3"}}})},
      {advanced({kData, kObjects, {"readOnly", "!=", {"true"}}})},
      {advanced({kData, kObjects, {"readOnly", "=", {"yes"}}})},
      {advanced({kData, kObjects, {"errorCode", "=", {"AccessDenied"}}})},
      {advanced({kManagement, {"eventName", "=", {"RunInstances"}}})},
      {advanced({kManagement, kObjects})},
      {advanced({kManagement, {"nonsense", "=", {"x"}}})},
      {advanced({kData, kObjects, {"sessionCredentialFromConsole", "^", {"t"}}})},
      {advanced({{"eventCategory", "=", {"NetworkActivity"}}})},
      {advanced({{"eventCategory", "=", {"NetworkActivity"}}, {"eventSource", "=", {"kms.amazonaws.com"}}, {"errorCode", "=", {"AccessDenied"}}})},
  };
  int row = 0;
  for (auto& c : table) EXPECT_TRUE(refusal([&] { check_advanced(c); }).starts_with("InvalidEventSelectorsException: ")) << row++;
  auto twice = advanced({kData, kObjects});
  twice.fieldSelectors.push_back(twice.fieldSelectors.back());
  EXPECT_NE(refusal([&] { check_advanced({twice}); }), "");
  auto empty = advanced({kManagement});
  empty.fieldSelectors.push_back({"readOnly", {}, {}, {}, {}, {}, {}});
  EXPECT_NE(refusal([&] { check_advanced({empty}); }), "");
  Op many{"resources.ARN", "=", {}};
  for (int i = 0; i < 498; ++i) many.values.push_back("arn:aws:s3:::b/" + std::to_string(i));
  EXPECT_EQ(refusal([&] { check_advanced({advanced({kData, kObjects, many})}); }), "");
  many.values.push_back("one more");
  EXPECT_NE(refusal([&] { check_advanced({advanced({kData, kObjects, many})}); }), "");
}

TEST(Selectors, refused_basic) {
  EXPECT_EQ(refusal([] { checked({basic("All", true, {s3({"arn:aws:s3:::bucket"})})}); }),
            "InvalidEventSelectorsException: Value arn:aws:s3:::bucket for DataResources.Values is invalid.");
  for (auto& bad : {s3({"arn:aws:s3:::/x"}), s3({"arn:aws:sns"}), s3({"arn:aws:s3:::b*/x"}), functions({"arn:aws:s3"}), functions({"arn:aws:lambda:us-east-1"}),
                    DataResource{"AWS::SNS::Topic", std::vector<std::string>{"arn:aws:sns"}}, DataResource{"AWS::DynamoDB::Table", std::vector<std::string>{"arn:aws:s3"}}})
    EXPECT_NE(refusal([&] { checked({basic("All", true, {bad})}); }), "") << *bad.type;
  EXPECT_EQ(refusal([] { checked({basic("All", true, {s3({"arn:aws:s3:::*"})})}); }), "") << "until late in 2025";
  EXPECT_EQ(refusal([] { checked({basic("All", true, {s3({"arn:aws:s3:::*"})})}, {.accepted = false}); }),
            "InvalidEventSelectorsException: Value arn:aws:s3:::* for DataResources.Values is invalid.");
  EXPECT_EQ(refusal([] { checked({basic("All", true, {s3({"arn:aws:s3"})})}, {.accepted = false}); }), "");
  EXPECT_NE(refusal([] { checked({basic("All", false)}); }), "");
  EXPECT_NE(refusal([] { checked({basic("All", true, {}, {"ec2.amazonaws.com"})}); }), "");
  EXPECT_NE(refusal([] { checked({basic("All", false, {s3({"arn:aws:s3"})}, {"kms.amazonaws.com"})}); }), "");
  EXPECT_NE(refusal([] { checked({}); }), "");
  EXPECT_NE(refusal([] { checked(std::vector<EventSelector>(6, basic("All", true))); }), "");
  std::vector<std::string> many;
  for (int i = 0; i < 251; ++i) many.push_back("arn:aws:s3:::b/" + std::to_string(i));
  EXPECT_NE(refusal([&] { checked({basic("All", true, {s3(many)})}); }), "");
  many.back() = "arn:aws:s3";                                                                        // does not count
  EXPECT_EQ(refusal([&] { checked({basic("All", true, {s3(many)})}); }), "");
}

TEST(Selectors, defaults_are_filled_in) {
  auto s = checked({EventSelector{}}).front();
  EXPECT_EQ(*s.readWriteType, "All");
  EXPECT_TRUE(*s.includeManagementEvents);
  EXPECT_TRUE(s.dataResources->empty() && s.excludeManagementEventSources->empty());
}

}  // namespace
}  // namespace cloudtrail
