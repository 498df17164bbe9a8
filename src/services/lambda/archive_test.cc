#include "services/lambda/archive.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zip.h>

#include <fstream>

#include "base/ids.h"

namespace lambda {
namespace {

namespace fs = std::filesystem;

struct Entry { std::string name, content; unsigned mode = S_IFREG | 0644; };

std::string zipped(const std::vector<Entry>& entries) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* into = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(into);
  zip_t* zip = zip_open_from_source(into, ZIP_TRUNCATE, &error);
  for (auto& e : entries) {
    zip_source_t* from = zip_source_buffer(zip, e.content.data(), e.content.size(), 0);
    auto index = zip_file_add(zip, e.name.c_str(), from, ZIP_FL_ENC_UTF_8);
    zip_file_set_external_attributes(zip, zip_uint64_t(index), 0, ZIP_OPSYS_UNIX, e.mode << 16);
  }
  zip_close(zip);
  zip_stat_t s;
  zip_source_stat(into, &s);
  std::string out(s.size, '\0');
  zip_source_open(into);
  zip_source_read(into, out.data(), out.size());
  zip_source_close(into);
  zip_source_free(into);
  return out;
}

class ArchiveTest : public ::testing::Test {
 protected:
  ArchiveTest() { fs::create_directories(folder); }
  ~ArchiveTest() override { fs::remove_all(folder); }
  std::string text(const std::string& name) const {
    std::ifstream in(folder / "out" / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void refused(const std::vector<Entry>& entries) const {
    const std::string zip = zipped(entries);
    EXPECT_THROW(unpack(zip, folder / "out"), ArchiveFault);
    EXPECT_FALSE(fs::exists(folder / "out"));
    EXPECT_TRUE(fs::is_empty(folder));
  }
  const fs::path folder = fs::temp_directory_path() / ("orgtrail-archive-" + base::random_text(12, base::kHexDigits));
};

TEST_F(ArchiveTest, Unpacks) {
  const std::string zip = zipped({{"app.py", "print()"}, {"bin/run", "#!/bin/sh", S_IFREG | 0755}, {"lib/", "", S_IFDIR | 0755}, {"lib/link", "../app.py", S_IFLNK | 0777}});
  EXPECT_EQ(unpacked_size(zip), 7 + 9 + 9);
  unpack(zip, folder / "out");
  EXPECT_EQ(text("app.py"), "print()");
  EXPECT_EQ(text("lib/link"), "print()");
  struct stat s{};
  ::stat((folder / "out/bin/run").c_str(), &s);
  EXPECT_EQ(s.st_mode & 0777, 0755u);
  ::stat((folder / "out/app.py").c_str(), &s);
  EXPECT_EQ(s.st_mode & 0777, 0644u);
  unpack(zipped({{"app.py", "other"}}), folder / "out");      // there already
  EXPECT_EQ(text("app.py"), "print()");
}

TEST_F(ArchiveTest, RefusesWhatLeadsOut) {
  refused({{"../x", "x"}});
  refused({{"/x", "x"}});
  refused({{"a/../../x", "x"}});
  refused({{"l", "/etc", S_IFLNK | 0777}});
  refused({{"l", "..", S_IFLNK | 0777}});
  refused({{"d/l", "../..", S_IFLNK | 0777}});
  // Each of the two stays inside by its text; the second leads out through the first.
  refused({{"p/q/x", "../..", S_IFLNK | 0777}, {"p/q/y", "x/../z", S_IFLNK | 0777}});
  // The third would stand outside: the second, made through the first, leads there.
  refused({{"d/l", "..", S_IFLNK | 0777}, {"d/l/up", "..", S_IFLNK | 0777}, {"up/planted", "x", S_IFLNK | 0777}});
  refused({{"d/l", "..", S_IFLNK | 0777}, {"d/l/up", "..", S_IFLNK | 0777}, {"up/folder/planted", "x", S_IFLNK | 0777}});
  refused({{"l", ".", S_IFLNK | 0777}, {"l/x", "x"}});        // a file where a link is
  refused({{"d", "x", S_IFIFO | 0644}});
}

TEST_F(ArchiveTest, RefusesWhatIsNoZip) {
  EXPECT_THROW(unpacked_size(""), ArchiveFault);
  EXPECT_THROW(unpacked_size("PK\x03\x04 but no more"), ArchiveFault);
  std::string zip = zipped({{"a", std::string(5000, 'a')}, {"b", "b"}});
  for (std::size_t n = 0; n < zip.size(); n += 7) EXPECT_THROW(unpacked_size(std::string_view(zip).substr(0, n)), ArchiveFault) << n;
  for (std::size_t i = 0; i < zip.size(); ++i) {
    std::string damaged = zip;
    damaged[i] = char(damaged[i] ^ 0x55);
    try {
      unpack(damaged, folder / std::to_string(i));
    } catch (const ArchiveFault&) {}
  }
}

}  // namespace
}  // namespace lambda
