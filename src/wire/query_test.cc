#include <gtest/gtest.h>

#include <chrono>

#include "shape/validate.h"
#include "wire/form.h"
#include "wire/wire.h"

namespace {

using base::Time;
using wire::Malformed, wire::Protocol;

struct Tag { std::string key; std::string value; };
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))

struct Entry {
  std::optional<std::string> contextKeyName;
  std::optional<std::vector<std::string>> contextKeyValues;
};
BOOST_DESCRIBE_STRUCT(Entry, (), (contextKeyName, contextKeyValues))

struct User {
  std::string userName;
  std::optional<std::string> path;
  std::optional<bool> active;
  std::optional<std::int64_t> maxItems;
  std::optional<Time> createDate;
  std::optional<shape::Blob> seed;
  std::optional<Entry> entry;
  std::optional<std::vector<Tag>> tags;
  std::optional<std::vector<Entry>> entries;
  std::optional<std::vector<std::string>> names;
  std::optional<std::vector<std::string>> flat;
  std::optional<std::map<std::string, std::string>> attributes;
  std::optional<std::map<std::string, Tag>> flatMap;
};
BOOST_DESCRIBE_STRUCT(User, (), (userName, path, active, maxItems, createDate, seed, entry, tags, entries, names, flat, attributes, flatMap))

}  // namespace

template <> inline constexpr auto shape::places<User> = std::to_array<shape::Place>({
    {.member = "names", .element = "Name"}, {.member = "flat", .wire = "F", .flat = true}, {.member = "flatMap", .flat = true}});

namespace {

User parse(std::string_view body, std::vector<std::string>* missing = nullptr, std::vector<wire::Pair> query = {}) {
  User out{};
  auto faults = wire::read(Protocol::query, *shape::of<User>(), &out, {.method = "POST", .query = query, .body = body});
  if (missing) *missing = faults; else EXPECT_TRUE(faults.empty()) << faults[0];
  return out;
}

std::string refusal(std::string_view body) {
  try {
    parse(body);
  } catch (const Malformed& e) {
    return e.code + ": " + e.message;
  }
  return "accepted";
}

}  // namespace

TEST(WireQuery, ReadsEveryKind) {
  auto u = parse("Action=X&Version=2010-05-08&UserName=a%20b%2Bc+d&Path=%2F&Active=true&MaxItems=-5&CreateDate=2023-11-14T22%3A13%3A20Z&Seed=aGk%3D"
                 "&Entry.ContextKeyName=n&Entry.ContextKeyValues.member.1=v&Unknown.member.1.X=y\n");
  EXPECT_EQ(u.userName, "a b+c d");
  EXPECT_EQ(u.path, "/");
  EXPECT_EQ(u.active, true);
  EXPECT_EQ(u.maxItems, -5);
  EXPECT_EQ(u.createDate->ms, 1'700'000'000'000);
  EXPECT_EQ(u.seed->bytes, "hi");
  EXPECT_EQ(u.entry->contextKeyName, "n");
  EXPECT_EQ(u.entry->contextKeyValues->at(0), "v");
  EXPECT_FALSE(u.tags);
}

