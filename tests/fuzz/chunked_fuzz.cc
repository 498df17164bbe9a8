// aws-chunked bodies in all three kinds. The first byte picks the kind, the second cuts the rest into pieces; the outcome must
// not depend on the cut, and no more may come out than the head promised.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gateway/payload.h"

namespace {

constexpr std::uint64_t kPromised = 64;

struct Outcome {
  gateway::Payload::Step step{};
  std::string code, body;
  bool operator==(const Outcome&) const = default;
};

Outcome run(std::string_view kind, std::string_view text, std::size_t size) {
  gateway::Request request;
  request.method = "PUT";
  request.headers = {{"x-amz-decoded-content-length", "64"}, {"x-amz-trailer", "x-amz-checksum-crc32"}};
  gateway::Claim claim;
  claim.payload = kind;
  claim.timestamp = "20260302T100000Z";
  claim.scope = "20260302/us-east-1/s3/aws4_request";
  gateway::Payload payload;
  if (payload.begin(request, claim, std::string(32, 'k'))) std::abort();
  Outcome out;
  while (!text.empty()) {
    std::string_view bytes = text.substr(0, size), piece;
    text.remove_prefix(bytes.size());
    do {
      std::size_t consumed = 0;
      out.step = payload.feed(bytes, consumed, piece);
      if (consumed > bytes.size()) std::abort();
      bytes.remove_prefix(consumed);
      if (out.step == gateway::Payload::Step::piece) out.body += piece;
    } while (out.step == gateway::Payload::Step::piece);
    if (out.body.size() > kPromised) std::abort();
    if (out.step == gateway::Payload::Step::refused) break;
  }
  out.step = payload.finish();
  if (out.step == gateway::Payload::Step::done && out.body.size() != kPromised) std::abort();
  out.code = payload.refusal().code;
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::string_view kKinds[] = {
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"};
  if (size < 2) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  Outcome whole = run(kKinds[data[0] % 3], text, text.size() + 1), cut = run(kKinds[data[0] % 3], text, std::size_t(data[1]) + 1);
  if (whole.step == gateway::Payload::Step::refused) whole.body = cut.body;
  if (!(whole == cut)) std::abort();
  return 0;
}
