#pragma once
// What a request promises of its body, kept while the body streams by: Content-MD5, x-amz-content-sha256, and one of S3's
// additional checksums as header or trailer. Refusals carry S3's codes.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "gateway/http.h"

namespace gateway {

enum class Algorithm : std::uint8_t { crc32, crc32c, crc64nvme, sha1, sha256 };
std::string_view name_of(Algorithm);                                // CRC32, CRC32C, CRC64NVME, SHA1, SHA256
std::string_view header_of(Algorithm);                              // x-amz-checksum-crc32 ...
std::optional<Algorithm> algorithm_of_header(std::string_view);     // in any case; nullopt for other headers

// A running checksum of one algorithm.
class Checksum {
 public:
  explicit Checksum(Algorithm);
  Algorithm algorithm() const { return algorithm_; }
  void add(std::string_view);
  std::string finish();      // once: the value as S3 writes it, base64 of the bytes in network order

 private:
  Algorithm algorithm_;
  std::uint64_t crc_ = 0;
  std::optional<base::Digest> digest_;
};

class Checksums {
 public:
  // Reads the headers. `of_body`: whether x-amz-checksum-* speaks of this request's body, as it does except in
  // CompleteMultipartUpload, where it is the object's. A refusal is for a malformed or a second checksum.
  std::optional<Refusal> expect(const Request&, bool of_body = true);
  // The SHA-256 of a payload of kind hashed.
  void expect_sha256_hex(std::string_view hex);
  // One line of the trailer; it must have been announced in x-amz-trailer.
  std::optional<Refusal> expect_trailer(std::string_view name, std::string_view value);

  void add(std::string_view piece);
  std::optional<Refusal> finish();      // once, at the body's end

  // After finish: the additional checksum the caller gave, now verified.
  struct Verified {
    Algorithm algorithm;
    std::string value;      // base64
  };
  const std::optional<Verified>& verified() const { return verified_; }

 private:
  std::optional<Checksum> sum_;
  bool by_trailer_ = false;
  std::string expected_;                // base64; empty until the trailer has come
  std::optional<base::Digest> md5_, sha256_;
  std::string expected_md5_, expected_sha256_;      // bytes; hex
  std::optional<Verified> verified_;
};

}  // namespace gateway
