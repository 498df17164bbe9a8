#include <gtest/gtest.h>

#include "wire/describe.h"
#include "shape/validate.h"
#include "wire/wire.h"

namespace {

using base::Time;
using shape::Place, shape::Where;
using wire::Malformed, wire::Protocol;

struct Grantee { std::optional<std::string> iD; std::string type; };
BOOST_DESCRIBE_STRUCT(Grantee, (), (iD, type))

struct Grant { std::optional<Grantee> grantee; std::optional<std::string> permission; };
BOOST_DESCRIBE_STRUCT(Grant, (), (grantee, permission))

struct Rule { std::string status; std::optional<std::int64_t> days; std::optional<Time> date; std::optional<std::string> prefix; };
BOOST_DESCRIBE_STRUCT(Rule, (), (status, days, date, prefix))

struct Configuration {
  std::vector<Rule> rules;
  std::optional<std::vector<Grant>> grants;
  std::optional<std::vector<std::string>> events;
  std::optional<bool> quiet;
};
BOOST_DESCRIBE_STRUCT(Configuration, (), (rules, grants, events, quiet))

struct Put {
  std::string bucket;
  std::string key;
  std::optional<std::string> versionId;
  std::optional<std::int64_t> maxKeys;
  std::optional<bool> bypass;
  std::optional<Time> ifModifiedSince;
  std::optional<Time> retainUntil;
  std::optional<std::vector<std::string>> attributes;
  std::optional<std::vector<std::string>> parts;
  std::optional<std::map<std::string, std::string>> metadata;
  std::optional<Configuration> configuration;
};
BOOST_DESCRIBE_STRUCT(Put, (), (bucket, key, versionId, maxKeys, bypass, ifModifiedSince, retainUntil, attributes, parts, metadata, configuration))

struct Got {
  std::optional<std::string> eTag;
  std::optional<Time> lastModified;
  std::optional<bool> deleteMarker;
  std::optional<std::string> contentType;
  std::optional<std::int64_t> status;
  std::optional<Time> retainUntil;
  std::optional<std::vector<std::string>> attributes;
  std::optional<std::map<std::string, std::string>> metadata;
  std::optional<shape::Blob> body;
};
BOOST_DESCRIBE_STRUCT(Got, (), (eTag, lastModified, deleteMarker, contentType, status, retainUntil, attributes, metadata, body))

struct Listed { std::string name; std::vector<Rule> contents; std::optional<std::string> requestCharged; };
BOOST_DESCRIBE_STRUCT(Listed, (), (name, contents, requestCharged))

struct Location { std::optional<std::string> locationConstraint; };
BOOST_DESCRIBE_STRUCT(Location, (), (locationConstraint))

struct Tagged { std::optional<Configuration> tagging; };
BOOST_DESCRIBE_STRUCT(Tagged, (), (tagging))

struct Invoke { std::string functionName; std::optional<std::string> qualifier; std::string note; std::optional<Time> at; };
BOOST_DESCRIBE_STRUCT(Invoke, (), (functionName, qualifier, note, at))

}  // namespace

