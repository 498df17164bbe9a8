#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include "journal/format.h"
#include "journal/medium.h"

namespace journal {
namespace {

constexpr std::string_view kUnfinished = ".tmp";

[[noreturn]] void failed(const char* what, const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), std::string(what) + " " + path.string());
}

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  void reset(int fd = -1) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

// Whether the file system refuses to bypass its cache; then a durable write is followed by fdatasync.
bool refuses_direct(int error) { return error == EINVAL || error == EOPNOTSUPP; }

// Looking into a file must not write its inode: a lookup would wait for the file system's journal.
class DiskFile : public File {
 public:
  enum class Use { read, write, fill };                // fill: writes are durable after sync only
  DiskFile(std::filesystem::path path, Use use)
      : path_(std::move(path)), use_(use), reader_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOATIME)) {
    if (!reader_ && errno == EPERM) reader_.reset(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    if (!reader_) failed("open", path_);
    if (use_ != Use::read) open_writer();
  }

  std::uint64_t size() const override {
    struct stat s;
    if (::fstat(reader_.get(), &s) != 0) failed("stat", path_);
    return std::uint64_t(s.st_size);
  }

  void read(std::uint64_t offset, char* out, std::size_t n) const override {
    while (n > 0) {
      ssize_t got = ::pread(reader_.get(), out, n, off_t(offset));
      if (got < 0 && errno == EINTR) continue;
      if (got == 0) errno = EIO;
      if (got <= 0) failed("read", path_);
      out += got;
      offset += std::uint64_t(got);
      n -= std::size_t(got);
    }
  }

  void expect(std::uint64_t offset, std::size_t n) const override { ::posix_fadvise(reader_.get(), off_t(offset), off_t(n), POSIX_FADV_WILLNEED); }

  void write(std::uint64_t offset, std::string_view blocks) override {
    while (!blocks.empty()) {
      ssize_t put = ::pwrite(writer_.get(), blocks.data(), blocks.size(), off_t(offset));
      if (put < 0 && errno == EINTR) continue;
      if (put < 0 && direct_ && refuses_direct(errno)) {
        open_buffered();
        continue;
      }
      if (put <= 0) failed("write", path_);
      offset += std::uint64_t(put);
      blocks.remove_prefix(std::size_t(put));
    }
    if (!direct_ && use_ == Use::write && ::fdatasync(writer_.get()) != 0) failed("sync", path_);
  }

  void sync() override {
    if (::fsync(writer_.get()) != 0) failed("sync", path_);
  }

 private:
  void open_writer() {
    writer_.reset(::open(path_.c_str(), O_RDWR | O_DIRECT | (use_ == Use::write ? O_DSYNC : 0) | O_CLOEXEC));
    direct_ = bool(writer_);
    if (direct_) return;
    if (!refuses_direct(errno)) failed("open", path_);
    open_buffered();
  }
  void open_buffered() {
    direct_ = false;
    writer_.reset(::open(path_.c_str(), O_RDWR | O_CLOEXEC));
    if (!writer_) failed("open", path_);
  }

  const std::filesystem::path path_;
  const Use use_;
  Descriptor reader_, writer_;
  bool direct_ = false;
};

class DiskMedium : public Medium {
 public:
  explicit DiskMedium(const std::filesystem::path& directory) : path_(directory) {
    std::filesystem::create_directories(path_);
    directory_.reset(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory_) failed("open", path_);
    auto lock = path_ / "lock";
    lock_.reset(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock_) failed("open", lock);
    if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) failed("lock", lock);
      throw std::runtime_error("the journal in " + path_.string() + " is in use by another process");
    }
    for (auto& name : list())
      if (name.ends_with(kUnfinished)) remove(name);
  }

  std::vector<std::string> list() const override {
    std::vector<std::string> names;
    for (auto& entry : std::filesystem::directory_iterator(path_)) names.push_back(entry.path().filename().string());
    return names;
  }

  std::shared_ptr<File> open(const std::string& name) const override {
    if (::access((path_ / name).c_str(), F_OK) != 0 && errno == ENOENT) return nullptr;
    return std::make_shared<DiskFile>(path_ / name, DiskFile::Use::read);
  }
  std::shared_ptr<File> open_to_write(const std::string& name) override {
    return std::make_shared<DiskFile>(path_ / name, DiskFile::Use::write);
  }

  // Zeros are really written: the first write to a merely reserved block changes the file system's own
  // tables, and its sync then costs twice as much.
  void create(const std::string& name, std::uint64_t size, std::string_view head) override {
    auto unfinished = path_ / (name + std::string(kUnfinished));
    {
      Descriptor file(::open(unfinished.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
      if (!file) failed("create", unfinished);
      if (int error = ::posix_fallocate(file.get(), 0, off_t(size))) {
        errno = error;
        failed("allocate", unfinished);
      }
    }
    constexpr std::size_t chunk = 1u << 20;
    std::unique_ptr<char, decltype(&std::free)> zeros(static_cast<char*>(std::aligned_alloc(kBlock, chunk)), &std::free);
    if (!zeros) throw std::bad_alloc();
    std::fill_n(zeros.get(), chunk, '\0');
    head.copy(zeros.get(), head.size());
    DiskFile file(unfinished, DiskFile::Use::fill);
    for (std::uint64_t at = 0; at < size; at += chunk) {
      file.write(at, {zeros.get(), std::size_t(std::min<std::uint64_t>(chunk, size - at))});
      if (at == 0) std::fill_n(zeros.get(), head.size(), '\0');
    }
    file.sync();
    publish(unfinished, name);
  }

  void put(const std::string& name, std::string_view content) override {
    auto unfinished = path_ / (name + std::string(kUnfinished));
    {
      Descriptor file(::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
      if (!file) failed("create", unfinished);
      while (!content.empty()) {
        ssize_t put = ::write(file.get(), content.data(), content.size());
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) failed("write", unfinished);
        content.remove_prefix(std::size_t(put));
      }
      if (::fsync(file.get()) != 0) failed("sync", unfinished);
    }
    publish(unfinished, name);
  }

  void remove(const std::string& name) override {
    if (::unlink((path_ / name).c_str()) != 0 && errno != ENOENT) failed("remove", path_ / name);
  }

 private:
  void publish(const std::filesystem::path& unfinished, const std::string& name) {
    if (::rename(unfinished.c_str(), (path_ / name).c_str()) != 0) failed("rename", unfinished);
    if (::fsync(directory_.get()) != 0) failed("sync", path_);
  }

  std::filesystem::path path_;
  Descriptor directory_, lock_;
};

}  // namespace

std::shared_ptr<Medium> disk_medium(const std::filesystem::path& directory) { return std::make_shared<DiskMedium>(directory); }

}  // namespace journal
