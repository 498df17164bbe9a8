#include "gateway/http_parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>

#include "base/bytes.h"
#include "gateway/hosts.h"

namespace gateway {
namespace {

namespace http = boost::beast::http;

constexpr std::string_view kEndOfHead = "\r\n\r\n";
constexpr std::size_t kMaxBlankLead = 4;      // bytes of blank lines tolerated before a request line (RFC 9112, 2.2)

std::string_view view(boost::beast::string_view s) { return {s.data(), s.size()}; }

// Beast's parser, run once over a whole head; the views it reports lie in the text it was given.
class HeadReader final : public http::basic_parser<true> {
 public:
  explicit HeadReader(Request& request) : request_(request) {
    skip(true);      // the body is pumped by HttpParser
    header_limit(HttpParser::kMaxHead);
  }
  bool too_many() const { return too_many_; }
  bool http_1_0() const { return version_ == 10; }

 private:
  void on_request_impl(http::verb, boost::beast::string_view method, boost::beast::string_view target, int version,
                       boost::beast::error_code&) override {
    request_.method = view(method);
    request_.target = view(target);
    version_ = version;
  }
  void on_field_impl(http::field, boost::beast::string_view name, boost::beast::string_view value,
                     boost::beast::error_code& ec) override {
    too_many_ = request_.headers.size() == HttpParser::kMaxFields;
    if (too_many_) ec = http::error::header_limit;
    else request_.headers.push_back({view(name), view(value)});
  }
  void on_response_impl(int, boost::beast::string_view, int, boost::beast::error_code&) override {}
  void on_header_impl(boost::beast::error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, boost::beast::error_code&) override {}
  std::size_t on_body_impl(boost::beast::string_view body, boost::beast::error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, boost::beast::error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view body, boost::beast::error_code&) override {
    return body.size();
  }
  void on_finish_impl(boost::beast::error_code&) override {}

