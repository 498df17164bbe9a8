#include "services/logs/pattern.h"

#include <gtest/gtest.h>

#include "services/logs/events.h"

namespace logs {
namespace {

bool matches(std::string_view pattern, std::string_view message) { return Pattern::compile(pattern).matches(message); }
void refused(std::string_view pattern) { EXPECT_THROW(Pattern::compile(pattern), PatternFault) << pattern; }

TEST(Pattern, EmptyMatchesEverything) {
  for (auto p : {"", "   ", "\t"}) EXPECT_TRUE(matches(p, "anything")) << p;
}

TEST(Pattern, Terms) {
  EXPECT_TRUE(matches("ERROR", "[ERROR 400] BAD REQUEST"));
  EXPECT_FALSE(matches("ERROR", "[error 400] bad request"));
  EXPECT_TRUE(matches("ERROR ARGUMENTS", "[ERROR 401] MISSING ARGUMENTS"));
  EXPECT_FALSE(matches("ERROR ARGUMENTS", "[ERROR 400] BAD REQUEST"));
  EXPECT_TRUE(matches("?ERROR ?ARGUMENTS", "NO ARGUMENTS"));
  EXPECT_FALSE(matches("?ERROR ?ARGUMENTS", "NOTHING"));
  EXPECT_TRUE(matches("ERROR -ARGUMENTS", "[ERROR 400] BAD REQUEST"));
  EXPECT_FALSE(matches("ERROR -ARGUMENTS", "[ERROR 401] MISSING ARGUMENTS"));
  EXPECT_TRUE(matches("-ERROR", "fine"));
  EXPECT_TRUE(matches("\"INTERNAL SERVER ERROR\"", "[500] INTERNAL SERVER ERROR"));
  EXPECT_FALSE(matches("\"INTERNAL SERVER ERROR\"", "INTERNAL ERROR SERVER"));
  EXPECT_TRUE(matches("\"a \\\"b\\\" c\"", "x a \"b\" c y"));
  EXPECT_TRUE(matches("\"[1.2]\" -\"x y\"", "[1.2] z"));
  EXPECT_TRUE(matches("?ERROR WARN", "WARN")) << "beside others, terms with ? are ignored";
  EXPECT_TRUE(matches("%AUTHORIZED%", "[ERROR 401] UNAUTHORIZED REQUEST"));
  EXPECT_TRUE(matches("%[Ee]rror|[Ff]ail% x", "Fail x"));
  EXPECT_FALSE(matches("-%^a%", "abc"));
}

TEST(Pattern, TermsThatAreNone) {
  for (auto p : {"a.b", "\"open", "%open", "?", "- x", "a/b", "%%", "%(a)%", "%a!%", "%\\q%", "%[%", "%a% %b% %c%"}) refused(p);
}

constexpr std::string_view kAccess = "127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";

TEST(Pattern, Fields) {
  EXPECT_TRUE(matches("[ip, server, user, time, request, status, bytes]", kAccess));
  EXPECT_FALSE(matches("[ip, server, user, time, request, status]", kAccess)) << "each field has its place";
  EXPECT_TRUE(matches("[ip, server, user, time, request =*.html*, status = 4*, bytes]", kAccess));
  EXPECT_FALSE(matches("[ip, server, user, time, request =*.html*, status = 5*, bytes]", kAccess));
  EXPECT_TRUE(matches("[..., request, status, bytes > 1000]", kAccess));
  EXPECT_FALSE(matches("[..., request, status, bytes>2000]", kAccess));
  EXPECT_TRUE(matches("[ip=127.0.*, ...]", kAccess));
  EXPECT_TRUE(matches("[ip, ..., bytes >= 1534]", kAccess));
  EXPECT_TRUE(matches("[..., status = 4* && status != 403, bytes]", kAccess));
  EXPECT_FALSE(matches("[..., status = 4* && status != 404, bytes]", kAccess));
  EXPECT_TRUE(matches("[w1=ERROR || w1=127.0.0.1, ...]", kAccess));
  EXPECT_TRUE(matches("[..., request = %index\\.html%, status, bytes]", kAccess));
  EXPECT_FALSE(matches("[..., request != %index\\.html%, status, bytes]", kAccess));
  EXPECT_TRUE(matches("[..., request = \"GET /index.html HTTP/1.0\", status, bytes]", kAccess));
  EXPECT_FALSE(matches("[a, b]", ""));
  EXPECT_TRUE(matches("[a, b]", "\"not closed")) << "a quote that is not closed is text";
}

TEST(Pattern, FieldsThatAreNone) {
  for (auto p : {"[", "[a", "[a b]", "[a,]", "[]", "[a=]", "[a>x]", "[a, ..., b, ...]", "[a=1 || b=2]", "[a] b", "[a=1 && ]"}) refused(p);
}

TEST(Pattern, FieldsAreExtracted) {
  auto p = Pattern::compile("[..., status, bytes]");
  auto got = p.extract(kAccess);
  EXPECT_EQ(got, (Extracted{{"$1", "127.0.0.1"}, {"$2", "Prod"}, {"$3", "frank"}, {"$4", "10/Oct/2000:13:25:15 -0700"}, {"$5", "GET /index.html HTTP/1.0"},
                            {"$status", "404"}, {"$bytes", "1534"}}));
  EXPECT_EQ(p.value(kAccess, "$bytes"), "1534");
  EXPECT_FALSE(p.value(kAccess, "$other"));
}

constexpr std::string_view kRecord = R"({"eventType":"UpdateTrail","sourceIPAddress":"111.111.111.111","arrayKey":["value","another value"],
  "objectList":[{"name":"a","id":1},{"name":"b","id":2}],"SomeObject":null,"cluster.name":"c","flag":true,"off":false,"n":-1.5e2,
  "errorCode":"Client.UnauthorizedOperation","deep":{"er":{"still":7}},"text7":"7"})";

