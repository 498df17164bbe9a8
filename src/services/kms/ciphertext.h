#pragma once
// The ciphertext blob: docs/formats/kms-ciphertext.md. Pure: no state, no clock.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kms {

// What a blob says of the key it is under.
struct BlobHeader {
  std::string account;               // twelve digits
  std::string key_id;                // a UUID, or mrk- and 32 hex digits
  std::uint32_t backing = 0;         // number of the key material, from 1
};

bool is_key_id(std::string_view);

// The encryption context as it is bound to a blob: pairs in the order of their keys, each text behind its length.
std::string canonical(const std::map<std::string, std::string>& context);

// The material is 32 bytes; every blob is under a fresh key of its own, derived from it.
std::string encrypt(std::string_view material, const BlobHeader&, std::string_view context, std::string_view plain);
std::optional<BlobHeader> header_of(std::string_view blob);                  // nullopt: not a blob of ours
std::optional<std::string> decrypt(std::string_view material, std::string_view blob, std::string_view context);

// 64 hex digits that name the material and tell nothing of it.
std::string material_id(std::string_view material);

}  // namespace kms
