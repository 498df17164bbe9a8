#pragma once
// The body of an S3 request on its way in: aws-chunked content is decoded, and everything the head promises of the body is
// verified as it streams by. In memory only what one step needs. Bytes handed on are good only once finish() says done.
#include <cstdint>
#include <optional>
#include <string_view>

#include "gateway/checksums.h"
#include "gateway/chunked.h"

namespace gateway {

class Payload {
 public:
  enum class Step : std::uint8_t { need_more, piece, done, refused };

  // After verify; an anonymous request has an empty claim and key.
  std::optional<Refusal> begin(const Request&, const Claim&, std::string_view signing_key);

  // The length of the decoded body, if the head says.
  std::optional<std::uint64_t> length() const { return length_; }

  // Bytes of the HTTP body, in order. `piece` is a view into them. Call with the rest until need_more.
  Step feed(std::string_view bytes, std::size_t& consumed, std::string_view& piece);
  // The HTTP body has ended: done, or refused.
  Step finish();

  const Refusal& refusal() const { return refusal_; }
  const Checksums& checksums() const { return checksums_; }

 private:
  Step refuse(Refusal);

  std::optional<ChunkedDecoder> decoder_;
  Checksums checksums_;
  std::optional<std::uint64_t> length_;
  bool complete_ = false, refused_ = false;
  Refusal refusal_;
};

}  // namespace gateway
