// Signatures in any request the parser accepts: reading, verifying in every dialect, and wording every refusal. What sign()
// makes of the request must verify.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/bytes.h"
#include "gateway/http_parser.h"
#include "gateway/sigv4.h"

namespace {

constexpr std::string_view kEmptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const base::Time kNow{1772445600000};      // 2026-03-02T10:00:00Z

void check_round_trip(gateway::Request request, gateway::Dialect dialect) {
  std::erase_if(request.headers, [](const gateway::Header& h) {
    return base::iequals(h.name, "Authorization") || base::iequals(h.name, "X-Amz-Date") ||
           base::iequals(h.name, "X-Amz-Content-Sha256");
  });
  if (request.query.find("X-Amz-") != request.query.npos || request.query.find("AWSAccessKeyId") != request.query.npos ||
      !request.has("Host"))
    return;
  request.headers.push_back({"X-Amz-Date", "20260302T100000Z"});
  request.headers.push_back({"X-Amz-Content-Sha256", kEmptySha256});
  std::string authorization = gateway::sign(request, {"AKID", "secret"}, "us-east-1", "svc", kEmptySha256, dialect);
  request.headers.push_back({"Authorization", authorization});
  gateway::Claim claim;
  if (gateway::read_claim(request, claim) != gateway::Fault::none) std::abort();
  if (gateway::verify(request, claim, gateway::signing_key("secret", "20260302", "us-east-1", "svc"), kEmptySha256, kNow,
                      dialect) != gateway::Fault::none)
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  gateway::HttpParser parser;
  std::size_t consumed = 0;
  if (parser.feed({reinterpret_cast<const char*>(data), size}, consumed).status != gateway::HttpParser::Status::header_done)
    return 0;
  gateway::Claim claim;
  gateway::Fault fault = gateway::read_claim(parser.request(), claim);
  for (gateway::Dialect dialect : {gateway::Dialect::json, gateway::Dialect::query, gateway::Dialect::s3}) {
    gateway::Fault found = fault;
    if (found == gateway::Fault::none)
      found = gateway::verify(parser.request(), claim, std::string(32, 'k'), kEmptySha256, kNow, dialect);
    if (found == gateway::Fault::none) std::abort();      // nobody knows that key
    if (!base::is_utf8(
            gateway::refuse(found, dialect, parser.request(), claim, kNow, kEmptySha256, {"eu-west-1", "sts"}).message))
      std::abort();
    check_round_trip(parser.request(), dialect);
  }
  return 0;
}
