#pragma once
// An incremental HTTP/1.1 request parser: the head is gathered in a reused arena and parsed by Boost.Beast in one go,
// the body is passed on in pieces. It reads no socket; a coroutine feeds it what arrived.
//
// Refused: heads over 32 KiB or 100 fields, folded fields, control characters, Content-Length given twice or together with
// Transfer-Encoding, codings other than `chunked`, a missing or second Host, and an absolute target of another host.
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/chunk_framing.h"
#include "gateway/http.h"

namespace gateway {

class HttpParser {
 public:
  static constexpr std::size_t kMaxHead = 32 * 1024;    // bytes of request line and fields with the closing blank line
  static constexpr std::size_t kMaxFields = 100;

  enum class Status : std::uint8_t {
    need_more,
    header_done,   // request() is complete; said once
    body_piece,    // piece is the next part of the body
    done,          // the request is complete; further bytes belong to the next one, after reset()
    error,         // http_status and text say why; the connection must be closed
  };
  struct Result {
    Status status;
    std::string_view piece = {};    // a view into the bytes fed
    int http_status = 0;            // 400, 413, 414, 417, 431 or 501
    std::string_view text = {};     // static
  };

  // Takes one step. `consumed` counts the bytes to drop from the front of `bytes`; call again with the rest (an empty rest
  // is fine: a request without a body is done at once) until need_more or done.
  Result feed(std::string_view bytes, std::size_t& consumed);

  // Valid from header_done until reset().
  const Request& request() const { return request_; }
  bool keep_alive() const { return keep_alive_; }
  bool expects_continue() const { return expects_continue_; }   // Expect: 100-continue, and a body is to come
  bool is_connect() const { return request_.method == "CONNECT"; }
  std::uint64_t content_length() const { return chunked_ ? 0 : left_at_start_; }
  bool chunked() const { return chunked_; }

  // Bytes of body allowed, counted without chunk framing. May be changed between header_done and the next feed.
  void body_limit(std::uint64_t bytes) { body_limit_ = bytes; }

  void reset();    // for the next request of the connection; keeps the arena and the body limit

 private:
  enum class State : std::uint8_t { head, body, done, failed };

  Result feed_head(std::string_view bytes, std::size_t& consumed);
  Result parse_head();
  Result accept_target();      // error, or need_more when all is well
  Result accept_framing(bool http_1_0);
  Result feed_fixed(std::string_view bytes, std::size_t& consumed);
  Result feed_chunked(std::string_view bytes, std::size_t& consumed);
  Result fail(int http_status, std::string_view text);

  State state_ = State::head;
  bool keep_alive_ = false, expects_continue_ = false, chunked_ = false;
  std::string head_;                            // the arena of request_
  Request request_;
  std::uint64_t body_limit_ = 16 << 20;
  std::uint64_t left_ = 0, left_at_start_ = 0;  // of a Content-Length body
  std::uint64_t chunked_bytes_ = 0;             // of a chunked body, so far
  ChunkFraming framing_;
  Result failure_{Status::error};
};

}  // namespace gateway
