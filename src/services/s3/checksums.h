#pragma once
// Additional checksums of objects made of parts. Source: S3 User Guide, "Checking object integrity". Pure.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace s3 {

// The algorithms we keep, as they stand in header names: crc32, crc32c, crc64nvme, sha1, sha256.
bool is_checksum(std::string_view name);
std::string algorithm_name(std::string_view name);              // CRC32 ... as XML and x-amz-checksum-algorithm spell it
std::string default_type(std::string_view name);                // of an upload in parts: FULL_OBJECT for crc64nvme, else COMPOSITE
bool allows_type(std::string_view name, std::string_view type); // FULL_OBJECT: CRCs only; COMPOSITE: not crc64nvme

std::string checksum_of(std::string_view name, std::string_view text);      // base64

struct PartSum { std::string value; std::int64_t size = 0; };   // base64, and the bytes of the part

// The checksum of checksums, with "-<parts>" behind; nullopt where a part's is damaged.
std::optional<std::string> composite(std::string_view name, const std::vector<PartSum>&);
// The checksum of the whole from those of its parts, for CRCs.
std::optional<std::string> full_object(std::string_view name, const std::vector<PartSum>&);

}  // namespace s3
