#pragma once
// For tests: a host in a folder of its own, functions written on the spot, and what they answered and logged.
#include <gtest/gtest.h>
#include <unistd.h>

#include <condition_variable>
#include <fstream>
#include <future>
#include <mutex>

#include "base/ids.h"
#include "services/lambda/runtime/host.h"

namespace lambda::runtime::test {

namespace fs = std::filesystem;

class House : public ::testing::Test {
 protected:
  using Files = std::vector<std::pair<std::string, std::string>>;

  static void SetUpTestSuite() {
    const fs::path folder = fs::temp_directory_path() / ("ot-trial-" + base::uuid());
    unavailable_ = Host({folder, 1, "", 1}, [](auto&&...) {}).unavailable();
    fs::remove_all(folder);
  }
  void SetUp() override {
    if (!unavailable_.empty()) GTEST_SKIP() << unavailable_;
    folder_ = fs::temp_directory_path() / ("ot-lambda-" + base::uuid());
    fs::create_directories(folder_);
    open();
  }
  void TearDown() override {
    host_.reset();
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }

  void open(std::size_t concurrency = 4, std::uint16_t port = 4566) {
    Host::Settings settings{folder_ / "host", port, "", concurrency};
    settings.clock = &clock_;
    host_ = std::make_unique<Host>(settings, [this](const Function&, std::string stream, auto lines) {
      std::lock_guard lock(mutex_);
      for (auto& [at, line] : lines) log_ += line + "\n";
      streams_.insert(stream);
    });
  }

  fs::path write(const Files& files) {
    fs::path place = folder_ / base::uuid();
    for (auto& [name, text] : files) {
      fs::create_directories((place / name).parent_path());
      std::ofstream(place / name) << text;
      fs::permissions(place / name, fs::perms(0755));
    }
    return place;
  }

  std::shared_ptr<Function> function(std::string runtime, std::string handler, const Files& files) {
    auto f = std::make_shared<Function>();
    f->name = "f";
    f->arn = "arn:aws:lambda:us-east-1:111122223333:function:f";
    f->revision = base::uuid();
    f->version = "$LATEST";
    f->runtime = std::move(runtime);
    f->handler = std::move(handler);
    f->code = write(files);
    f->memory_mb = 256;
    f->timeout_seconds = 5;
    f->region = "us-east-1";
    f->account = "111122223333";
    return f;
  }
  std::shared_ptr<Function> python(const std::string& text) { return function("python3.11", "app.handler", {{"app.py", text}}); }

  std::future<Outcome> begin(std::shared_ptr<const Function> f, std::string payload = "{}", std::string context = "") {
    auto promise = std::make_shared<std::promise<Outcome>>();
    Invocation i{base::uuid(), std::move(payload), std::move(context), "Root=1-5759e988-bd862e3fe1be46a994272793"};
    last_id_ = i.request_id;
    host_->invoke(std::move(f), std::move(i), [this] { ++credits_; return credentials_; }, [promise](Outcome o) { promise->set_value(std::move(o)); });
    return promise->get_future();
  }
  Outcome invoke(std::shared_ptr<const Function> f, std::string payload = "{}", std::string context = "") { return begin(std::move(f), std::move(payload), std::move(context)).get(); }
  std::string log() {
    std::lock_guard lock(mutex_);
    return log_;
  }

  static inline std::string unavailable_;
  fs::path folder_;
  base::LabClock clock_{std::nullopt};
  Credentials credentials_{"ASIAEXAMPLE", "secret", "token", std::nullopt};
  std::atomic<int> credits_{0};
  std::string last_id_;
  std::mutex mutex_;
  std::string log_;
  std::set<std::string> streams_;
  std::unique_ptr<Host> host_;
};

inline ::testing::AssertionResult has(const std::string& text, const std::string& part) {
  if (text.find(part) != text.npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "no \"" << part << "\" in:\n" << text;
}

}  // namespace lambda::runtime::test
