#include "gateway/http_parser.h"

#include <gtest/gtest.h>

namespace gateway {
namespace {

using Status = HttpParser::Status;

struct Outcome {
  Status status = Status::need_more;
  int http_status = 0;
  std::string text, body;
  std::size_t used = 0;
  bool head = false;
};

// Feeds `text` in pieces of `step` bytes until the request is done, refused, or the text is used up.
Outcome run(HttpParser& parser, std::string_view text, std::size_t step = 1 << 20) {
  Outcome out;
  for (std::size_t end = std::min(step, text.size());;) {
    std::size_t consumed = 0;
    HttpParser::Result r = parser.feed(text.substr(out.used, end - out.used), consumed);
    out.used += consumed;
    out.status = r.status;
    out.head = out.head || r.status == Status::header_done;
    if (r.status == Status::body_piece) out.body += r.piece;
    if (r.status == Status::error) { out.http_status = r.http_status; out.text = r.text; }
    if (r.status == Status::error || r.status == Status::done) return out;
    if (r.status != Status::need_more) continue;
    EXPECT_EQ(out.used, end);
    if (end == text.size()) return out;
    end = std::min(end + step, text.size());
  }
}

int refused(std::string_view text) {
  HttpParser whole, cut;
  Outcome a = run(whole, text), b = run(cut, text, 1);
  EXPECT_EQ(a.http_status, b.http_status) << text;
  return a.http_status;
}

TEST(HttpParser, a_request_with_a_body_in_pieces_of_any_size) {
  std::string text =
      "POST /a%20b?x=1&y HTTP/1.1\r\nHost: s3.amazonaws.com\r\nX-Amz-Date:  20260302T100000Z \r\nContent-Length: 11\r\n\r\nhello "
      "world";
  for (std::size_t step : {1, 2, 3, 7, 64, 4096}) {
    HttpParser parser;
    Outcome out = run(parser, text + "GET", step);
    EXPECT_EQ(out.status, Status::done);
    EXPECT_EQ(out.used, text.size());
    EXPECT_EQ(out.body, "hello world");
    const Request& r = parser.request();
    EXPECT_EQ(r.method, "POST");
    EXPECT_EQ(r.target, "/a%20b?x=1&y");
    EXPECT_EQ(r.path, "/a%20b");
    EXPECT_EQ(r.query, "x=1&y");
    EXPECT_EQ(r.find("x-amz-date"), "20260302T100000Z");
    EXPECT_EQ(r.headers.size(), 3u);
    EXPECT_EQ(r.headers[1].name, "X-Amz-Date");
    EXPECT_TRUE(parser.keep_alive());
    EXPECT_EQ(parser.content_length(), 11u);
    EXPECT_FALSE(parser.expects_continue());
  }
}

TEST(HttpParser, requests_follow_one_another) {
  std::string text =
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n\r\nPUT /b HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\nokGET /c "
      "HTTP/1.0\r\n\r\n";
  HttpParser parser;
  Outcome first = run(parser, text);
  EXPECT_TRUE(first.head);
  EXPECT_EQ(first.status, Status::done);
  parser.reset();
  Outcome second = run(parser, text.substr(first.used));
  EXPECT_EQ(parser.request().path, "/b");
  EXPECT_EQ(second.body, "ok");
  EXPECT_FALSE(parser.keep_alive());
  parser.reset();
  Outcome third = run(parser, text.substr(first.used + second.used));
  EXPECT_EQ(parser.request().path, "/c");
  EXPECT_EQ(third.status, Status::done);
  EXPECT_FALSE(parser.keep_alive());      // HTTP/1.0
  EXPECT_EQ(first.used + second.used + third.used, text.size());
}

TEST(HttpParser, chunked_bodies) {
  std::string text = "PUT /k HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
                     "5\r\nhello\r\n6;ext=\"v\"\r\n world\r\n0\r\nX-Trailer: t\r\n\r\n";
  for (std::size_t step : {1, 2, 5, 4096}) {
    HttpParser parser;
    Outcome out = run(parser, text + "rest", step);
    EXPECT_EQ(out.status, Status::done);
    EXPECT_EQ(out.body, "hello world");
    EXPECT_EQ(out.used, text.size());
    EXPECT_TRUE(parser.expects_continue());
    EXPECT_TRUE(parser.chunked());
  }
}

TEST(HttpParser, body_limits) {
  HttpParser fixed;
  fixed.body_limit(4);
  EXPECT_EQ(run(fixed, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n").http_status, 413);
  HttpParser chunked;
  chunked.body_limit(4);
  EXPECT_EQ(
      run(chunked, "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").http_status,
      413);
  HttpParser raised;
  raised.body_limit(4);
  std::string text = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
  std::size_t used = 0;
  EXPECT_EQ(raised.feed(text, used).status, Status::header_done);
  raised.body_limit(5);
  EXPECT_EQ(raised.feed("12345", used).piece, "12345");
}

TEST(HttpParser, proxies_targets) {
  HttpParser connect;
  Outcome out = run(connect, "CONNECT sts.amazonaws.com:443 HTTP/1.1\r\nHost: sts.amazonaws.com:443\r\n\r\n\x16\x03\x01");
  EXPECT_EQ(out.status, Status::done);
  EXPECT_TRUE(connect.is_connect());
  EXPECT_EQ(connect.request().target, "sts.amazonaws.com:443");
  EXPECT_EQ(connect.request().path, "");
  HttpParser absolute;
  run(absolute, "GET http://s3.amazonaws.com:80/b/k?x=1 HTTP/1.1\r\nHost: S3.amazonaws.com\r\n\r\n");
  EXPECT_EQ(absolute.request().path, "/b/k");
  EXPECT_EQ(absolute.request().query, "x=1");
  HttpParser bare;
  run(bare, "GET http://s3.amazonaws.com?x=1 HTTP/1.1\r\nHost: s3.amazonaws.com\r\n\r\n");
  EXPECT_EQ(bare.request().path, "/");
  EXPECT_EQ(bare.request().query, "x=1");
  HttpParser options;
  EXPECT_EQ(run(options, "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").status, Status::done);
}

TEST(HttpParser, refuses) {
  const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n", put = "PUT / HTTP/1.1\r\nHost: a\r\n";
  EXPECT_EQ(refused("GET / HTTP/1.1\r\n\r\n"), 400);                                          // no Host
  EXPECT_EQ(refused(get + "host: b\r\n\r\n"), 400);
  EXPECT_EQ(refused(get + "X: a\r\n folded\r\n\r\n"), 400);
  EXPECT_EQ(refused(get + "X:\r\n\tfolded\r\n\r\n"), 400);
  EXPECT_EQ(refused(get + std::string("X: a\0b\r\n\r\n", 10)), 400);
  EXPECT_EQ(refused(get + "X : a\r\n\r\n"), 400);
  EXPECT_EQ(refused(get + "X: a\nY: b\r\n\r\n"), 400);
  EXPECT_EQ(refused(get + ": a\r\n\r\n"), 400);
  EXPECT_EQ(refused("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refused("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refused("G@T / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refused("GET nowhere HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refused("GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refused("CONNECT /x HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refused("\r\n\r\n\r\n"), 400);
  EXPECT_EQ(refused(put + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx"), 400);
  EXPECT_EQ(refused(put + "Content-Length: 1, 1\r\n\r\nx"), 400);
  EXPECT_EQ(refused(put + "Content-Length: +1\r\n\r\nx"), 400);
  EXPECT_EQ(refused(put + "Content-Length: \r\n\r\n"), 400);
  EXPECT_EQ(refused(put + "Content-Length: 99999999999999999999\r\n\r\n"), 400);
  EXPECT_EQ(refused(put + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx"), 400);
  EXPECT_EQ(refused(put + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\nx"), 400);
  EXPECT_EQ(refused(put + "Transfer-Encoding: gzip, chunked\r\n\r\n"), 501);
  EXPECT_EQ(refused(put + "Transfer-Encoding: xchunked\r\n\r\n"), 501);
  EXPECT_EQ(refused("PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
  EXPECT_EQ(refused(put + "Expect: more\r\n\r\n"), 417);
  for (const char* body :
       {"x\r\n", "\r\n", "5 5\r\nhello", "1\r\nab\r\n", "1\nab\r\n", "-1\r\n", "fffffffffffffffff\r\n", "1;a\x01\r\n"})
    EXPECT_EQ(refused(put + "Transfer-Encoding: chunked\r\n\r\n" + body), 400) << body;
}

TEST(HttpParser, bounds_the_head) {
  EXPECT_EQ(refused("GET /" + std::string(HttpParser::kMaxHead, 'a')), 414);
  std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 99; ++i) many += "X: y\r\n";
  HttpParser exactly;
  EXPECT_EQ(run(exactly, many + "\r\n").status, Status::done);
  EXPECT_EQ(refused(many + "X: y\r\n\r\n"), 431);
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(HttpParser::kMaxHead, 'a') + "\r\n\r\n"), 431);
  std::string full = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  full += std::string(HttpParser::kMaxHead - full.size() - 4, 'a') + "\r\n\r\n";
  HttpParser parser;
  EXPECT_EQ(run(parser, full).status, Status::done);
  std::string trailer = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
  for (int i = 0; i < 2000; ++i) trailer += "a: b\r\n";
  EXPECT_EQ(refused(trailer), 400);
  EXPECT_EQ(refused("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(2000, 'a') + "\r\n"), 400);
}

TEST(Request, query_pairs) {
  auto pairs = query_pairs("a=1&&b=x%20y+z&c&=v&a=2");
  ASSERT_TRUE(pairs);
  QueryPairs expected = {{"a", "1"}, {"b", "x y z"}, {"c", ""}, {"", "v"}, {"a", "2"}};
  EXPECT_EQ(*pairs, expected);
  EXPECT_FALSE(query_pairs("a=%zz"));
  EXPECT_FALSE(query_pairs("a=%2"));
}

}  // namespace
}  // namespace gateway
