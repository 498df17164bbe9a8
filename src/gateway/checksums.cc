#include "gateway/checksums.h"

#include "base/bytes.h"
#include "base/crc.h"

namespace gateway {
namespace {

struct Form {
  std::string_view name, header;
  std::size_t size;      // bytes of a value
};
constexpr std::array<Form, 5> kForms = {Form{"CRC32", "x-amz-checksum-crc32", 4}, Form{"CRC32C", "x-amz-checksum-crc32c", 4},
                                        Form{"CRC64NVME", "x-amz-checksum-crc64nvme", 8}, Form{"SHA1", "x-amz-checksum-sha1", 20},
                                        Form{"SHA256", "x-amz-checksum-sha256", 32}};
const Form& form(Algorithm a) { return kForms[std::size_t(a)]; }

bool well_formed(Algorithm a, std::string_view value) {
  auto bytes = base::unbase64(value);
  return bytes && bytes->size() == form(a).size;
}

std::string network_order(std::uint64_t v, std::size_t size) {
  std::string out;
  for (std::size_t i = size; i-- > 0;) out += char(v >> (8 * i));
  return out;
}

Refusal malformed_trailer() {
  return {400,
          "MalformedTrailerError",
          "The request contained trailing data that was not well-formed or did not conform to our published schema.",
          {}};
}

}  // namespace

std::string_view name_of(Algorithm a) { return form(a).name; }
std::string_view header_of(Algorithm a) { return form(a).header; }

std::optional<Algorithm> algorithm_of_header(std::string_view name) {
  for (std::size_t i = 0; i < kForms.size(); ++i)
    if (base::iequals(name, kForms[i].header)) return Algorithm(i);
  return {};
}

Checksum::Checksum(Algorithm algorithm) : algorithm_(algorithm) {
  if (algorithm == Algorithm::sha1) digest_.emplace(base::Digest::Kind::sha1);
  if (algorithm == Algorithm::sha256) digest_.emplace(base::Digest::Kind::sha256);
}

void Checksum::add(std::string_view piece) {
  switch (algorithm_) {
    case Algorithm::crc32: crc_ = base::crc32(piece, std::uint32_t(crc_)); break;
    case Algorithm::crc32c: crc_ = base::crc32c(piece, std::uint32_t(crc_)); break;
    case Algorithm::crc64nvme: crc_ = base::crc64nvme(piece, crc_); break;
    case Algorithm::sha1: case Algorithm::sha256: digest_->add(piece); break;
  }
}

std::string Checksum::finish() { return base::base64(digest_ ? digest_->finish() : network_order(crc_, form(algorithm_).size)); }

std::optional<Refusal> Checksums::expect(const Request& request, bool of_body) {
  *this = {};
  if (request.has("Content-MD5")) {
    auto bytes = base::unbase64(request.find("Content-MD5"));
    if (!bytes || bytes->size() != 16) return Refusal{400, "InvalidDigest", "The Content-MD5 you specified was invalid.", {}};
    expected_md5_ = std::move(*bytes);
    md5_.emplace(base::Digest::Kind::md5);
  }
  if (!of_body) return {};
  for (const Header& h : request.headers) {
    bool trailer = base::iequals(h.name, "x-amz-trailer");
    auto algorithm = algorithm_of_header(trailer ? base::trim(h.value) : h.name);
    if (!algorithm && trailer)
      return Refusal{400, "InvalidRequest", "The value specified in the x-amz-trailer header is not supported", {}};
    if (!algorithm) continue;
    if (sum_)
      return Refusal{400,
                     "InvalidRequest",
                     "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
                     {}};
    if (!trailer && !well_formed(*algorithm, base::trim(h.value)))
      return Refusal{400, "InvalidRequest", "Value for " + std::string(header_of(*algorithm)) + " header is invalid.", {}};
    sum_.emplace(*algorithm);
    by_trailer_ = trailer;
    if (!trailer) expected_ = base::trim(h.value);
  }
  return {};
}

void Checksums::expect_sha256_hex(std::string_view hex) {
  expected_sha256_ = hex;
  sha256_.emplace(base::Digest::Kind::sha256);
}

std::optional<Refusal> Checksums::expect_trailer(std::string_view name, std::string_view value) {
  auto algorithm = algorithm_of_header(name);
  if (!algorithm || !by_trailer_ || !expected_.empty() || *algorithm != sum_->algorithm()) return malformed_trailer();
  if (!well_formed(*algorithm, value))
    return Refusal{400, "InvalidRequest", "Value for " + std::string(header_of(*algorithm)) + " trailing header is invalid.", {}};
  expected_ = value;
  return {};
}

void Checksums::add(std::string_view piece) {
  if (sum_) sum_->add(piece);
  if (md5_) md5_->add(piece);
  if (sha256_) sha256_->add(piece);
}

std::optional<Refusal> Checksums::finish() {
  if (md5_ && md5_->finish() != expected_md5_)
    return Refusal{400, "BadDigest", "The Content-MD5 you specified did not match what we received.", {}};
  if (sha256_) {
    std::string computed = base::hex(sha256_->finish());
    if (computed != expected_sha256_)
      return Refusal{
          400,
          "XAmzContentSHA256Mismatch",
          "The provided 'x-amz-content-sha256' header does not match what was computed.",
          {{"ClientComputedContentSHA256", expected_sha256_}, {"S3ComputedContentSHA256", computed}}};
  }
  if (!sum_) return {};
  if (expected_.empty()) return malformed_trailer();
  if (sum_->finish() != expected_)
    return Refusal{400,
                   "BadDigest",
                   "The " + std::string(name_of(sum_->algorithm())) + " you specified did not match the calculated checksum.",
                   {}};
  verified_ = Verified{sum_->algorithm(), expected_};
  return {};
}

}  // namespace gateway
