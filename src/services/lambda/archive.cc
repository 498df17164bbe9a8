#include "services/lambda/archive.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <memory>
#include <vector>

#include "base/ids.h"

namespace lambda {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNoZip = "Could not unzip uploaded file. Please check your file, then try to upload again.";
constexpr std::size_t kMostLink = 4096;

struct Entry {
  zip_uint64_t index;
  std::string name;
  std::int64_t size;
  mode_t mode;
  bool folder() const { return S_ISDIR(mode) || name.ends_with('/'); }
  bool link() const { return S_ISLNK(mode); }
};

// Whether a path in an archive, taken from a folder in it, stays within. Both are relative.
bool stays_inside(std::string_view from, std::string_view path) {
  if (path.starts_with('/')) return false;
  int depth = 0;
  for (std::string_view text : {from, path})
    for (std::size_t at = 0; at <= text.size();) {
      auto end = std::min(text.find('/', at), text.size());
      auto part = text.substr(at, end - at);
      at = end + 1;
      if (part.empty() || part == ".") continue;
      if (part != "..") ++depth;
      else if (--depth < 0) return false;
    }
  return true;
}

std::string_view folder_of(std::string_view name) { return name.substr(0, name.rfind('/') == name.npos ? 0 : name.rfind('/')); }

class Reader {
 public:
  explicit Reader(std::string_view bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_.reset(source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr);
    if (!zip_ && source) zip_source_free(source);
    zip_error_fini(&error);
    if (!zip_) throw ArchiveFault(kNoZip);
    read_directory();
  }

  const std::vector<Entry>& entries() const { return entries_; }
  std::int64_t unpacked() const { return unpacked_; }

  // The content of an entry, piece by piece; what is not what the directory said is refused.
  template <class F> void each_piece(const Entry& e, F f) {
    std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(zip_.get(), e.index, 0), zip_fclose);
    if (!file) throw ArchiveFault(kNoZip);
    char buffer[64 << 10];
    std::int64_t left = e.size;
    for (zip_int64_t n; (n = zip_fread(file.get(), buffer, sizeof buffer)) != 0;) {
      if (n < 0 || (left -= n) < 0) throw ArchiveFault(kNoZip);
      f(std::string_view(buffer, std::size_t(n)));
    }
    if (left != 0) throw ArchiveFault(kNoZip);
  }
  std::string link_of(const Entry& e) {
    std::string out;
    if (e.size <= 0 || e.size > std::int64_t(kMostLink)) throw ArchiveFault(kNoZip);
    each_piece(e, [&](std::string_view piece) { out += piece; });
    if (out.find('\0') != out.npos || !stays_inside(folder_of(e.name), out)) throw ArchiveFault("The archive has a link that leads out of it: " + e.name);
    return out;
  }

 private:
  void read_directory() {
    const zip_int64_t count = zip_get_num_entries(zip_.get(), 0);
    if (count <= 0) throw ArchiveFault("Uploaded file must be a non-empty zip");
    if (count > kMostEntries) throw ArchiveFault("The archive has too many entries.");
    for (zip_uint64_t i = 0; i < zip_uint64_t(count); ++i) {
      zip_stat_t s;
      if (zip_stat_index(zip_.get(), i, 0, &s) != 0 || !(s.valid & ZIP_STAT_NAME) || !(s.valid & ZIP_STAT_SIZE)) throw ArchiveFault(kNoZip);
      if ((s.valid & ZIP_STAT_ENCRYPTION_METHOD) && s.encryption_method != ZIP_EM_NONE) throw ArchiveFault("The archive is encrypted: " + std::string(s.name));
      zip_uint8_t system = 0;
      zip_uint32_t attributes = 0;
      zip_file_get_external_attributes(zip_.get(), i, 0, &system, &attributes);
      mode_t mode = system == ZIP_OPSYS_UNIX ? mode_t(attributes >> 16) : 0;
      if ((mode & S_IFMT) == 0) mode |= S_IFREG | (mode ? 0 : 0755);
      Entry e{i, s.name, std::int64_t(s.size), mode};
      if (e.name.empty() || !stays_inside("", e.name) || e.name.size() > kMostLink) throw ArchiveFault("The archive has a name that leads out of it: " + e.name.substr(0, 256));
      if (!S_ISREG(mode) && !S_ISDIR(mode) && !S_ISLNK(mode)) throw ArchiveFault("The archive has an entry that is neither file, folder nor link: " + e.name);
      if (s.size > zip_uint64_t(kMostUnpacked) || (unpacked_ += e.size) > kMostUnpacked)
        throw ArchiveFault("Unzipped size must be smaller than " + std::to_string(kMostUnpacked) + " bytes");
      entries_.push_back(std::move(e));
    }
  }

