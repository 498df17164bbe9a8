#pragma once
// What the journal's tests share: entries, checks of everything that must hold, and a medium that fails as disks do.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <system_error>

#include "base/crypto.h"
#include "journal/format.h"
#include "journal/medium.h"

namespace journal {

// A medium in memory whose bytes can be reached, and which fails on demand.
class TestMedium : public Medium {
 public:
  using Files = std::map<std::string, std::shared_ptr<std::string>>;

  // The writing operation of that number (from 1) fails, and all after it. Torn: it leaves any part of its
  // sectors behind (of a write), or happens without being confirmed (of any other).
  void fail_at(std::uint64_t operation, bool torn, std::uint32_t seed = 1) {
    std::lock_guard lock(mutex_);
    fail_at_ = operation_ + operation;
    torn_ = torn;
    random_.seed(seed);
  }
  bool failed() const { std::lock_guard lock(mutex_); return failed_; }
  void revive() {
    std::lock_guard lock(mutex_);
    fail_at_ = 0;
    failed_ = false;
  }
  std::string& bytes(const std::string& name) { std::lock_guard lock(mutex_); return *files_.at(name); }
  Files snapshot() const {
    std::lock_guard lock(mutex_);
    Files copy;
    for (auto& [name, content] : files_) copy[name] = std::make_shared<std::string>(*content);
    return copy;
  }
  void restore(const Files& files) {
    std::lock_guard lock(mutex_);
    files_.clear();
    for (auto& [name, content] : files) files_[name] = std::make_shared<std::string>(*content);
  }

  std::vector<std::string> list() const override {
    std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (auto& [name, content] : files_) names.push_back(name);
    return names;
  }
  std::shared_ptr<File> open(const std::string& name) const override {
    std::lock_guard lock(mutex_);
    auto it = files_.find(name);
    return it == files_.end() ? nullptr : std::make_shared<TestFile>(const_cast<TestMedium&>(*this), it->second);
  }
  std::shared_ptr<File> open_to_write(const std::string& name) override {
    auto file = open(name);
    if (!file) throw std::system_error(ENOENT, std::generic_category(), name);
    return file;
  }
  void create(const std::string& name, std::uint64_t size, std::string_view head) override {
    auto content = std::make_shared<std::string>(head);
    content->resize(size, '\0');
    perform([&](bool) { files_[name] = content; });
  }
  void put(const std::string& name, std::string_view content) override {
    perform([&](bool) { files_[name] = std::make_shared<std::string>(content); });
  }
  void remove(const std::string& name) override {
    perform([&](bool) { files_.erase(name); });
  }

 private:
  class TestFile : public File {
   public:
    TestFile(TestMedium& medium, std::shared_ptr<std::string> content) : medium_(medium), content_(std::move(content)) {}
    std::uint64_t size() const override { return content_->size(); }
    void read(std::uint64_t offset, char* out, std::size_t n) const override {
      std::lock_guard lock(medium_.mutex_);
      if (offset + n > content_->size()) throw std::system_error(EIO, std::generic_category(), "read");
      std::memcpy(out, content_->data() + offset, n);
    }
    void write(std::uint64_t offset, std::string_view blocks) override {
      if (offset % kBlock || blocks.size() % kBlock || reinterpret_cast<std::uintptr_t>(blocks.data()) % kBlock) std::abort();
      medium_.perform([&](bool whole) {
        for (std::size_t at = 0; at < blocks.size(); at += 512)
          if (whole || medium_.random_() % 2) std::memcpy(content_->data() + offset + at, blocks.data() + at, 512);
      });
    }
    void sync() override { medium_.perform([](bool) {}); }

   private:
    TestMedium& medium_;
    std::shared_ptr<std::string> content_;
  };

  template <class Act>
  void perform(Act act) {
    std::lock_guard lock(mutex_);
    if (!failed_ && ++operation_ != fail_at_) return act(true);
    if (!std::exchange(failed_, true) && torn_) act(false);
    throw std::system_error(EIO, std::generic_category(), "test");
  }

  mutable std::mutex mutex_;
  Files files_;
  std::uint64_t operation_ = 0, fail_at_ = 0;
  bool torn_ = false, failed_ = false;
  std::minstd_rand random_;
};

inline constexpr const char* kAccount1 = "111122223333";
inline constexpr const char* kAccount2 = "444455556666";

inline Entry entry_of(std::uint64_t version, const std::string& json, const char* account = kAccount1, const char* region = "us-east-1") {
  Entry e(version);
  e.write("key" + std::to_string(version), "value" + std::to_string(version));
  e.begin_record(account, region, kHistory, base::Time{std::int64_t(version) * 1000}) += json;
  e.end_record();
  return e;
}

inline std::string json_of(std::uint64_t i) { return "{\"i\":" + std::to_string(i) + ",\"x\":\"" + std::string(i % 700, 'x') + "\"}"; }

// Walks everything, and checks sequences, chains and heads. Answers the JSON texts by entry.
inline std::vector<std::string> check(const Journal& j) {
  std::vector<std::string> texts;
  Sequence expected = j.first();
  std::map<std::string, std::pair<std::uint64_t, std::string>> heads;
  j.replay(j.first() - 1, [&](Sequence s, std::uint64_t, std::span<const WriteView>, std::span<const RecordView> records) {
    EXPECT_EQ(s, expected++);
    texts.emplace_back();
    for (auto& r : records) {
      EXPECT_EQ(r.entry, s);
      std::string chained(r.previous);
      base::put_u64(chained, r.number);
      EXPECT_EQ(base::sha256(chained + std::string(r.json)), r.hash);
      auto& head = heads[std::string(r.account) + std::string(r.region)];
      if (head.first) {
        EXPECT_EQ(r.number, head.first + 1);
        EXPECT_EQ(r.previous, head.second);
      } else if (j.first() == 1) {
        EXPECT_EQ(r.number, 1u);
        EXPECT_EQ(r.previous, std::string(32, '\0'));
      }
      head = {r.number, std::string(r.hash)};
      texts.back() = r.json;
    }
    return true;
  });
  EXPECT_EQ(expected, j.durable() + 1);
  for (auto& h : j.streams()) {
    auto it = heads.find(h.account + h.region);
    if (it == heads.end()) continue;
    EXPECT_EQ(h.number, it->second.first);
    EXPECT_EQ(h.hash, it->second.second);
  }
  return texts;
}

inline std::vector<std::uint64_t> numbers(const Journal& j, const char* account, const char* region, std::uint64_t from) {
  std::vector<std::uint64_t> out;
  j.read(account, region, from, [&](const RecordView& r) {
    EXPECT_EQ(r.account, account);
    EXPECT_EQ(r.region, region);
    out.push_back(r.number);
    return true;
  });
  return out;
}

struct Directory {
  std::filesystem::path path;
  Directory() {
    std::string name = (std::filesystem::temp_directory_path() / "journal_test.XXXXXX").string();
    if (!::mkdtemp(name.data())) std::abort();
    path = name;
  }
  ~Directory() { std::filesystem::remove_all(path); }
};

inline Options small(const std::filesystem::path& directory = {}) {
  Options o;
  o.directory = directory;
  o.segment_bytes = 64u << 10;
  return o;
}

}  // namespace journal
