#include "services/kms/ciphertext.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "base/bytes.h"
#include "base/crypto.h"

namespace kms {
namespace {

constexpr char kVersion = 1;
constexpr std::string_view kMultiRegion = "mrk-";
constexpr std::size_t kId = 16, kSalt = 16, kSaltAt = 30, kHeader = kSaltAt + kSalt;
constexpr std::uint64_t kAccounts = 1'000'000'000'000;

bool is_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }
bool is_hex(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_digit(text[i])) return false;
  }
  return true;
}

void put_id(std::string& out, std::string_view id) {
  if (!is_key_id(id)) std::abort();
  int byte = 1;                        // what of it has come so far behind a leading one
  for (char c : id.substr(id.starts_with(kMultiRegion) ? kMultiRegion.size() : 0)) {
    if (c == '-') continue;
    byte = byte << 4 | (c <= '9' ? c - '0' : c - 'a' + 10);
    if (byte >= 0x100) out += char(std::exchange(byte, 1));
  }
}

std::uint64_t account_number(std::string_view digits) {
  std::uint64_t out = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return out;
}

std::string id_text(std::string_view bytes, bool multi_region) {
  std::string out = base::hex(bytes);
  if (multi_region) return std::string(kMultiRegion) + out;
  for (std::size_t at : {8, 13, 18, 23}) out.insert(at, 1, '-');
  return out;
}

// The key of one blob: so many random nonces under the material itself would be too many.
std::string blob_key(std::string_view material, std::string_view salt) { return base::hmac_sha256(material, std::string("blob").append(salt)); }

}  // namespace

bool is_key_id(std::string_view text) {
  if (text.starts_with(kMultiRegion)) return text.size() == kMultiRegion.size() + 2 * kId && is_hex(text.substr(kMultiRegion.size()));
  return is_uuid(text);
}

std::string canonical(const std::map<std::string, std::string>& context) {
  std::string out;
  for (auto& [key, value] : context)
    for (auto* text : {&key, &value}) {
      base::put_varint(out, text->size());
      out += *text;
    }
  return out;
}

std::string encrypt(std::string_view material, const BlobHeader& header, std::string_view context, std::string_view plain) {
  std::string out;
  out.reserve(kHeader + std::max(plain.size() + 28, context.size()));
  out += kVersion;
  out += char(header.key_id.starts_with(kMultiRegion));
  base::put_u64(out, account_number(header.account));
  put_id(out, header.key_id);
  base::put_u32(out, header.backing);
  out += base::random_bytes(kSalt);
  std::string key = blob_key(material, std::string_view(out).substr(kSaltAt));
  out += context;                      // bound with the header, and not stored
  std::string sealed = base::seal(key, plain, out);
  base::wipe(key);
  out.resize(kHeader);
  out += sealed;
  return out;
}

std::optional<BlobHeader> header_of(std::string_view blob) {
  if (blob.size() < kHeader || blob[0] != kVersion || (blob[1] != 0 && blob[1] != 1)) return {};
  std::uint64_t account = base::get_u64(blob.data() + 2);
  if (account >= kAccounts) return {};
  char digits[16];
  std::snprintf(digits, sizeof digits, "%012llu", static_cast<unsigned long long>(account));
  return BlobHeader{digits, id_text(blob.substr(10, kId), blob[1] == 1), base::get_u32(blob.data() + 26)};
}

std::optional<std::string> decrypt(std::string_view material, std::string_view blob, std::string_view context) {
  if (blob.size() < kHeader) return {};
  std::string_view header = blob.substr(0, kHeader);
  std::string key = blob_key(material, header.substr(kSaltAt));
  auto plain = base::open(key, blob.substr(kHeader), std::string(header).append(context));
  base::wipe(key);
  return plain;
}

std::string material_id(std::string_view material) { return base::hex(base::hmac_sha256(material, "id")); }

}  // namespace kms