TEST(Pattern, Json) {
  EXPECT_TRUE(matches(R"({ $.eventType = "UpdateTrail" })", kRecord));
  EXPECT_TRUE(matches(R"({$.eventType=UpdateTrail})", kRecord));
  EXPECT_TRUE(matches(R"({ $.eventType = "Update*" })", kRecord));
  EXPECT_TRUE(matches(R"({ $.eventType = %Trail$% })", kRecord));
  EXPECT_FALSE(matches(R"({ $.eventType != %Trail% })", kRecord));
  EXPECT_TRUE(matches(R"({ $.sourceIPAddress != 123.123.* })", kRecord));
  EXPECT_FALSE(matches(R"({ $.sourceIPAddress != 111.* })", kRecord));
  EXPECT_TRUE(matches(R"({ $.arrayKey[0] = "value" })", kRecord));
  EXPECT_FALSE(matches(R"({ $.arrayKey[2] = "value" })", kRecord));
  EXPECT_TRUE(matches(R"({ $.arrayKey[*] = "another*" })", kRecord));
  EXPECT_TRUE(matches(R"({ $.objectList[1].id = 2 })", kRecord));
  EXPECT_TRUE(matches(R"({ $.objectList[*].id > 1 })", kRecord));
  EXPECT_TRUE(matches(R"({ $.SomeObject IS NULL })", kRecord));
  EXPECT_FALSE(matches(R"({ $.eventType IS NULL })", kRecord));
  EXPECT_TRUE(matches(R"({ $.SomeOtherObject NOT EXISTS })", kRecord));
  EXPECT_FALSE(matches(R"({ $.SomeObject NOT EXISTS })", kRecord));
  EXPECT_TRUE(matches(R"({ $.flag IS TRUE && $.off IS FALSE })", kRecord));
  EXPECT_FALSE(matches(R"({ $.eventType IS TRUE })", kRecord));
  EXPECT_TRUE(matches(R"({ $.n = -150 && $.n < 0 && $.n >= -1.5e+2 && $.n <= -150 && $.n != 3 })", kRecord));
  EXPECT_TRUE(matches(R"({ $.['cluster.name'] = "c" && $['cluster.name'] = c })", kRecord));
  EXPECT_TRUE(matches(R"({ $.deep.er.still = 7 })", kRecord));
  EXPECT_TRUE(matches(R"({ $.text7 = 7 })", kRecord));
  EXPECT_FALSE(matches(R"({ $.deep.er.still = "7" })", kRecord)) << "a number is no text";
  EXPECT_FALSE(matches(R"({ $.deep = "*" })", kRecord)) << "objects and arrays are compared with nothing";
  EXPECT_FALSE(matches(R"({ $.nothing != "x" })", kRecord)) << "nor is what is absent";
}

TEST(Pattern, JsonJoined) {
  EXPECT_TRUE(matches(R"({ ($.a = 1) || ($.b = 2) && ($.c = 3) })", R"({"a":1})")) << "&& binds before ||";
  EXPECT_FALSE(matches(R"({ (($.a = 1) || ($.b = 2)) && $.c = 3 })", R"({"a":1})"));
  EXPECT_TRUE(matches(R"({ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") })", R"({"user":{"id":1},"users":[{"email":"John.Doe@example.com"}]})"));
}

// The metric filters that the CIS benchmark asks of every account.
TEST(Pattern, Benchmark) {
  EXPECT_TRUE(matches(R"({ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") })", kRecord));
  constexpr std::string_view root = R"({$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"})";
  EXPECT_TRUE(matches(root, R"({"userIdentity":{"type":"Root"},"eventType":"AwsApiCall"})"));
  EXPECT_FALSE(matches(root, R"({"userIdentity":{"type":"Root","invokedBy":"x"},"eventType":"AwsApiCall"})"));
  constexpr std::string_view keys = "{($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)) }";
  EXPECT_TRUE(matches(keys, R"({"eventSource":"kms.amazonaws.com","eventName":"DisableKey"})"));
  EXPECT_FALSE(matches(keys, R"({"eventSource":"kms.amazonaws.com","eventName":"CreateKey"})"));
}

