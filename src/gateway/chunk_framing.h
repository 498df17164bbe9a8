#pragma once
// Chunk framing (RFC 9112, 7.1): size in hex, extension, data, trailer lines. HTTP's chunked coding and S3's aws-chunked
// content coding share it. Bytes may come cut anywhere; data is passed on without copying.
#include <cstdint>
#include <string>
#include <string_view>

namespace gateway {

class ChunkFraming {
 public:
  static constexpr std::size_t kMaxHeaderLine = 1024;        // bytes of "size;extension"
  static constexpr std::size_t kMaxTrailers = 8 * 1024;      // bytes of all trailer lines together

  enum class Event : std::uint8_t {
    need_more,
    chunk,       // a chunk of `size` bytes begins (0: the last); text is its extension with the leading ';'
    data,        // text is the next piece of the chunk's data
    chunk_end,   // the chunk's data is complete
    trailer,     // text is one trailer line without its CRLF
    end,         // the body is complete; further bytes are not consumed
    error,       // not of this form, or over a limit; for good
  };
  struct Step {
    Event event;
    std::uint64_t size = 0;
    std::string_view text = {};    // valid until the next feed
  };

  // One event at a time; `consumed` counts the bytes to drop from the front of `bytes`.
  Step feed(std::string_view bytes, std::size_t& consumed);
  void reset();

 private:
  enum class State : std::uint8_t { header, data, data_end, trailers, end, failed };

  bool take_line(std::string_view bytes, std::size_t limit, std::size_t& consumed, std::string_view& line);
  Step header(std::string_view line);
  Step trailer(std::string_view line);
  Step fail();

  State state_ = State::header;
  bool line_taken_ = false;         // line_ was handed out and is to be dropped
  std::string line_;                // a line cut between pieces
  std::uint64_t left_ = 0;          // bytes of data still to come
  std::size_t trailer_bytes_ = 0;
};

}  // namespace gateway
