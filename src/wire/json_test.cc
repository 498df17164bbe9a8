#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "shape/validate.h"
#include "wire/wire.h"

namespace {

using base::Time;
using shape::Blob;
using wire::Malformed, wire::Protocol;

struct Tag { shape::Text<1, 128> key; std::optional<std::string> value; };
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))

struct Trail {
  std::string name;
  std::optional<std::string> s3BucketName;
  std::optional<bool> isMultiRegionTrail;
  std::optional<std::int64_t> limit;
  std::optional<double> rate;
  std::optional<Time> startTime;
  std::optional<Blob> plaintext;
  std::optional<std::vector<Tag>> tagsList;
  std::optional<std::map<std::string, std::string>> context;
  std::optional<std::vector<std::string>> trailNameList;
};
BOOST_DESCRIBE_STRUCT(Trail, (), (name, s3BucketName, isMultiRegionTrail, limit, rate, startTime, plaintext, tagsList, context, trailNameList))

struct Nest { std::map<std::string, Tag> byName; std::vector<std::vector<Tag>> rows; };
BOOST_DESCRIBE_STRUCT(Nest, (), (byName, rows))

}  // namespace

template <> inline constexpr auto shape::places<Trail> = std::to_array<shape::Place>({{.member = "trailNameList", .wire = "trailNameList"}});

namespace {

template <class T> T parse(std::string_view body, std::vector<std::string>* missing = nullptr, Protocol protocol = Protocol::json11) {
  T out{};
  auto faults = wire::read(protocol, *shape::of<T>(), &out, {.method = "POST", .body = body});
  if (missing) *missing = faults; else EXPECT_TRUE(faults.empty()) << faults[0];
  return out;
}

std::string refusal(std::string_view body) {
  try {
    parse<Trail>(body);
  } catch (const Malformed& e) {
    EXPECT_EQ(e.code, "SerializationException");
    return e.message;
  }
  return "accepted";
}

template <class T> std::string body(const T& value) {
  return wire::write(Protocol::json11, *shape::of<T>(), &value, {.operation = "X", .request_id = "r-1"}).body;
}

}  // namespace

TEST(WireJson, ReadsEveryKind) {
  auto t = parse<Trail>(R"({"Name":"t\u00e9","S3BucketName":"b","IsMultiRegionTrail":true,"Limit":5,"Rate":2,"StartTime":1700000000.25,
    "Plaintext":"AAEC","TagsList":[{"Key":"k","Value":"v"},{"Key":"k2"}],"Context":{"a":"1","b":"2"},"trailNameList":["x"],"Unknown":[{}]})");
  EXPECT_EQ(t.name, "t\xC3\xA9");
  EXPECT_EQ(t.s3BucketName, "b");
  EXPECT_EQ(t.isMultiRegionTrail, true);
  EXPECT_EQ(t.limit, 5);
  EXPECT_EQ(t.rate, 2.0);
  EXPECT_EQ(t.startTime->ms, 1'700'000'000'250);
  EXPECT_EQ(t.plaintext->bytes, std::string("\0\1\2", 3));
  ASSERT_EQ(t.tagsList->size(), 2u);
  EXPECT_EQ((*t.tagsList)[0].value, "v");
  EXPECT_FALSE((*t.tagsList)[1].value);
  EXPECT_EQ(t.context->at("b"), "2");
  EXPECT_EQ(t.trailNameList->at(0), "x");
}

TEST(WireJson, NullIsAbsentAndTheLastOfTwoCounts) {
  auto t = parse<Trail>(R"({"Name":"a","Name":"b","Limit":null,"TagsList":[{"Key":"x"}],"TagsList":[{"Key":"y"}]})");
  EXPECT_EQ(t.name, "b");
  EXPECT_FALSE(t.limit);
  ASSERT_EQ(t.tagsList->size(), 1u);
  EXPECT_EQ((*t.tagsList)[0].key, "y");
  EXPECT_EQ(parse<Trail>(R"({"Name":"a","TagsList":[]})").tagsList->size(), 0u);
}

