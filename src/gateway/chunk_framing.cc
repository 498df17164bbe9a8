#include "gateway/chunk_framing.h"

#include <algorithm>

namespace gateway {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7F; });
}

}  // namespace

void ChunkFraming::reset() {
  state_ = State::header;
  line_.clear();
  line_taken_ = false;
  left_ = trailer_bytes_ = 0;
}

ChunkFraming::Step ChunkFraming::fail() {
  state_ = State::failed;
  return {Event::error};
}

// True when a line ending in CRLF is complete. On false either more bytes are needed or state_ is failed.
bool ChunkFraming::take_line(std::string_view bytes, std::size_t limit, std::size_t& consumed, std::string_view& line) {
  std::size_t at = 0;
  for (;; ++at) {
    at = bytes.find('\n', at);
    if (at == bytes.npos) break;
    char before = at > 0 ? bytes[at - 1] : line_.empty() ? '\0' : line_.back();
    if (before == '\r') break;
  }
  bool whole = at != bytes.npos;
  std::string_view piece = bytes.substr(0, whole ? at + 1 : bytes.size());
  if (line_.size() + piece.size() > limit + 2) { state_ = State::failed; return false; }
  consumed += piece.size();
  if (!whole || !line_.empty()) {
    line_.append(piece);
    if (!whole) return false;
    line_taken_ = true;
    piece = line_;
  }
  line = piece.substr(0, piece.size() - 2);
  return true;
}

ChunkFraming::Step ChunkFraming::header(std::string_view line) {
  std::size_t n = 0;
  std::uint64_t size = 0;
  for (; n < line.size() && hex_value(line[n]) >= 0; ++n) {
    if (n == 15) return fail();     // 2^60 is more than any body
    size = size << 4 | std::uint64_t(hex_value(line[n]));
  }
  std::string_view rest = line.substr(n);
  if (n == 0 || has_control(rest) || !(rest.empty() || rest[0] == ';')) return fail();
  left_ = size;
  state_ = size > 0 ? State::data : State::trailers;
  return {Event::chunk, size, rest};
}

ChunkFraming::Step ChunkFraming::trailer(std::string_view line) {
  if (line.empty()) {
    state_ = State::end;
    return {Event::end};
  }
  trailer_bytes_ += line.size() + 2;
  if (trailer_bytes_ > kMaxTrailers) return fail();
  return {Event::trailer, 0, line};
}

ChunkFraming::Step ChunkFraming::feed(std::string_view bytes, std::size_t& consumed) {
  consumed = 0;
  if (line_taken_) { line_.clear(); line_taken_ = false; }
  if (state_ == State::end) return {Event::end};
  if (state_ == State::failed) return {Event::error};
  if (bytes.empty()) return {Event::need_more};
  if (state_ == State::data) {
    consumed = std::size_t(std::min<std::uint64_t>(left_, bytes.size()));
    left_ -= consumed;
    if (left_ == 0) state_ = State::data_end;
    return {Event::data, 0, bytes.substr(0, consumed)};
  }
  std::string_view line;
  std::size_t limit = state_ == State::data_end ? 0 : state_ == State::header ? kMaxHeaderLine : kMaxTrailers;
  if (!take_line(bytes, limit, consumed, line)) return state_ == State::failed ? Step{Event::error} : Step{Event::need_more};
  switch (state_) {
    case State::header: return header(line);
    case State::trailers: return trailer(line);
    default: break;
  }
  if (!line.empty()) return fail();  // data must be followed by CRLF at once
  state_ = State::header;
  return {Event::chunk_end};
}

}  // namespace gateway
