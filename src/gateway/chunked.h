#pragma once
// S3's aws-chunked content coding: chunks that carry signatures chained from the request's, and signed or unsigned trailers.
// Source: "Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks" and "... Including
// Trailing Headers" (S3 API Reference).
//
// Pieces are handed on before their chunk's signature is known: on `refused` the caller discards everything it was given.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "gateway/chunk_framing.h"
#include "gateway/sigv4.h"

namespace gateway {

// One link of the chain: HMAC over algorithm, timestamp, scope, the signature before, the hash of nothing and of the chunk.
std::string chunk_signature(std::string_view signing_key, std::string_view timestamp, std::string_view scope,
                            std::string_view before, std::string_view chunk_sha256_hex);
// The last link, over the trailer lines "name:value\n".
std::string trailer_signature(std::string_view signing_key, std::string_view timestamp, std::string_view scope,
                              std::string_view before, std::string_view trailers);

class ChunkedDecoder {
 public:
  static constexpr std::size_t kMaxTrailers = 16;

  // `kind` is one of the three chunked kinds; `decoded_length` is x-amz-decoded-content-length and bounds every chunk.
  // What is needed of claim and key is copied.
  ChunkedDecoder(PayloadKind kind, const Claim&, std::string_view signing_key, std::uint64_t decoded_length);
  ~ChunkedDecoder();

  enum class Step : std::uint8_t { need_more, piece, done, refused };
  // One step; `consumed` counts the bytes to drop from the front. `piece` is a view into `bytes`.
  Step feed(std::string_view bytes, std::size_t& consumed, std::string_view& piece);

  const Refusal& refusal() const { return refusal_; }
  // After done: the trailers in order, names in lower case, without x-amz-trailer-signature. Checksums judges them.
  const std::vector<std::pair<std::string, std::string>>& trailers() const { return trailers_; }

 private:
  bool signed_chunks() const { return kind_ != PayloadKind::unsigned_chunks_trailer; }
  bool begin_chunk(const ChunkFraming::Step&);
  bool end_chunk();
  bool take_trailer(std::string_view line);
  bool finish();
  bool refuse(int status, std::string_view code, std::string_view message);
  bool refuse_signature();
  bool refuse_trailer();

  PayloadKind kind_;
  std::string key_, timestamp_, scope_;
  std::string signature_;                  // the link before; starts as the request's own
  std::string claimed_;                    // of the chunk being read
  std::string trailer_text_, trailer_signature_;
  std::uint64_t left_;                     // decoded bytes still to come
  ChunkFraming framing_;
  base::Digest digest_{base::Digest::Kind::sha256};
  std::vector<std::pair<std::string, std::string>> trailers_;
  bool done_ = false, refused_ = false;
  Refusal refusal_;
};

}  // namespace gateway
