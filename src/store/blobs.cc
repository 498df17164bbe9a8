#include "store/blobs.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/log.h"

namespace store {
namespace {

constexpr std::size_t kTag = 16, kSealedChunk = kChunk + kTag;

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    auto n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0) base::fatal("a body cannot be written: " + std::string(std::strerror(errno)));
    bytes.remove_prefix(std::size_t(n));
  }
}

void sync_folder(const std::filesystem::path& folder) {
  int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || ::fsync(fd) != 0) base::fatal("the bodies' folder cannot be synced");
  ::close(fd);
}

}  // namespace

Blobs::Blobs(std::filesystem::path directory) : directory_(std::move(directory)) {
  if (directory_.empty()) return;
  std::filesystem::create_directories(directory_);
  for (int n = 0; n < 256; ++n) std::filesystem::create_directory(directory_ / base::hex(std::string(1, char(n))));
  sync_folder(directory_);             // bodies sync their own folder only
}

std::filesystem::path Blobs::path(std::string_view file) const { return directory_ / file.substr(0, 2) / file; }

Blobs::Writer::Writer(Blobs& blobs) : blobs_(&blobs), key_(base::random_bytes(32)) {}
Blobs::Writer::Writer(Writer&& o) noexcept
    : blobs_(o.blobs_), key_(std::move(o.key_)), buffer_(std::move(o.buffer_)), sealed_(std::move(o.sealed_)), file_(std::move(o.file_)),
      chunks_(o.chunks_), size_(o.size_), fd_(std::exchange(o.fd_, -1)), md5_(std::move(o.md5_)) { o.file_.clear(); }

Blobs::Writer::~Writer() {
  if (fd_ >= 0) ::close(fd_);
  if (!file_.empty() && !blobs_->directory_.empty()) ::unlink(blobs_->path(file_).c_str());
}

void Blobs::Writer::add(std::string_view plain) {
  md5_.add(plain);
  size_ += std::int64_t(plain.size());
  while (!plain.empty()) {
    std::size_t n = std::min(plain.size(), kChunk - buffer_.size());
    buffer_.append(plain.substr(0, n));
    plain.remove_prefix(n);
    if (buffer_.size() == kChunk) put_chunk();
  }
}

void Blobs::Writer::put_chunk() {
  std::string sealed = base::seal_chunk(key_, chunks_++, buffer_);
  buffer_.clear();
  if (file_.empty()) {
    file_ = base::hex(base::random_bytes(16));
    if (!blobs_->directory_.empty()) {
      fd_ = ::open(blobs_->path(file_).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      if (fd_ < 0) base::fatal("a body cannot be stored: " + std::string(std::strerror(errno)));
    }
  }
  if (fd_ >= 0) write_all(fd_, sealed);
  else sealed_ += sealed;
}

Body Blobs::Writer::finish() {
  Body body{.place = {.size = size_}, .key = key_, .md5 = md5_.finish()};
  if (file_.empty() && size_ <= std::int64_t(kInline)) {
    body.place.inlined = base::seal_chunk(key_, 0, buffer_);
    return body;
  }
  if (!buffer_.empty()) put_chunk();
  if (fd_ >= 0) {
    if (::fsync(fd_) != 0) base::fatal("a body cannot be synced: " + std::string(std::strerror(errno)));
    ::close(std::exchange(fd_, -1));
    sync_folder(blobs_->path(file_).parent_path());
  } else {
    std::lock_guard lock(blobs_->mutex_);
    blobs_->memory_[file_] = std::move(sealed_);
  }
  body.place.file = std::exchange(file_, {});
  return body;
}

std::optional<std::string> Blobs::chunk(const BodyPlace& place, std::uint64_t number) const {
  if (place.file.empty()) return number == 0 ? std::optional(place.inlined) : std::nullopt;
  if (directory_.empty()) {
    std::lock_guard lock(mutex_);
    auto it = memory_.find(place.file);
    if (it == memory_.end() || number * kSealedChunk >= it->second.size()) return {};
    return it->second.substr(number * kSealedChunk, kSealedChunk);
  }
  int fd = ::open(path(place.file).c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  std::string out(kSealedChunk, '\0');
  auto n = ::pread(fd, out.data(), out.size(), off_t(number * kSealedChunk));
  ::close(fd);
  if (n <= 0) return {};
  out.resize(std::size_t(n));
  return out;
}

bool Blobs::read(const BodyPlace& place, std::string_view key, std::int64_t from, std::int64_t length, const std::function<bool(std::string_view)>& sink) const {
  if (from < 0 || length < 0 || from + length > place.size) return false;
  while (length > 0) {
    auto number = std::uint64_t(from) / kChunk;
    auto skip = std::size_t(std::uint64_t(from) % kChunk);
    auto sealed = chunk(place, number);
    auto plain = sealed ? base::open_chunk(key, number, *sealed) : std::nullopt;
    if (!plain || plain->size() <= skip) return false;
    auto part = std::string_view(*plain).substr(skip, std::size_t(length));
    if (!sink(part)) return true;
    from += std::int64_t(part.size());
    length -= std::int64_t(part.size());
  }
  return true;
}

std::optional<std::string> Blobs::read_all(const BodyPlace& place, std::string_view key) const {
  std::string out;
  out.reserve(std::size_t(place.size));
  if (!read(place, key, 0, place.size, [&](std::string_view part) { out += part; return true; })) return {};
  return out;
}

void Blobs::remove(const BodyPlace& place) {
  if (place.file.empty()) return;
  std::lock_guard lock(mutex_);
  leaving_.push_back({++turn_, place.file});
  settle();
}

Blobs::Held Blobs::look() {
  std::lock_guard lock(mutex_);
  const auto turn = *looks_.insert(++turn_).first;
  return {&turn_, [this, turn](const void*) {
            std::lock_guard again(mutex_);
            looks_.erase(turn);
            settle();
          }};
}

Blobs::Held Blobs::hold(const BodyPlace& place) {
  if (place.file.empty()) return {};
  std::lock_guard lock(mutex_);
  ++held_[place.file];
  return {&turn_, [this, file = place.file](const void*) {
            std::lock_guard again(mutex_);
            auto it = held_.find(file);
            if (--it->second > 0) return;
            held_.erase(it);
            settle();
          }};
}

void Blobs::settle() {
  std::erase_if(leaving_, [&](const Leaving& one) {
    if (held_.contains(one.file) || (!looks_.empty() && *looks_.begin() < one.turn)) return false;
    if (directory_.empty()) memory_.erase(one.file);
    else ::unlink(path(one.file).c_str());
    return true;
  });
}

void Blobs::keep_only(const std::function<bool(std::string_view)>& wanted) {
  if (directory_.empty()) return;
  for (auto& entry : std::filesystem::recursive_directory_iterator(directory_))
    if (entry.is_regular_file() && !wanted(entry.path().filename().string())) ::unlink(entry.path().c_str());
}

}  // namespace store