  Request& request_;
  int version_ = 11;
  bool too_many_ = false;
};

bool has_folded_field(std::string_view head) {
  for (std::size_t at = head.find('\n'); at != head.npos && at + 1 < head.size(); at = head.find('\n', at + 1))
    if (head[at + 1] == ' ' || head[at + 1] == '\t') return true;
  return false;
}

std::size_t count(const Request& request, std::string_view name) {
  return std::size_t(std::count_if(request.headers.begin(), request.headers.end(),
                                   [&](const Header& h) { return base::iequals(h.name, name); }));
}

std::string_view without_default_port(std::string_view authority) {
  for (std::string_view port : {":80", ":443"})
    if (authority.ends_with(port)) return authority.substr(0, authority.size() - port.size());
  return authority;
}

std::string_view reason(const boost::beast::error_code& ec) {
  if (ec == http::error::bad_method) return "The method is malformed.";
  if (ec == http::error::bad_target) return "The request target is malformed.";
  if (ec == http::error::bad_version) return "The HTTP version is malformed or not supported.";
  if (ec == http::error::bad_field) return "A header name is malformed.";
  if (ec == http::error::bad_value) return "A header value is malformed.";
  if (ec == http::error::bad_content_length || ec == http::error::multiple_content_length) return "Content-Length is malformed.";
  if (ec == http::error::bad_transfer_encoding) return "Transfer-Encoding is malformed.";
  return "The request is malformed.";
}

}  // namespace

void HttpParser::reset() {
  state_ = State::head;
  keep_alive_ = expects_continue_ = chunked_ = false;
  head_.clear();
  request_.clear();
  left_ = left_at_start_ = chunked_bytes_ = 0;
  framing_.reset();
}

HttpParser::Result HttpParser::fail(int http_status, std::string_view text) {
  state_ = State::failed;
  keep_alive_ = false;
  return failure_ = {Status::error, {}, http_status, text};
}

HttpParser::Result HttpParser::feed(std::string_view bytes, std::size_t& consumed) {
  consumed = 0;
  switch (state_) {
    case State::head: return feed_head(bytes, consumed);
    case State::body: return chunked_ ? feed_chunked(bytes, consumed) : feed_fixed(bytes, consumed);
    case State::done: return {Status::done};
    case State::failed: break;
  }
  return failure_;
}

HttpParser::Result HttpParser::feed_head(std::string_view bytes, std::size_t& consumed) {
  if (head_.empty()) {
    while (consumed < bytes.size() && (bytes[consumed] == '\r' || bytes[consumed] == '\n')) ++consumed;
    left_ += consumed;      // blank lead, until the head begins
    if (left_ > kMaxBlankLead) return fail(400, "The request line is missing.");
    bytes.remove_prefix(consumed);
  }
  std::size_t before = head_.size(), room = kMaxHead - before;
  head_.append(bytes.substr(0, room));
  std::size_t end = head_.find(kEndOfHead, before < 3 ? 0 : before - 3);
  if (end == head_.npos) {
    consumed += std::min(room, bytes.size());
    if (head_.size() < kMaxHead) return {Status::need_more};
    if (head_.find('\n') == head_.npos) return fail(414, "The request line is too long.");
    return fail(431, "The request's header section is too large.");
  }
  head_.resize(end + kEndOfHead.size());
  consumed += head_.size() - before;
  left_ = 0;
  return parse_head();
}

HttpParser::Result HttpParser::parse_head() {
  if (has_folded_field(head_)) return fail(400, "A header is folded over several lines.");
  HeadReader reader(request_);
  boost::beast::error_code ec;
  std::size_t used = reader.put(boost::asio::const_buffer(head_.data(), head_.size()), ec);
  if (reader.too_many()) return fail(431, "The request has too many headers.");
  if (ec) return fail(400, reason(ec));
  if (used != head_.size() || !reader.is_done()) return fail(400, "The request is malformed.");
  if (count(request_, "Host") > 1 || (!reader.http_1_0() && !request_.has("Host")))
    return fail(400, "A request must have one Host header.");
  if (Result r = accept_target(); r.status == Status::error) return r;
  keep_alive_ = reader.keep_alive();
  return accept_framing(reader.http_1_0());
}

// Splits the target (RFC 9112, 3.2): origin form, absolute form as clients of a proxy send it, authority form for CONNECT,
// "*" for OPTIONS.
HttpParser::Result HttpParser::accept_target() {
  std::string_view rest = request_.target;
  if (is_connect()) {
    if (host_of(rest).empty() || rest.find_first_of("/?#@") != rest.npos) return fail(400, "CONNECT needs host and port.");
    return {Status::need_more};
  }
  if (rest == "*" && request_.method == "OPTIONS") return {Status::need_more};
  for (std::string_view scheme : {"http://", "https://"}) {
    if (!base::iequals(rest.substr(0, scheme.size()), scheme)) continue;
    rest.remove_prefix(scheme.size());
    std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
    if (authority.empty() || !base::iequals(without_default_port(authority), without_default_port(request_.find("Host"))))
      return fail(400, "The request target and the Host header name different hosts.");
    rest.remove_prefix(authority.size());
    if (!rest.starts_with('/')) {
      request_.path = "/";
      request_.query = rest.empty() ? rest : rest.substr(1);
      return {Status::need_more};
    }
    break;
  }
  if (!rest.starts_with('/')) return fail(400, "The request target is malformed.");
  std::size_t mark = rest.find('?');
  request_.path = rest.substr(0, mark);
  if (mark != rest.npos) request_.query = rest.substr(mark + 1);
  return {Status::need_more};
}

HttpParser::Result HttpParser::accept_framing(bool http_1_0) {
  std::size_t lengths = count(request_, "Content-Length"), codings = count(request_, "Transfer-Encoding");
  if (lengths > 1 || codings > 1 || (lengths > 0 && codings > 0))
    return fail(400, "The length of the body is given more than once.");
  if (codings > 0) {
    if (http_1_0) return fail(400, "Transfer-Encoding needs HTTP/1.1.");
    if (!base::iequals(request_.find("Transfer-Encoding"), "chunked"))
      return fail(501, "The only transfer coding supported is chunked.");
    chunked_ = true;
  }
  if (lengths > 0) {
    std::string_view text = request_.find("Content-Length");
    if (text.empty() || text.size() > 18) return fail(400, "Content-Length is malformed.");
    for (char c : text) {
      if (c < '0' || c > '9') return fail(400, "Content-Length is malformed.");
      left_ = left_ * 10 + std::uint64_t(c - '0');
    }
    left_at_start_ = left_;
  }
  bool body = chunked_ || left_ > 0;
  if (is_connect() && body) return fail(400, "CONNECT takes no body.");
  if (request_.has("Expect") && !http_1_0) {
    if (!base::iequals(request_.find("Expect"), "100-continue")) return fail(417, "The expectation is not supported.");
    expects_continue_ = body;
  }
  state_ = body ? State::body : State::done;
  return {Status::header_done};
}

HttpParser::Result HttpParser::feed_fixed(std::string_view bytes, std::size_t& consumed) {
  if (left_at_start_ > body_limit_) return fail(413, "The body is too large.");
  if (left_ == 0) {
    state_ = State::done;
    return {Status::done};
  }
  if (bytes.empty()) return {Status::need_more};
  consumed = std::size_t(std::min<std::uint64_t>(left_, bytes.size()));
  left_ -= consumed;
  return {Status::body_piece, bytes.substr(0, consumed)};
}

HttpParser::Result HttpParser::feed_chunked(std::string_view bytes, std::size_t& consumed) {
  for (;;) {
    std::size_t used = 0;
    ChunkFraming::Step step = framing_.feed(bytes.substr(consumed), used);
    consumed += used;
    switch (step.event) {
      case ChunkFraming::Event::need_more: return {Status::need_more};
      case ChunkFraming::Event::chunk:
        if (step.size > body_limit_ || chunked_bytes_ > body_limit_ - step.size) return fail(413, "The body is too large.");
        chunked_bytes_ += step.size;
        break;
      case ChunkFraming::Event::data: return {Status::body_piece, step.text};
      case ChunkFraming::Event::chunk_end:
      case ChunkFraming::Event::trailer: break;      // trailers of the transfer coding carry nothing AWS's protocols use
      case ChunkFraming::Event::end:
        state_ = State::done;
        return {Status::done};
      case ChunkFraming::Event::error: return fail(400, "The chunked body is malformed.");
    }
  }
}

}  // namespace gateway
