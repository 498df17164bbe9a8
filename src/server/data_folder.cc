#include "server/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/log.h"
#include "server/config.h"

namespace server {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void cannot(const std::string& what, const fs::path& path) {
  throw Misuse("cannot " + what + " " + path.string() + ": " + std::strerror(errno));
}

bool is_inside(const fs::path& file, const fs::path& folder) {
  auto inner = fs::weakly_canonical(fs::absolute(file)), outer = fs::weakly_canonical(fs::absolute(folder));
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

std::string load_or_make_key(const fs::path& file) {
  if (auto text = read_file(file)) {
    auto key = base::unhex(base::trim(std::string_view(*text).substr(0, text->find('\n'))));
    base::wipe(*text);
    if (!key || key->size() != 32) throw Misuse("the root key " + file.string() + " is not 64 hexadecimal digits");
    return *key;
  }
  make_private_folder(file.parent_path());
  std::string key = base::random_bytes(32);
  write_private(file, base::hex(key) + "\n");
  base::log_info("made the root key " + file.string() + ": without it the data folder cannot be read; keep it apart from the data");
  return key;
}

}  // namespace

void make_private_folder(const fs::path& path) {
  if (path.empty() || fs::exists(path)) return;
  make_private_folder(path.parent_path());
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) cannot("make the folder", path);
}

std::optional<std::string> read_file(const fs::path& path) {
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) return {};
  if (fd < 0) cannot("read", path);
  std::string text;
  char buffer[4096];
  ssize_t n = 0;
  while ((n = ::read(fd, buffer, sizeof buffer)) > 0) text.append(buffer, std::size_t(n));
  const int why = errno;
  ::close(fd);
  errno = why;
  if (n < 0) cannot("read", path);
  return text;
}

void write_private(const fs::path& path, std::string_view text) {
  if (read_file(path) == text) return;
  fs::path fresh = path.string() + ".new";
  ::unlink(fresh.c_str());
  int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) cannot("write", fresh);
  bool written = ::write(fd, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(fd) == 0;
  ::close(fd);
  if (!written || ::rename(fresh.c_str(), path.c_str()) != 0) cannot("write", path);
}

DataFolder::DataFolder(fs::path folder, const fs::path& key_file) : path_(fs::absolute(std::move(folder)).lexically_normal()) {
  if (is_inside(key_file, path_)) throw Misuse("the root key " + key_file.string() + " lies inside the data folder: whoever copies the one would have the other");
  make_private_folder(path_);
  lock_ = ::open((path_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) cannot("open", path_ / "lock");
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) throw Misuse("another server is using " + path_.string());

  auto mark = path_ / "root-key-fingerprint";
  auto known = read_file(mark);
  if ((known || fs::exists(path_ / "journal")) && !fs::exists(key_file)) throw Misuse("the root key " + key_file.string() + " of the data folder " + path_.string() + " is missing");
  root_key_ = load_or_make_key(key_file);
  std::string fingerprint = base::hex(base::derive_key(root_key_, "fingerprint").substr(0, 16)) + "\n";
  if (!known) write_private(mark, fingerprint);
  else if (*known != fingerprint) throw Misuse("the data folder " + path_.string() + " was made under another root key than " + key_file.string());
}

DataFolder::~DataFolder() {
  base::wipe(root_key_);
  if (lock_ >= 0) ::close(lock_);
}

std::optional<std::int64_t> DataFolder::clock_offset() const {
  auto text = read_file(path_ / "clock");
  if (!text) return {};
  std::int64_t ms = 0;
  if (std::from_chars(text->data(), text->data() + text->size(), ms).ec != std::errc()) throw Misuse((path_ / "clock").string() + " is not a number of milliseconds");
  return ms;
}

void DataFolder::keep_clock_offset(std::int64_t ms) const { write_private(path_ / "clock", std::to_string(ms) + "\n"); }

PassingFolder::PassingFolder() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  std::string name = ((runtime && *runtime == '/' ? fs::path(runtime) : fs::temp_directory_path()) / "orgtrail-XXXXXX").string();
  if (!::mkdtemp(name.data())) cannot("make the folder", name);
  path_ = name;
}

PassingFolder::~PassingFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace server
