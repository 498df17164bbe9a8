#include "gateway/chunked.h"

#include "base/bytes.h"
#include "gateway/canonical.h"

namespace gateway {
namespace {

constexpr std::string_view kEmptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr std::string_view kExtension = ";chunk-signature=";
constexpr std::string_view kTrailerSignature = "x-amz-trailer-signature";

std::string begin_text(std::string_view algorithm, std::string_view timestamp, std::string_view scope, std::string_view before) {
  std::string text;
  text.reserve(384);
  for (std::string_view part : {algorithm, timestamp, scope, before}) (text += part) += '\n';
  return text;
}

bool is_name(std::string_view name) {
  for (char c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
  return !name.empty();
}

}  // namespace

std::string chunk_signature(std::string_view key, std::string_view timestamp, std::string_view scope, std::string_view before,
                            std::string_view chunk_sha256_hex) {
  std::string text = begin_text("AWS4-HMAC-SHA256-PAYLOAD", timestamp, scope, before);
  ((text += kEmptySha256) += '\n') += chunk_sha256_hex;
  return base::hex(base::hmac_sha256(key, text));
}

std::string trailer_signature(std::string_view key, std::string_view timestamp, std::string_view scope, std::string_view before,
                              std::string_view trailers) {
  std::string text = begin_text("AWS4-HMAC-SHA256-TRAILER", timestamp, scope, before);
  append_sha256_hex(text, trailers);
  return base::hex(base::hmac_sha256(key, text));
}

ChunkedDecoder::ChunkedDecoder(PayloadKind kind, const Claim& claim, std::string_view signing_key, std::uint64_t decoded_length)
    : kind_(kind),
      key_(signing_key),
      timestamp_(claim.timestamp),
      scope_(claim.scope),
      signature_(claim.signature),
      left_(decoded_length) {}

ChunkedDecoder::~ChunkedDecoder() { base::wipe(key_); }

bool ChunkedDecoder::refuse(int status, std::string_view code, std::string_view message) {
  refused_ = true;
  refusal_ = {status, std::string(code), std::string(message), {}};
  return false;
}

bool ChunkedDecoder::refuse_signature() {
  return refuse(
      403, "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
}

bool ChunkedDecoder::refuse_trailer() {
  return refuse(400, "MalformedTrailerError",
                "The request contained trailing data that was not well-formed or did not conform to our published schema.");
}

bool ChunkedDecoder::begin_chunk(const ChunkFraming::Step& chunk) {
  if (chunk.size > left_)
    return refuse(400, "IncompleteBody", "The request body is longer than x-amz-decoded-content-length says.");
  left_ -= chunk.size;
  if (!signed_chunks()) return true;
  if (!chunk.text.starts_with(kExtension)) return refuse(400, "InvalidRequest", "A chunk of the body carries no chunk-signature.");
  claimed_ = chunk.text.substr(kExtension.size());
  return chunk.size > 0 || end_chunk();      // the last chunk has no data, and its end is the body's or the trailer's
}

bool ChunkedDecoder::end_chunk() {
  if (!signed_chunks()) return true;
  std::string computed = chunk_signature(key_, timestamp_, scope_, signature_, base::hex(digest_.finish()));
  digest_ = base::Digest(base::Digest::Kind::sha256);
  if (!base::equal_in_constant_time(computed, claimed_)) return refuse_signature();
  signature_ = std::move(computed);
  return true;
}

// "name:value", in older clients with a line feed before the CRLF, as the S3 documentation has it.
bool ChunkedDecoder::take_trailer(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) return true;
  std::size_t colon = line.find(':');
  std::string name = base::lower(base::trim(line.substr(0, colon)));
  if (colon == line.npos || !is_name(name)) return refuse_trailer();
  std::string_view value = base::trim(line.substr(colon + 1));
  for (char c : value)
    if (c < 0x20 || c == 0x7F) return refuse_trailer();
  if (kind_ == PayloadKind::signed_chunks || !trailer_signature_.empty()) return refuse_trailer();
  if (name == kTrailerSignature) {
    if (!signed_chunks() || value.empty()) return refuse_trailer();
    trailer_signature_ = value;
    return true;
  }
  if (trailers_.size() == kMaxTrailers) return refuse_trailer();
  (((trailer_text_ += name) += ':') += value) += '\n';
  trailers_.emplace_back(std::move(name), value);
  return true;
}

bool ChunkedDecoder::finish() {
  if (left_ > 0)
    return refuse(400, "IncompleteBody",
                  "You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header.");
  if (kind_ == PayloadKind::signed_chunks_trailer) {
    std::string computed = trailer_signature(key_, timestamp_, scope_, signature_, trailer_text_);
    if (!base::equal_in_constant_time(computed, trailer_signature_)) return refuse_signature();
  }
  return done_ = true;
}

ChunkedDecoder::Step ChunkedDecoder::feed(std::string_view bytes, std::size_t& consumed, std::string_view& piece) {
  consumed = 0;
  while (!refused_ && !done_) {
    std::size_t used = 0;
    ChunkFraming::Step step = framing_.feed(bytes.substr(consumed), used);
    consumed += used;
    switch (step.event) {
      case ChunkFraming::Event::need_more: return Step::need_more;
      case ChunkFraming::Event::chunk: begin_chunk(step); break;
      case ChunkFraming::Event::data:
        if (signed_chunks()) digest_.add(step.text);
        piece = step.text;
        return Step::piece;
      case ChunkFraming::Event::chunk_end: end_chunk(); break;
      case ChunkFraming::Event::trailer: take_trailer(step.text); break;
      case ChunkFraming::Event::end: finish(); break;
      case ChunkFraming::Event::error:
        refuse(400, "IncompleteBody", "The request body is not well-formed aws-chunked content.");
        break;
    }
  }
  return refused_ ? Step::refused : Step::done;
}

}  // namespace gateway
