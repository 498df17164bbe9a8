#pragma once
// Zip archives from strangers: looked through before they are kept, unpacked with bounds. Knows nothing of the store.
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lambda {

inline constexpr std::int64_t kMostUnpacked = 262'144'000;       // bytes. Lambda Developer Guide, "Lambda quotas"
inline constexpr std::int64_t kMostEntries = 200'000;

// Why an archive is refused, in Lambda's words where they are known.
struct ArchiveFault : std::runtime_error { using std::runtime_error::runtime_error; };

// What its directory says it unpacks to, in bytes. Throws ArchiveFault for what is no zip, is encrypted or too large, or has
// names or links that lead out of the folder it is unpacked in.
std::int64_t unpacked_size(std::string_view zip);

// Unpacks into a new folder that appears whole or not at all; one that is there already is left as it is. Throws ArchiveFault,
// or std::filesystem::filesystem_error where the disk refuses.
void unpack(std::string_view zip, const std::filesystem::path& folder);

}  // namespace lambda
