#include "gateway/payload.h"

#include <charconv>

namespace gateway {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t v = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (error != std::errc() || end != text.data() + text.size() || text.size() > 18) return {};
  return v;
}

// POST ?uploadId= completes a multipart upload: its x-amz-checksum-* is of the object, not of this body.
bool completes_upload(const Request& request) {
  bool found = false;
  each_raw_pair(request.query, [&](std::string_view name, std::string_view) { found = found || name == "uploadId"; });
  return found && request.method == "POST";
}

}  // namespace

Payload::Step Payload::refuse(Refusal refusal) {
  refused_ = true;
  refusal_ = std::move(refusal);
  return Step::refused;
}

std::optional<Refusal> Payload::begin(const Request& request, const Claim& claim, std::string_view signing_key) {
  decoder_.reset();
  complete_ = refused_ = false;
  length_ = number(request.find("Content-Length"));
  if (auto refusal = checksums_.expect(request, !completes_upload(request))) return refusal;
  PayloadKind kind = claim.payload.empty() ? PayloadKind::unsigned_body : payload_kind(claim.payload);
  switch (kind) {
    case PayloadKind::unsigned_body: case PayloadKind::malformed: return {};      // verify has refused malformed
    case PayloadKind::hashed: checksums_.expect_sha256_hex(claim.payload); return {};
    case PayloadKind::signed_chunks: case PayloadKind::signed_chunks_trailer: case PayloadKind::unsigned_chunks_trailer: break;
  }
  length_ = number(request.find("x-amz-decoded-content-length"));
  if (!length_) return Refusal{411, "MissingContentLength", "You must provide the Content-Length HTTP header.", {}};
  decoder_.emplace(kind, claim, signing_key, *length_);
  return {};
}

Payload::Step Payload::feed(std::string_view bytes, std::size_t& consumed, std::string_view& piece) {
  consumed = 0;
  if (refused_) return Step::refused;
  if (!decoder_) {
    if (bytes.empty()) return Step::need_more;
    consumed = bytes.size();
    checksums_.add(piece = bytes);
    return Step::piece;
  }
  if (complete_) {
    if (bytes.empty()) return Step::need_more;
    return refuse({400, "IncompleteBody", "The request body goes on after its last chunk.", {}});
  }
  switch (decoder_->feed(bytes, consumed, piece)) {
    case ChunkedDecoder::Step::piece: checksums_.add(piece); return Step::piece;
    case ChunkedDecoder::Step::refused: return refuse(decoder_->refusal());
    case ChunkedDecoder::Step::done:
      complete_ = true;
      return consumed < bytes.size() ? refuse({400, "IncompleteBody", "The request body goes on after its last chunk.", {}})
                                     : Step::need_more;
    case ChunkedDecoder::Step::need_more: break;
  }
  return Step::need_more;
}

Payload::Step Payload::finish() {
  if (refused_) return Step::refused;
  if (decoder_) {
    if (!complete_) return refuse({400, "IncompleteBody", "The request body terminated unexpectedly", {}});
    for (const auto& [name, value] : decoder_->trailers())
      if (auto refusal = checksums_.expect_trailer(name, value)) return refuse(std::move(*refusal));
  }
  if (auto refusal = checksums_.finish()) return refuse(std::move(*refusal));
  return Step::done;
}

}  // namespace gateway