TEST(Pattern, JsonOfNoJson) {
  for (auto m : {"", "text", "[1]", "\"a\"", "{", "{\"a\":1} trailing", "\xff"}) EXPECT_FALSE(matches("{ $.a = 1 || $.b NOT EXISTS }", m)) << m;
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "{\"a\":";
  EXPECT_FALSE(matches("{ $.a NOT EXISTS }", deep));
}

TEST(Pattern, JsonThatIsNone) {
  for (auto p : {"{", "{}", "{ $ = 1 }", "{ $.a }", "{ a = 1 }", "{ $.a = }", "{ $.a = 1", "{ $.a = 1 } x", "{ ($.a = 1 }", "{ $.a < \"x\" }", "{ $.a > b }", "{ $.a < %x% }",
                 "{ $.a IS 1 }", "{ $.a NOT 1 }", "{ $.a[x] = 1 }", "{ $.a[0 = 1 }", "{ $.a. = 1 }", "{ $.a = 1 && }", "{ $.a = 1 $.b = 2 }", "{ $.a[99999999999] = 1 }"})
    refused(p);
  refused("{" + std::string(500, '(') + "$.a=1" + std::string(500, ')') + "}");
}

TEST(Pattern, JsonIsExtracted) {
  auto p = Pattern::compile(R"({ $.eventType = "Update*" || $.n > 5 || $.deep.er.still = 7 || $.none = 1 })");
  EXPECT_EQ(p.extract(kRecord), (Extracted{{"$.eventType", "UpdateTrail"}, {"$.n", "-150.0"}, {"$.deep.er.still", "7"}}));
  EXPECT_EQ(p.value(kRecord, "$.text7"), "7");
  EXPECT_FALSE(p.value(kRecord, "$.deep"));
  EXPECT_FALSE(p.value(kRecord, "nonsense"));
}

// Many stars must not take long.
TEST(Pattern, WildcardsAreCheap) {
  std::string pattern = "{ $.a = \"";
  for (int i = 0; i < 300; ++i) pattern += "*a";
  std::string message = "{\"a\":\"" + std::string(20'000, 'a') + "b\"}";
  EXPECT_FALSE(matches(pattern + "\" }", message));
}

// ---- pages

std::vector<int> page_of(Page::Way way, std::int64_t gap, std::size_t limit, std::vector<int> offered) {
  Page page(way, {gap, "", 0, 0}, 0, 1000, limit);
  for (int t : offered) {
    Place at{t, "s", 0, 0};
    if (page.wants(at)) page.offer({at, 0, "m"});
  }
  std::vector<int> out;
  for (auto& [at, e] : page.events()) out.push_back(int(at.time));
  return out;
}

TEST(LogPage, NearestToTheGap) {
  EXPECT_EQ(page_of(Page::Way::forward, 3, 3, {9, 1, 5, 3, 7, 4, 2}), (std::vector<int>{3, 4, 5}));
  EXPECT_EQ(page_of(Page::Way::backward, 8, 3, {9, 1, 5, 3, 7, 4, 8}), (std::vector<int>{4, 5, 7}));
}

// What has been pushed out stays out, and so does everything beyond it: a page has no holes.
TEST(LogPage, NoHoles) {
  Page page(Page::Way::forward, {}, 0, 1000, 100);
  auto offer = [&](std::int64_t t, std::size_t bytes) { if (page.wants(Place{t, "s", 0, 0})) page.offer({{t, "s", 0, 0}, 0, std::string(bytes, 'x')}); };
  offer(10, 900'000);
  offer(20, 500'000);
  offer(30, 10);
  EXPECT_EQ(page.events().size(), 1u);
  EXPECT_TRUE(page.more());
  offer(5, 10);
  EXPECT_EQ(page.events().size(), 2u);
}

TEST(LogPlace, Text) {
  Place p{1'700'000'000'123, "01234567890123456789", 42, 7};
  EXPECT_EQ(text_of(p).size(), 56u);
  EXPECT_EQ(place_in(text_of(p)), p);
  for (auto t : {"", "123", "x"}) EXPECT_FALSE(place_in(t));
}

TEST(LogBatch, PackedAndUnpacked) {
  Packer packer;
  packer.add(1000, "a");
  packer.add(1000, "");
  packer.add(2000, std::string(300, 'b'));
  std::string packed = packer.take();
  std::vector<std::pair<std::int64_t, std::size_t>> got;
  EXPECT_TRUE(unpack(packed, [&](std::int64_t t, std::string_view m, std::int64_t) { got.emplace_back(t, m.size()); }));
  EXPECT_EQ(got, (std::vector<std::pair<std::int64_t, std::size_t>>{{1000, 1}, {1000, 0}, {2000, 300}}));
  EXPECT_FALSE(unpack(packed.substr(0, packed.size() - 1), [](std::int64_t, std::string_view, std::int64_t) {}));
}

}  // namespace
}  // namespace logs
