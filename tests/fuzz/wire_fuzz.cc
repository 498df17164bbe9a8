// Bytes from the net into structs and back, in every protocol. The first byte picks the protocol; for the REST
// protocols the second splits what follows into headers, query and body. Whatever was read must be writable.
#include <cstdint>

#include "base/bytes.h"
#include "shape/validate.h"
#include "wire/form.h"
#include "wire/wire.h"

namespace {

using shape::Place, shape::Where;
using wire::Protocol;

struct Tag { std::string key; std::optional<std::string> value; };
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))

struct Grantee { std::optional<std::string> name, type; };
BOOST_DESCRIBE_STRUCT(Grantee, (), (name, type))

// Every kind, as a member, in lists, in maps, and in each of a list's forms.
struct Inner {
  std::string text;
  std::optional<bool> flag;
  std::optional<std::int64_t> number;
  std::optional<double> real;
  std::optional<base::Time> time;
  std::optional<shape::Blob> blob;
  std::optional<Grantee> grantee;
  std::vector<Tag> tags;
  std::optional<std::vector<std::vector<std::string>>> rows;
  std::optional<std::vector<std::optional<std::int64_t>>> flat;
  std::map<std::string, std::string> words;
  std::optional<std::map<std::string, std::vector<Tag>>> flatMap;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (text, flag, number, real, time, blob, grantee, tags, rows, flat, words, flatMap))

struct Rest {
  std::string bucket;
  std::optional<std::int64_t> maxKeys;
  std::optional<base::Time> since;
  std::optional<std::vector<std::string>> list;
  std::optional<std::map<std::string, std::string>> metadata;
  std::optional<Inner> inner;
};
BOOST_DESCRIBE_STRUCT(Rest, (), (bucket, maxKeys, since, list, metadata, inner))

// What a response can hold of it.
struct Answer {
  std::optional<base::Time> since;
  std::optional<std::vector<std::string>> list;
  std::optional<std::map<std::string, std::string>> metadata;
  std::optional<Inner> inner;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (since, list, metadata, inner))

}  // namespace

namespace shape {
template <> inline constexpr auto places<Grantee> = std::to_array<Place>({{.member = "type", .wire = "xsi:type", .attribute = true}});
template <> inline constexpr auto places<Inner> = std::to_array<Place>({
    {.member = "tags", .element = "Tag"}, {.member = "flat", .flat = true}, {.member = "flatMap", .flat = true}});
template <> inline constexpr auto places<Rest> = std::to_array<Place>({
    {.member = "bucket", .where = Where::path}, {.member = "maxKeys", .where = Where::query, .wire = "k"},
    {.member = "since", .where = Where::header, .wire = "If-S"}, {.member = "list", .where = Where::header, .wire = "l"},
    {.member = "metadata", .where = Where::header_map, .wire = "m-"}, {.member = "inner", .where = Where::payload}});
template <> inline constexpr auto places<Answer> = std::to_array<Place>({
    {.member = "since", .where = Where::header, .wire = "s"}, {.member = "list", .where = Where::header, .wire = "l"},
    {.member = "metadata", .where = Where::header_map, .wire = "m-"}, {.member = "inner", .where = Where::payload}});
}  // namespace shape

namespace {

void check(bool holds) { if (!holds) __builtin_trap(); }

const wire::Naming kNaming{.operation = "Op", .xml_namespace = "n", .request_id = "r"};

std::string_view cut(std::string_view& from, char at) {
  std::size_t end = std::min(from.find(at), from.size());
  std::string_view piece = from.substr(0, end);
  from.remove_prefix(std::min(end + 1, from.size()));
  return piece;
}

void rest(Protocol protocol, std::string_view input) {
  std::vector<wire::Header> headers;
  std::vector<wire::Pair> query, path = {{"Bucket", "b"}};
  for (std::size_t n = input.empty() ? 0 : std::uint8_t(input[0]) % 16; n > 0 && !input.empty(); --n) {
    std::string_view line = cut(input, '\n'), name = cut(line, ':');
    if (n % 3) headers.push_back({name, line}); else query.push_back({std::string(name), std::string(line)});
  }
  Rest in{};
  (void)wire::read(protocol, *shape::of<Rest>(), &in, {"PUT", headers, query, path, input});
  (void)shape::violations(*shape::of<Rest>(), &in);
  Answer answer{in.since, in.list, in.metadata, in.inner};
  auto out = wire::write(protocol, *shape::of<Answer>(), &answer, kNaming);
  for (auto& h : out.headers)
    for (char c : h.value) check(std::uint8_t(c) >= 0x20 && c != 0x7F);
  check(base::is_utf8(out.body));
}

void rpc(Protocol protocol, std::string_view input) {
  Inner in{}, again{};
  const auto& s = *shape::of<Inner>();
  bool complete = wire::read(protocol, s, &in, {.method = "POST", .body = input}).empty();
  (void)shape::violations(s, &in);
  auto out = wire::write(protocol, s, &in, kNaming);
  check(base::is_utf8(out.body));
  if (protocol == Protocol::query || !complete) return;
  check(wire::read(protocol, s, &again, {.method = "POST", .body = out.body}).empty());     // what we write, we read
  check(wire::write(protocol, s, &again, kNaming).body == out.body);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  auto protocol = Protocol(data[0] % 5);
  std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    if (protocol == Protocol::rest_xml || protocol == Protocol::rest_json) rest(protocol, input); else rpc(protocol, input);
    if (protocol == Protocol::query) (void)wire::form_value(input, "Action");
  } catch (const wire::Malformed& e) {
    check(!e.code.empty());
  }
  return 0;
}
