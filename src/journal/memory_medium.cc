#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <system_error>

#include "journal/medium.h"

namespace journal {
namespace {

[[noreturn]] void failed(int error, const std::string& what) { throw std::system_error(error, std::generic_category(), what); }

// Bytes in memory; those never written cost none. Blocks are written once and read only afterwards, so
// readers and the one writer need no lock.
class MemoryFile : public File {
 public:
  explicit MemoryFile(std::size_t size)
      : bytes_(static_cast<char*>(std::calloc(std::max<std::size_t>(size, 1), 1)), &std::free), size_(size) {
    if (!bytes_) throw std::bad_alloc();
  }
  std::uint64_t size() const override { return size_; }
  void read(std::uint64_t offset, char* out, std::size_t n) const override {
    check(offset, n);
    std::memcpy(out, bytes_.get() + offset, n);
  }
  void write(std::uint64_t offset, std::string_view blocks) override {
    check(offset, blocks.size());
    std::memcpy(bytes_.get() + offset, blocks.data(), blocks.size());
  }
  void sync() override {}

 private:
  void check(std::uint64_t offset, std::size_t n) const {
    if (n > size_ || offset > size_ - n) failed(EIO, "beyond the end of a file in memory");
  }
  std::unique_ptr<char, decltype(&std::free)> bytes_;
  std::size_t size_;
};

class MemoryMedium : public Medium {
 public:
  std::vector<std::string> list() const override {
    std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (auto& [name, file] : files_) names.push_back(name);
    return names;
  }
  std::shared_ptr<File> open(const std::string& name) const override {
    std::lock_guard lock(mutex_);
    auto it = files_.find(name);
    return it == files_.end() ? nullptr : it->second;
  }
  std::shared_ptr<File> open_to_write(const std::string& name) override {
    auto file = open(name);
    if (!file) failed(ENOENT, name);
    return file;
  }
  void create(const std::string& name, std::uint64_t size, std::string_view head) override {
    auto file = std::make_shared<MemoryFile>(size);
    file->write(0, head);
    std::lock_guard lock(mutex_);
    files_[name] = std::move(file);
  }
  void put(const std::string& name, std::string_view content) override { create(name, content.size(), content); }
  void remove(const std::string& name) override {
    std::lock_guard lock(mutex_);
    files_.erase(name);
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<File>> files_;
};

}  // namespace

std::shared_ptr<Medium> memory_medium() { return std::make_shared<MemoryMedium>(); }

}  // namespace journal