  struct Discard { void operator()(zip_t* zip) const { zip_discard(zip); } };
  std::unique_ptr<zip_t, Discard> zip_;              // also of an archive that is refused while it is read
  std::vector<Entry> entries_;
  std::int64_t unpacked_ = 0;
};

void write_file(Reader& zip, const Entry& e, const fs::path& path) {
  fs::create_directories(path.parent_path());
  int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) throw fs::filesystem_error("unpack", path, std::error_code(errno, std::generic_category()));
  try {
    zip.each_piece(e, [&](std::string_view piece) {
      while (!piece.empty()) {
        ssize_t n = ::write(fd, piece.data(), piece.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw fs::filesystem_error("unpack", path, std::error_code(errno, std::generic_category()));
        piece.remove_prefix(std::size_t(n));
      }
    });
  } catch (...) {
    ::close(fd);
    throw;
  }
  ::fchmod(fd, (e.mode & 0111) ? 0755 : 0644);
  ::close(fd);
}

// Links come last, so that no file is written through one. One link may stand behind another: each is made only where that leads to
// within, and where they lead in the end is looked at when all stand.
void write_links(Reader& zip, const fs::path& root) {
  const std::string within = fs::canonical(root).string() + "/";
  auto check = [&](const fs::path& path) {
    if (!(fs::weakly_canonical(path).string() + "/").starts_with(within)) throw ArchiveFault("The archive has a link that leads out of it.");
  };
  std::vector<fs::path> links;
  for (auto& e : zip.entries()) {
    if (!e.link()) continue;
    auto path = root / e.name;
    check(path.parent_path());
    fs::create_directories(path.parent_path());
    fs::create_symlink(zip.link_of(e), path);
    links.push_back(path);
  }
  for (auto& link : links) check(link.parent_path() / fs::read_symlink(link));
}

// What names in an archive do to each other: a file where another has a folder, a link that leads to itself.
bool is_of_archive(const std::error_code& e) {
  for (auto one : {std::errc::file_exists, std::errc::not_a_directory, std::errc::is_a_directory, std::errc::filename_too_long, std::errc::too_many_symbolic_link_levels,
                   std::errc::directory_not_empty, std::errc::no_such_file_or_directory})
    if (e == one) return true;
  return false;
}

}  // namespace

std::int64_t unpacked_size(std::string_view bytes) {
  Reader zip(bytes);
  for (auto& e : zip.entries()) if (e.link()) zip.link_of(e);
  return zip.unpacked();
}

void unpack(std::string_view bytes, const fs::path& folder) {
  if (fs::exists(folder)) return;
  Reader zip(bytes);
  const fs::path half = folder.parent_path() / ("." + base::random_text(16, base::kHexDigits));
  try {
    fs::create_directories(half);
    for (auto& e : zip.entries()) {
      if (e.link()) continue;
      if (e.folder()) fs::create_directories(half / e.name);
      else write_file(zip, e, half / e.name);
    }
    write_links(zip, half);
    std::error_code taken;
    fs::rename(half, folder, taken);
    if (taken && !fs::exists(folder)) throw fs::filesystem_error("unpack", folder, taken);
    if (taken) fs::remove_all(half);             // another thread was first
  } catch (const fs::filesystem_error& e) {
    std::error_code ignored;
    fs::remove_all(half, ignored);
    if (is_of_archive(e.code())) throw ArchiveFault(kNoZip);
    throw;
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(half, ignored);
    throw;
  }
}

}  // namespace lambda
