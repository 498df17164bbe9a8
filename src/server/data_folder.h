#pragma once
// The folder a durable server lives in and the root key it is sealed under. One process at a time.
#include <filesystem>
#include <optional>
#include <string>

#include "base/time.h"

namespace server {

class DataFolder {
 public:
  // Makes what is missing: the folder (0700) and, outside of it, the root key (32 random bytes in hex, 0600). Throws
  // Misuse when another process has the folder, the key lies inside it, or the folder was made under another key.
  DataFolder(std::filesystem::path folder, const std::filesystem::path& key_file);
  ~DataFolder();
  DataFolder(const DataFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  const std::string& root_key() const { return root_key_; }      // 32 bytes

  // How far the laboratory's clock is from the host's, in ms; nothing: the folder lives by the host's clock.
  std::optional<std::int64_t> clock_offset() const;
  void keep_clock_offset(std::int64_t ms) const;

 private:
  std::filesystem::path path_;
  std::string root_key_;
  int lock_ = -1;
};

// A folder for a server in memory: socket, certificate, profiles. Gone when the server ends.
class PassingFolder {
 public:
  PassingFolder();
  ~PassingFolder();
  PassingFolder(const PassingFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Replaces the file as a whole, readable by its owner alone, unless it says so already. Throws Misuse.
void write_private(const std::filesystem::path&, std::string_view text);
// Nothing when there is no such file. One that is there and cannot be read is no missing one, which would be made anew: throws Misuse.
std::optional<std::string> read_file(const std::filesystem::path&);
void make_private_folder(const std::filesystem::path&);

}  // namespace server