TEST(WireQuery, ListsAndMaps) {
  auto u = parse("UserName=u&Tags.member.10.Key=j&Tags.member.10.Value=&Tags.member.2.Key=b&Tags.member.2.Value=2&Names.Name.1=x&F.2=q&F.1=p"
                 "&Attributes.entry.2.key=k2&Attributes.entry.2.value=v2&Attributes.entry.1.value=v1&Attributes.entry.1.key=k%2E1"
                 "&FlatMap.1.key=m&FlatMap.1.value.Key=a&FlatMap.1.value.Value=b");
  ASSERT_EQ(u.tags->size(), 2u);
  EXPECT_EQ((*u.tags)[0].key, "b");
  EXPECT_EQ((*u.tags)[1].key, "j");
  EXPECT_EQ(*u.names, std::vector<std::string>{"x"});
  EXPECT_EQ(*u.flat, (std::vector<std::string>{"p", "q"}));
  EXPECT_EQ(*u.attributes, (std::map<std::string, std::string>{{"k.1", "v1"}, {"k2", "v2"}}));
  EXPECT_EQ(u.flatMap->at("m").key, "a");
  u = parse("UserName=u&Entries.member.1.ContextKeyValues.member.2=b&Entries.member.1.ContextKeyValues.member.1=a&Entries.member.3.ContextKeyName=n");
  ASSERT_EQ(u.entries->size(), 2u);
  EXPECT_EQ(*(*u.entries)[0].contextKeyValues, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ((*u.entries)[1].contextKeyName, "n");
}

TEST(WireQuery, EmptyListIsPresentAndTheLastOfTwoCounts) {
  auto u = parse("UserName=a&Tags=&UserName=b&Names.Name.1=x&Names.Name.1=y&Entry=");
  EXPECT_EQ(u.userName, "b");
  ASSERT_TRUE(u.tags);
  EXPECT_TRUE(u.tags->empty());
  EXPECT_EQ(*u.names, std::vector<std::string>{"y"});
  EXPECT_TRUE(u.entry);
  EXPECT_FALSE(u.path);
}

TEST(WireQuery, ReadsTheQueryStringToo) {
  auto u = parse("Path=%2Fp", nullptr, {{"Action", "X"}, {"UserName", "a=b&c"}, {"Path", "/q"}, {"Tags.member.1.Key", "k"}, {"Tags.member.1.Value", "v"}});
  EXPECT_EQ(u.userName, "a=b&c");
  EXPECT_EQ(u.path, "/p");
  EXPECT_EQ(u.tags->at(0).value, "v");
}

TEST(WireQuery, MissingMembers) {
  std::vector<std::string> missing;
  parse("Tags.member.7.Value=v&FlatMap.1.key=m&FlatMap.1.value.Value=x&Attributes.entry.1.key=k", &missing);
  ASSERT_EQ(missing.size(), 4u);
  EXPECT_EQ(missing[0], shape::missing("userName"));
  EXPECT_EQ(missing[1], shape::missing("tags.1.member.key"));
  EXPECT_EQ(missing[2], shape::missing("attributes.k.member"));
  EXPECT_EQ(missing[3], shape::missing("flatMap.m.member.key"));
  parse("", &missing);
  EXPECT_EQ(missing.size(), 1u);
}

TEST(WireQuery, RefusesWhatIsMalformed) {
  EXPECT_EQ(refusal("UserName=%"), "MalformedQueryString: The query string contains a syntax error.");
  for (const char* bad : {"UserName=%4", "UserName=%zz", "UserName=\xFF", "UserName=%FF", "%C0%80=x", "UserName=%ED%A0%80"})
    EXPECT_TRUE(refusal(bad).starts_with("MalformedQueryString")) << bad;
  EXPECT_EQ(refusal("UserName=u&Tags=x"), "MalformedInput: Unexpected list element termination");
  EXPECT_EQ(refusal("UserName=u&Entry=x"), "MalformedInput: Unexpected complex element termination");
  EXPECT_EQ(refusal("UserName.member.1=u"), "MalformedInput: Start of structure or map found where not expected.");
  for (const char* bad : {"Tags.member=x", "Tags.1.Key=x", "Tags.member.x.Key=x", "Tags.member.0.Key=x", "Tags.member.01.Key=x", "Tags.member.-1.Key=x",
                          "Tags.member..Key=x", "Tags..1=x", "Active=yes", "MaxItems=", "MaxItems=5x", "MaxItems=99999999999999999999", "CreateDate=now",
                          "Seed=!", "Attributes.entry.1.value=x", "FlatMap.a.key=x", "Tags.member.1=x", "Names.member.1=x"})
    EXPECT_TRUE(refusal("UserName=u&" + std::string(bad)).starts_with("MalformedInput")) << bad;
  EXPECT_EQ(parse(std::string_view("UserName=a%00b")).userName, std::string("a\0b", 3));
}

TEST(WireQuery, OddFormsDoNoHarm) {
  for (const char* odd : {"&&&", "=", "=x", ".=x", "..=", ".", "UserName", "UserName&UserName=", "UserName.=", "a.b.c.d.e.f.g=1"}) {
    try {
      std::vector<std::string> missing;
      parse(odd, &missing);
    } catch (const Malformed&) {
    }
  }
  std::string huge = "UserName=u&Names.Name.99999999999999999999999999999=b&Names.Name.5=a";
  EXPECT_EQ(*parse(huge).names, (std::vector<std::string>{"a", "b"}));
  std::string whole = "UserName=u%20x&Tags.member.1.Key=k&Tags.member.1.Value=v";
  for (std::size_t n = 0; n < whole.size(); ++n) {
    try {
      std::vector<std::string> missing;
      parse(whole.substr(0, n), &missing);
    } catch (const Malformed&) {
    }
  }
}

TEST(WireQuery, LargeFormsAreRefusedOrReadInTime) {
  auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(parse("UserName=" + std::string(10 << 20, 'x')).userName.size(), std::size_t(10 << 20));
  std::string many = "UserName=u";
  for (int i = 20'000; i > 0; --i) many += "&Names.Name." + std::to_string(i) + "=x";
  EXPECT_EQ(parse(many).names->size(), 20'000u);
  EXPECT_EQ(refusal(many + "&Names.Name.20001=x"), "MalformedInput: Too many elements");
  std::string fields;
  while (fields.size() < (10u << 20)) fields += "a&";
  EXPECT_TRUE(refusal(fields).starts_with("MalformedQueryString"));
  std::string deep = "UserName=u", prefix(200, '.');
  for (int i = 0; i < 45'000; ++i) ((deep += "&") += prefix) += std::to_string(i) + "=";
  EXPECT_EQ(refusal(deep), "accepted");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(WireQuery, FormValue) {
  EXPECT_EQ(wire::form_value("Action=A&Version=2&%41ction=B+b", "Action"), "B b");
  EXPECT_EQ(wire::form_value("Action", "Action"), "");
  EXPECT_FALSE(wire::form_value("Actions=A", "Action"));
}

TEST(WireQuery, WritesResults) {
  User u{.userName = "a<b>&\"", .active = false, .createDate = Time{1'700'000'000'500}, .entry = Entry{.contextKeyName = "n"},
         .tags = {{{"k", "v"}}}, .names = std::vector<std::string>{}, .flat = {{"p", "q"}}, .attributes = {{{"x", "y"}}}, .flatMap = {{{"m", {"a", "b"}}}}};
  auto out = wire::write(Protocol::query, *shape::of<User>(), &u, {.operation = "GetUser", .xml_namespace = "https://iam.amazonaws.com/doc/2010-05-08/", .request_id = "r"});
  EXPECT_EQ(out.content_type, "text/xml");
  EXPECT_EQ(out.headers.at(0).name, "x-amzn-RequestId");
  EXPECT_EQ(out.body,
            "<GetUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetUserResult><UserName>a&lt;b&gt;&amp;&quot;</UserName><Active>false</Active>"
            "<CreateDate>2023-11-14T22:13:20Z</CreateDate><Entry><ContextKeyName>n</ContextKeyName></Entry>"
            "<Tags><member><Key>k</Key><Value>v</Value></member></Tags><Names></Names><F>p</F><F>q</F>"
            "<Attributes><entry><key>x</key><value>y</value></entry></Attributes><FlatMap><key>m</key><value><Key>a</Key><Value>b</Value></value></FlatMap>"
            "</GetUserResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetUserResponse>");
  shape::Nothing nothing;
  out = wire::write(Protocol::query, *shape::of<shape::Nothing>(), &nothing, {.operation = "DeleteUser", .xml_namespace = "n", .request_id = "r"});
  EXPECT_EQ(out.body, "<DeleteUserResponse xmlns=\"n\"><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DeleteUserResponse>");
}

TEST(WireQuery, Errors) {
  auto out = wire::error(Protocol::query, {.code = "NoSuchEntity", .message = "no <x>", .status = 404}, {.xml_namespace = "n", .request_id = "r"}, false);
  EXPECT_EQ(out.status, 404);
  EXPECT_EQ(out.content_type, "text/xml");
  EXPECT_EQ(out.body, "<ErrorResponse xmlns=\"n\"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>no &lt;x&gt;</Message></Error>"
                      "<RequestId>r</RequestId></ErrorResponse>");
  out = wire::error(Protocol::query, {.code = "InternalFailure", .message = "", .status = 500, .sender = false}, {.request_id = "r"}, false);
  EXPECT_NE(out.body.find("<Type>Receiver</Type>"), out.body.npos);
}
