#pragma once
// What the journal needs of the place its files live in, and nothing more. Failures throw
// std::system_error; a write or put that has returned is durable.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace journal {

class File {
 public:
  virtual ~File() = default;
  virtual std::uint64_t size() const = 0;
  virtual void read(std::uint64_t offset, char* out, std::size_t n) const = 0;     // all of it, or throws
  virtual void expect(std::uint64_t, std::size_t) const {}                         // it will be read soon: fetched meanwhile, where that can be
  virtual void write(std::uint64_t offset, std::string_view blocks) = 0;           // address, offset and size in whole blocks
  virtual void sync() = 0;                                                         // what was ever written
};

class Medium {
 public:
  virtual ~Medium() = default;
  virtual std::vector<std::string> list() const = 0;
  virtual std::shared_ptr<File> open(const std::string& name) const = 0;           // to read; null: there is none
  virtual std::shared_ptr<File> open_to_write(const std::string& name) = 0;
  // A file of `size` bytes that begins with `head` and is zero beyond, written out in full: it is there whole or not at all.
  virtual void create(const std::string& name, std::uint64_t size, std::string_view head) = 0;
  virtual void put(const std::string& name, std::string_view content) = 0;         // likewise; replaces
  virtual void remove(const std::string& name) = 0;
};

// Takes a lock on the directory, so that one process at a time has it; throws std::runtime_error when another does.
std::shared_ptr<Medium> disk_medium(const std::filesystem::path& directory);
std::shared_ptr<Medium> memory_medium();

}  // namespace journal
