#include "server/control.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>

#include "base/ids.h"

namespace server {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / ("control-" + base::random_text(12, base::kHexDigits));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
};

fs::perms mode_of(const fs::path& path) { return fs::status(path).permissions(); }

TEST(Control, its_socket_is_the_owners_alone) {
  Folder folder;
  Control control(folder.path / "s", [](const std::string& command) { return "heard " + command; });
  EXPECT_EQ(mode_of(folder.path / "s"), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(ask_control(folder.path / "s", "word"), "heard word");
}

// A mask of the process would reach what other threads make at that moment: folders that nobody can enter.
TEST(Control, what_other_threads_make_keeps_its_mode) {
  Folder folder;
  const fs::path before = folder.path / "before";
  fs::create_directory(before);
  std::atomic<bool> done = false;
  std::thread other([&] {
    for (int i = 0; i < 2000; ++i) fs::create_directory(folder.path / std::to_string(i));
    done = true;
  });
  while (!done) Control control(folder.path / "s", [](const std::string&) { return ""; });
  other.join();
  for (int i = 0; i < 2000; ++i) ASSERT_EQ(mode_of(folder.path / std::to_string(i)), mode_of(before)) << i;
}

}  // namespace
}  // namespace server