namespace shape {
template <> inline constexpr auto places<Grantee> = std::to_array<Place>({{.member = "type", .wire = "xsi:type", .attribute = true}});
template <> inline constexpr auto places<Configuration> = std::to_array<Place>({
    {.member = "rules", .wire = "Rule", .flat = true}, {.member = "grants", .element = "Grant"}, {.member = "events", .wire = "Event", .flat = true}});
template <> inline constexpr auto places<Put> = std::to_array<Place>({
    {.member = "bucket", .where = Where::path}, {.member = "key", .where = Where::path},
    {.member = "versionId", .where = Where::query, .wire = "versionId"}, {.member = "maxKeys", .where = Where::query, .wire = "max-keys"},
    {.member = "bypass", .where = Where::header, .wire = "x-amz-bypass-governance-retention"},
    {.member = "ifModifiedSince", .where = Where::header, .wire = "If-Modified-Since"},
    {.member = "retainUntil", .where = Where::header, .wire = "x-amz-object-lock-retain-until-date"},
    {.member = "attributes", .where = Where::header, .wire = "x-amz-object-attributes"},
    {.member = "parts", .where = Where::query, .wire = "part"},
    {.member = "metadata", .where = Where::header_map, .wire = "x-amz-meta-"},
    {.member = "configuration", .where = Where::payload, .wire = "Configuration"}});
template <> inline constexpr auto places<Got> = std::to_array<Place>({
    {.member = "eTag", .where = Where::header, .wire = "ETag"}, {.member = "lastModified", .where = Where::header, .wire = "Last-Modified"},
    {.member = "deleteMarker", .where = Where::header, .wire = "x-amz-delete-marker"}, {.member = "contentType", .where = Where::header, .wire = "Content-Type"},
    {.member = "status", .where = Where::status}, {.member = "retainUntil", .where = Where::header, .wire = "x-amz-object-lock-retain-until-date"},
    {.member = "attributes", .where = Where::header, .wire = "x-list"},
    {.member = "metadata", .where = Where::header_map, .wire = "x-amz-meta-"}, {.member = "body", .where = Where::payload}});
template <> inline constexpr auto places<Listed> = std::to_array<Place>({
    {.member = "contents", .flat = true}, {.member = "requestCharged", .where = Where::header, .wire = "x-amz-request-charged"}});
template <> inline constexpr auto places<Tagged> = std::to_array<Place>({{.member = "tagging", .where = Where::payload, .wire = "Tagging"}});
template <> inline constexpr auto places<Invoke> = std::to_array<Place>({
    {.member = "functionName", .where = Where::path}, {.member = "qualifier", .where = Where::query}});
}  // namespace shape

namespace {

const std::vector<wire::Pair> kPath = {{"Bucket", "b"}, {"Key", "a/k"}};

Put parse(std::string_view body, std::vector<wire::Header> headers = {}, std::vector<wire::Pair> query = {}, std::vector<wire::Pair> path = kPath,
          std::vector<std::string>* missing = nullptr) {
  Put out{};
  auto faults = wire::read(Protocol::rest_xml, *shape::of<Put>(), &out, {"PUT", headers, query, path, body});
  if (missing) *missing = faults; else EXPECT_TRUE(faults.empty()) << faults[0];
  return out;
}

std::string refusal(std::string_view body, std::vector<wire::Header> headers = {}, std::vector<wire::Pair> query = {}) {
  try {
    parse(body, headers, query);
  } catch (const Malformed& e) {
    return e.code;
  }
  return "accepted";
}

template <class T> wire::Outbound written(const T& value, std::string_view root = {}, Protocol protocol = Protocol::rest_xml) {
  return wire::write(protocol, *shape::of<T>(), &value, {.operation = "Op", .xml_namespace = "http://s3/", .request_id = "r", .root = root, .host_id = "h"});
}

std::string header(const wire::Outbound& out, std::string_view name) {
  for (auto& h : out.headers) if (h.name == name) return h.value;
  return "(none)";
}

}  // namespace

