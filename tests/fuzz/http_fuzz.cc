// The request parser, the names and the query in what it accepts. The first byte of the input cuts the rest into pieces; the
// outcome must not depend on the cut.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gateway/hosts.h"
#include "gateway/http_parser.h"

namespace {

using gateway::HttpParser;

struct Outcome {
  HttpParser::Status status = HttpParser::Status::need_more;
  int http_status = 0;
  std::size_t used = 0, headers = 0;
  std::string path, query, body;
  bool operator==(const Outcome&) const = default;
};

Outcome run(std::string_view text, std::size_t step) {
  HttpParser parser;
  parser.body_limit(1 << 16);
  Outcome out;
  for (std::size_t end = std::min(step, text.size());;) {
    std::size_t consumed = 0;
    HttpParser::Result r = parser.feed(text.substr(out.used, end - out.used), consumed);
    if (consumed > end - out.used) std::abort();
    out.used += consumed;
    out.status = r.status;
    out.http_status = r.http_status;
    out.body += r.piece;
    if (r.status == HttpParser::Status::header_done) {
      out.headers = parser.request().headers.size();
      out.path = parser.request().path;
      out.query = parser.request().query;
      (void)gateway::endpoint_of(parser.request().find("Host"));
      (void)gateway::connect_allowed(parser.request().target);
      (void)gateway::query_pairs(out.query);
    }
    if (r.status == HttpParser::Status::error) { out.used = 0; return out; }      // how far it read before refusing may differ
    if (r.status == HttpParser::Status::done) return out;
    if (r.status != HttpParser::Status::need_more) continue;
    if (end == text.size()) return out;
    end = std::min(end + step, text.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  Outcome whole = run(text, text.size() + 1), cut = run(text, std::size_t(data[0]) + 1);
  // A body can be refused after pieces of it were passed on, and how many depends on the cut.
  if (whole.status == HttpParser::Status::error) whole.body = cut.body;
  if (!(whole == cut)) std::abort();
  return 0;
}