TEST(WireJson, NamesAreExact) {
  std::vector<std::string> missing;
  auto t = parse<Trail>(R"({"name":"a","NAME":"b","TrailNameList":["x"]})", &missing);
  EXPECT_EQ(missing.size(), 1u);
  EXPECT_FALSE(t.trailNameList);
}

TEST(WireJson, NumbersAndTimes) {
  auto with = [](std::string v) { return parse<Trail>(R"({"Name":"a","Limit":)" + v + "}").limit; };
  EXPECT_EQ(with("1e3"), 1000);
  EXPECT_EQ(with("-7.0"), -7);
  EXPECT_EQ(with("9223372036854775807"), INT64_MAX);
  auto at = [](std::string v) { return parse<Trail>(R"({"Name":"a","StartTime":)" + v + "}").startTime->ms; };
  EXPECT_EQ(at("1700000000"), 1'700'000'000'000);
  EXPECT_EQ(at("-0.5"), -500);
  EXPECT_EQ(at("1.7E9"), 1'700'000'000'000);
  EXPECT_EQ(at(R"("2023-11-14T22:13:20.5Z")"), 1'700'000'000'500);
  EXPECT_TRUE(std::isnan(*parse<Trail>(R"({"Name":"a","Rate":"NaN"})").rate));
}

TEST(WireJson, MissingMembersInTheStructuresOrder) {
  std::vector<std::string> missing;
  parse<Trail>(R"({"TagsList":[{"Key":"x"},{"Value":"v"},null]})", &missing);
  ASSERT_EQ(missing.size(), 3u);
  EXPECT_EQ(missing[0], shape::missing("name"));
  EXPECT_EQ(missing[1], shape::missing("tagsList.2.member.key"));
  EXPECT_EQ(missing[2], shape::missing("tagsList.3.member"));
  parse<Nest>(R"({"ByName":{"n":{}},"Rows":[[{"Key":"k"}],[{}]]})", &missing);
  ASSERT_EQ(missing.size(), 2u);
  EXPECT_EQ(missing[0], shape::missing("byName.n.member.key"));
  EXPECT_EQ(missing[1], shape::missing("rows.2.member.1.member.key"));
  parse<Trail>("", &missing);
  EXPECT_EQ(missing.size(), 1u);
}

TEST(WireJson, RefusesWhatIsOfAnotherType) {
  EXPECT_EQ(refusal(R"({"Name":1})"), "NUMBER_VALUE can not be converted to a String");
  EXPECT_EQ(refusal(R"({"Name":true})"), "TRUE_VALUE can not be converted to a String");
  EXPECT_EQ(refusal(R"({"Name":{}})"), "Start of structure or map found where not expected.");
  EXPECT_EQ(refusal(R"({"Name":[]})"), "Start of list found where not expected");
  EXPECT_EQ(refusal(R"({"Name":"a","IsMultiRegionTrail":"true"})"), "STRING_VALUE can not be converted to a Boolean");
  for (const char* limit : {"1.5", "\"1\"", "9223372036854775808", "1e19", "-1e30", "true"})
    EXPECT_NE(refusal(std::string(R"({"Name":"a","Limit":)") + limit + "}"), "accepted") << limit;
  for (const char* time : {"1e300", "-1e13", "\"tomorrow\"", "{}", "999999999999"})
    EXPECT_NE(refusal(std::string(R"({"Name":"a","StartTime":)") + time + "}"), "accepted") << time;
  EXPECT_EQ(refusal(R"({"Name":"a","Plaintext":"A"})"), "Unable to decode base64 content");
  EXPECT_NE(refusal(R"({"Name":"a","TagsList":"x"})"), "accepted");
  EXPECT_NE(refusal(R"({"Name":"a","TagsList":{"Key":"x"}})"), "accepted");
  EXPECT_NE(refusal(R"({"Name":"a","Context":["x"]})"), "accepted");
}