TEST(WireRest, ReadsPathQueryAndHeaders) {
  auto p = parse("", {{"X-Amz-Meta-Color", "red"}, {"x-amz-meta-color", " blue "}, {"x-amz-meta-", "no"}, {"X-Amz-Bypass-Governance-Retention", "True"},
                      {"if-modified-since", "Tue, 14 Nov 2023 22:13:20 GMT"}, {"x-amz-object-lock-retain-until-date", "2023-11-14T22:13:20.000Z"},
                      {"x-amz-object-attributes", "ETag, \"a,\\\"b\""}, {"x-amz-object-attributes", "Parts"}},
                 {{"max-keys", "7"}, {"versionId", ""}, {"part", "1"}, {"part", "2"}, {"uploads", ""}});
  EXPECT_EQ(p.bucket, "b");
  EXPECT_EQ(p.key, "a/k");
  EXPECT_EQ(p.versionId, "");
  EXPECT_EQ(p.maxKeys, 7);
  EXPECT_EQ(p.bypass, true);
  EXPECT_EQ(p.ifModifiedSince->ms, 1'700'000'000'000);
  EXPECT_EQ(p.retainUntil->ms, 1'700'000'000'000);
  EXPECT_EQ(*p.attributes, (std::vector<std::string>{"ETag", "a,\"b", "Parts"}));
  EXPECT_EQ(*p.parts, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(*p.metadata, (std::map<std::string, std::string>{{"color", "red,blue"}}));
  EXPECT_FALSE(p.configuration);
  std::vector<std::string> missing;
  parse("", {}, {}, {{"Bucket", "b"}}, &missing);
  EXPECT_EQ(missing, std::vector<std::string>{shape::missing("key")});
}

TEST(WireRest, RefusesBadParameters) {
  EXPECT_EQ(refusal("", {}, {{"max-keys", "x"}}), "InvalidArgument");
  EXPECT_EQ(refusal("", {}, {{"versionId", "\xFF"}}), "InvalidURI");
  EXPECT_EQ(refusal("", {{"x-amz-bypass-governance-retention", "1"}}), "InvalidArgument");
  EXPECT_EQ(refusal("", {{"x-amz-object-lock-retain-until-date", "soon"}}), "InvalidArgument");
  EXPECT_FALSE(parse("", {{"If-Modified-Since", "yesterday"}}).ifModifiedSince);
}

TEST(WireRest, ReadsXml) {
  auto p = parse("<?xml version=\"1.0\"?>\n<Configuration xmlns=\"http://s3/\"><!-- c -->\n"
                 "<Rule><Status>On</Status><Days> 3 </Days><Prefix> a&amp;&#x41;<![CDATA[<b>]]></Prefix></Rule><Event>x</Event>"
                 "<Rule><Status/><Date>2023-11-14T22:13:20Z</Date></Rule><Other><Rule/></Other><Event>y</Event><s:Quiet xmlns:s=\"q\">true</s:Quiet>"
                 "<Grants><Grant><Grantee xmlns:xsi=\"x\" xsi:type=\"Group\"><ID>i</ID></Grantee><Permission>READ</Permission></Grant></Grants></Configuration>");
  auto& c = *p.configuration;
  ASSERT_EQ(c.rules.size(), 2u);
  EXPECT_EQ(c.rules[0].status, "On");
  EXPECT_EQ(c.rules[0].days, 3);
  EXPECT_EQ(c.rules[0].prefix, " a&A<b>");
  EXPECT_EQ(c.rules[1].status, "");
  EXPECT_EQ(c.rules[1].date->ms, 1'700'000'000'000);
  EXPECT_EQ(*c.events, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(c.quiet, true);
  ASSERT_EQ(c.grants->size(), 1u);
  EXPECT_EQ((*c.grants)[0].grantee->type, "Group");
  EXPECT_EQ((*c.grants)[0].grantee->iD, "i");
}

TEST(WireRest, RefusesBadXml) {
  auto in = [](std::string inside) { return refusal("<Configuration><Rule><Status>x</Status></Rule>" + inside + "</Configuration>"); };
  EXPECT_EQ(in(""), "accepted");
  for (const char* bad : {"<Quiet>", "<Quiet>maybe</Quiet>", "<Rule/>", "text", "<Quiet><x/></Quiet>", "&bomb;", "<Event>&#0;</Event>", "<Event>&#xD800;</Event>",
                          "<Event>&#x110000;</Event>", "<Event>&</Event>", "<Event>\xFF</Event>", "<!ELEMENT a>", "<Rule><Status>x</Status><Days>1.5</Days></Rule>",
                          "<Grants><Grant><Grantee/></Grant></Grants>"})
    EXPECT_EQ(in(bad), "MalformedXML") << bad;
  EXPECT_EQ(in(std::string("<Event>a\0b</Event>", 18)), "MalformedXML");
  EXPECT_EQ(refusal("<Configuration/>"), "MalformedXML");                    // lacks a required element
  EXPECT_EQ(refusal("<Other><Rule><Status/></Rule></Other>"), "MalformedXML");
  EXPECT_EQ(refusal("<Configuration><Rule><Status/></Rule></Configuration><a/>"), "MalformedXML");
  EXPECT_EQ(refusal("{}"), "MalformedXML");
  std::string whole = "<Configuration><Rule><Status>x</Status></Rule></Configuration>";
  for (std::size_t n = 1; n < whole.size(); ++n) EXPECT_EQ(refusal(whole.substr(0, n)), "MalformedXML") << n;
}

TEST(WireRest, XmlBombs) {
  EXPECT_EQ(refusal("<!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Configuration><Event>&b;</Event></Configuration>"), "MalformedXML");
  EXPECT_EQ(refusal("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><Configuration><Rule><Status/></Rule></Configuration>"), "MalformedXML");
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  EXPECT_EQ(refusal(deep), "MalformedXML");
  auto nested = [](int n) {
    std::string open, close;
    for (int i = 0; i < n; ++i) { open += "<a>"; close += "</a>"; }
    return refusal("<Configuration><Rule><Status/></Rule>" + open + close + "</Configuration>");
  };
  EXPECT_EQ(nested(60), "accepted");
  EXPECT_EQ(nested(70), "MalformedXML");
  EXPECT_EQ(nested(100'000), "MalformedXML");
  std::string many = "<Configuration>";
  for (int i = 0; i < 20'001; ++i) many += "<Event/>";
  EXPECT_EQ(refusal(many + "</Configuration>"), "MalformedXML");
  std::string tags(1 << 20, '<');
  EXPECT_EQ(refusal(tags), "MalformedXML");
}

TEST(WireRest, WritesHeaders) {
  Got got{.eTag = "\"e\"", .lastModified = Time{1'700'000'000'999}, .deleteMarker = true, .contentType = "image/png\r\nSet-Cookie: x", .status = 206,
          .retainUntil = Time{5}, .attributes = {{"a", "b,c"}}, .metadata = {{{"color", "red"}, {"bad name", "x"}, {"evil", "a\r\nb"}}}, .body = shape::Blob{std::string("\0x", 2)}};
  auto out = written(got);
  EXPECT_EQ(out.status, 206);
  EXPECT_EQ(out.body, std::string("\0x", 2));
  EXPECT_EQ(out.content_type, "image/png  Set-Cookie: x");
  EXPECT_EQ(header(out, "ETag"), "\"e\"");
  EXPECT_EQ(header(out, "Last-Modified"), "Tue, 14 Nov 2023 22:13:20 GMT");
  EXPECT_EQ(header(out, "x-amz-delete-marker"), "true");
  EXPECT_EQ(header(out, "x-amz-object-lock-retain-until-date"), "1970-01-01T00:00:00.005Z");
  EXPECT_EQ(header(out, "x-list"), "a,\"b,c\"");
  EXPECT_EQ(header(out, "x-amz-meta-color"), "red");
  EXPECT_EQ(header(out, "x-amz-missing-meta"), "2");
  EXPECT_EQ(header(out, "x-amz-request-id"), "r");
  EXPECT_EQ(header(out, "x-amz-id-2"), "h");
  out = written(Got{.body = shape::Blob{"x"}});
  EXPECT_EQ(out.content_type, "binary/octet-stream");
  out = written(Got{});
  EXPECT_EQ(out.body, "");
  EXPECT_EQ(out.content_type, "");
}

TEST(WireRest, WritesXml) {
  Listed l{.name = "b\r\x01\"<\xFF", .contents = {{.status = "s", .date = Time{1'255'369'850'000}}, {.status = ""}}, .requestCharged = "requester"};
  auto out = written(l, "ListBucketResult");
  EXPECT_EQ(out.content_type, "application/xml");
  EXPECT_EQ(header(out, "x-amz-request-charged"), "requester");
  EXPECT_EQ(out.body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3/\"><Name>b&#xD;&#x1;&quot;&lt;\xEF\xBF\xBD</Name>"
                      "<Contents><Status>s</Status><Date>2009-10-12T17:50:50.000Z</Date></Contents><Contents><Status></Status></Contents></ListBucketResult>");
  EXPECT_NE(written(l).body.find("<OpResult xmlns"), std::string::npos);
  Configuration c{.grants = {{{.grantee = Grantee{.iD = "i", .type = "Group"}}}}};
  out = written(Tagged{c});
  EXPECT_EQ(out.body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Tagging xmlns=\"http://s3/\"><Grants><Grant>"
                      "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\"><ID>i</ID></Grantee></Grant></Grants></Tagging>");
  EXPECT_EQ(written(Tagged{}).body, "");
  EXPECT_EQ(written(shape::Nothing{}).body, "");
  EXPECT_TRUE(written(Location{}, "LocationConstraint").body.ends_with("\n<LocationConstraint xmlns=\"http://s3/\"></LocationConstraint>"));
  EXPECT_TRUE(written(Location{"eu-west-1"}, "LocationConstraint").body.ends_with(">eu-west-1</LocationConstraint>"));
}

TEST(WireRest, S3Errors) {
  std::pair<std::string_view, std::string> extra[] = {{"BucketName", "b&"}};
  auto out = wire::error(Protocol::rest_xml, {.code = "NoSuchBucket", .message = "m", .status = 404, .extra = extra, .resource = "/b"},
                         {.xml_namespace = "n", .request_id = "r", .host_id = "h"}, true);
  EXPECT_EQ(out.status, 404);
  EXPECT_EQ(out.body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchBucket</Code><Message>m</Message><BucketName>b&amp;</BucketName>"
                      "<Resource>/b</Resource><RequestId>r</RequestId><HostId>h</HostId></Error>");
  EXPECT_EQ(header(out, "x-amz-request-id"), "r");
  out = wire::error(Protocol::rest_xml, {.code = "C", .message = "m"}, {.xml_namespace = "n", .request_id = "r"}, false);
  EXPECT_TRUE(out.body.starts_with("<ErrorResponse xmlns=\"n\"><Error><Type>Sender</Type>"));
}

TEST(WireRest, Json) {
  std::vector<wire::Pair> path = {{"FunctionName", "f"}}, query = {{"Qualifier", "q"}};
  Invoke v{};
  auto missing = wire::read(Protocol::rest_json, *shape::of<Invoke>(), &v, {"POST", {}, query, path, R"({"Note":"n","FunctionName":"ignored","At":5})"});
  EXPECT_TRUE(missing.empty());
  EXPECT_EQ(v.functionName, "f");
  EXPECT_EQ(v.qualifier, "q");
  EXPECT_EQ(v.note, "n");
  EXPECT_EQ(v.at->ms, 5000);
  missing = wire::read(Protocol::rest_json, *shape::of<Invoke>(), &v, {"POST", {}, {}, path, ""});
  EXPECT_EQ(missing, std::vector<std::string>{shape::missing("note")});
  EXPECT_THROW(wire::read(Protocol::rest_json, *shape::of<Invoke>(), &v, {"POST", {}, {}, path, "{\"Note\":1}"}), Malformed);
  Tagged t{};
  missing = wire::read(Protocol::rest_json, *shape::of<Tagged>(), &t, {"POST", {}, {}, {}, R"({"Quiet":true,"Rule":[{}]})"});
  EXPECT_EQ(missing, std::vector<std::string>{shape::missing("tagging.rules.1.member.status")});

  auto out = written(Location{"x"}, {}, Protocol::rest_json);
  EXPECT_EQ(out.body, R"({"LocationConstraint":"x"})");
  EXPECT_EQ(out.content_type, "application/json");
  EXPECT_EQ(written(Got{}, {}, Protocol::rest_json).body, "");
  out = wire::error(Protocol::rest_json, {.code = "ResourceNotFoundException", .message = "m", .status = 404}, {.request_id = "r"}, false);
  EXPECT_EQ(out.body, R"({"message":"m"})");
  EXPECT_EQ(header(out, "x-amzn-ErrorType"), "ResourceNotFoundException");
}

TEST(WireRest, Describes) {
  std::string text;
  base::JsonWriter json(text);
  wire::describe(json, "lambda", "Invoke", *shape::of<Invoke>(), *shape::of<shape::Nothing>());
  EXPECT_EQ(text, R"({"service":"lambda","operation":"Invoke","input":{"kind":"structure","members":[)"
                  R"({"name":"functionName","wire":"FunctionName","required":true,"where":"path","shape":{"kind":"text"}},)"
                  R"({"name":"qualifier","wire":"Qualifier","required":false,"where":"query","shape":{"kind":"text"}},)"
                  R"({"name":"note","wire":"Note","required":true,"where":"body","shape":{"kind":"text"}},)"
                  R"({"name":"at","wire":"At","required":false,"where":"body","shape":{"kind":"time"}}]},"output":{"kind":"structure","members":[]}})");
}
