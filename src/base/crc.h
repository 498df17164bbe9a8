#pragma once
// Cyclic redundancy checks: of our own files, and S3's additional checksums. A text may come in parts: the result of one
// is the seed of the next.
#include <cstdint>
#include <string_view>

namespace base {

std::uint32_t crc32(std::string_view, std::uint32_t seed = 0);          // ISO-HDLC, as in gzip
std::uint32_t crc32c(std::string_view, std::uint32_t seed = 0);         // Castagnoli's, RFC 3720
std::uint64_t crc64nvme(std::string_view, std::uint64_t seed = 0);      // NVM Express Base Specification 2.0, 5.2.1.3.4

}  // namespace base