TEST(WireJson, RefusesWhatIsNotJson) {
  for (std::string bad : {"{", "[]", "\"x\"", "null", "{\"Name\":\"a\"}x", "{\"Name\":\"\xFF\"}", "{\"Name\":\"\x01\"}", "{'Name':'a'}",
                          "\xEF\xBB\xBF", "{\"Name\":\"\\ud800\"}"})
    EXPECT_NE(refusal(bad), "accepted") << bad;
  EXPECT_NE(refusal(std::string("{\"Name\":\"a\"}\0", 13)), "accepted");
  EXPECT_NE(refusal("{\"X\":" + std::string(100'000, '[')), "accepted");
  EXPECT_NE(refusal("{\"X\":" + std::string(100, '[') + std::string(100, ']') + ",\"Name\":\"a\"}"), "accepted");
  std::string whole = R"({"Name":"abc","TagsList":[{"Key":"x"}]})";
  for (std::size_t n = 1; n < whole.size(); ++n) EXPECT_NE(refusal(whole.substr(0, n)), "accepted") << n;
  EXPECT_EQ(parse<Trail>(std::string("{\"Name\":\"a\\u0000b\"}")).name, std::string("a\0b", 3));
}

TEST(WireJson, BoundsWhatARequestMakes) {
  std::string many = R"({"Name":"a","TagsList":[{})";
  for (int i = 0; i < 20'000; ++i) many += ",{}";
  EXPECT_EQ(refusal(many + "]}"), "Too many elements");
  std::vector<std::string> missing;
  parse<Trail>(many.substr(0, many.size() - 3) + "]}", &missing);
  EXPECT_EQ(missing.size(), 100u);
}

TEST(WireJson, WritesWhatItReads) {
  Trail t{.name = "a\"\n", .limit = -3, .rate = 0.5, .startTime = Time{1'700'000'000'045}, .plaintext = Blob{"hi"}, .tagsList = {{{"k", "v"}}},
          .context = {{{"x", "y"}}}, .trailNameList = std::vector<std::string>{}};
  std::string text = body(t);
  EXPECT_EQ(text, R"({"Name":"a\"\n","Limit":-3,"Rate":0.5,"StartTime":1700000000.045,"Plaintext":"aGk=",)"
                  R"("TagsList":[{"Key":"k","Value":"v"}],"Context":{"x":"y"},"trailNameList":[]})");
  EXPECT_EQ(body(parse<Trail>(text)), text);
  EXPECT_EQ(body(Trail{.startTime = Time{-1500}}), R"({"Name":"","StartTime":-1.500})");
  EXPECT_EQ(body(Trail{.rate = std::numeric_limits<double>::infinity(), .startTime = Time::seconds(5)}), R"({"Name":"","Rate":"Infinity","StartTime":5})");
  EXPECT_EQ(body(shape::Nothing{}), "{}");
}

TEST(WireJson, EnvelopesAndErrors) {
  shape::Nothing nothing;
  auto out = wire::write(Protocol::json10, *shape::of<shape::Nothing>(), &nothing, {.operation = "X", .request_id = "r-1"});
  EXPECT_EQ(out.status, 200);
  EXPECT_EQ(out.content_type, "application/x-amz-json-1.0");
  ASSERT_EQ(out.headers.size(), 1u);
  EXPECT_EQ(out.headers[0].name, "x-amzn-RequestId");
  EXPECT_EQ(out.headers[0].value, "r-1");

  out = wire::error(Protocol::json11, {.code = "TrailNotFoundException", .message = "Unknown \"t\""}, {.request_id = "r", .message_key = "Message"}, false);
  EXPECT_EQ(out.status, 400);
  EXPECT_EQ(out.content_type, "application/x-amz-json-1.1");
  EXPECT_EQ(out.body, R"({"__type":"TrailNotFoundException","Message":"Unknown \"t\""})");
  EXPECT_EQ(out.headers[1].name, "x-amzn-ErrorType");

  std::pair<std::string_view, std::string> reason[] = {{"Reason", "OU_DEPTH_LIMIT_EXCEEDED"}};
  out = wire::error(Protocol::json11, {.code = "C", .message = "m", .extra = reason}, {}, false);
  EXPECT_EQ(out.body, R"({"__type":"C","message":"m","Reason":"OU_DEPTH_LIMIT_EXCEEDED"})");
}
