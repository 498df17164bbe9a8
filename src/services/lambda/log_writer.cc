#include "services/lambda/log_writer.h"

#include "base/log.h"
#include "service/counters.h"
#include "services/logs/api.h"

namespace lambda {
namespace {

constexpr std::size_t kMostWaiting = 16u << 20;                  // bytes of lines
constexpr std::size_t kMostEvents = 10'000, kMostBytes = 1u << 20, kPerEvent = 26, kMostEvent = 256u << 10;      // of one PutLogEvents

std::size_t size_of(const LogWriter::Batch& b) {
  std::size_t n = 0;
  for (auto& [time, text] : b.lines) n += text.size() + kPerEvent;
  return n;
}

void make_stream(House& house, const service::PrincipalPtr& who, const LogWriter::Batch& b) {
  logs::CreateLogStream stream;
  stream.logGroupName = b.group;
  stream.logStreamName = b.stream;
  auto quietly = [&](auto& request) {
    try {
      house.act(who, b.at, request);
    } catch (const ApiError& e) {
      if (e.code != "ResourceAlreadyExistsException") throw;
    }
  };
  try {
    quietly(stream);
  } catch (const ApiError& e) {
    if (e.code != "ResourceNotFoundException") throw;
    logs::CreateLogGroup group;
    group.logGroupName = b.group;
    quietly(group);
    quietly(stream);
  }
}

void put(House& house, const service::PrincipalPtr& who, const LogWriter::Batch& b, const logs::PutLogEvents& request) {
  try {
    house.act(who, b.at, request);
  } catch (const ApiError& e) {
    if (e.code != "ResourceNotFoundException") throw;
    make_stream(house, who, b);
    house.act(who, b.at, request);
  }
}

}  // namespace

LogWriter::LogWriter(House& house, SessionOf session_of) : house_(house), session_of_(std::move(session_of)), thread_([this] { work(); }) {}

LogWriter::~LogWriter() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void LogWriter::take(Batch b) {
  const std::size_t size = size_of(b);
  {
    std::lock_guard lock(mutex_);
    if (bytes_ + size > kMostWaiting) {
      house_.cache<service::Counters>().add("orgtrail_lambda_log_lines_dropped_total", "Log lines of functions that could not be written as fast as they came.", b.lines.size());
      return;
    }
    bytes_ += size;
    waiting_.push_back(std::move(b));
  }
  wake_.notify_one();
}

void LogWriter::work() {
  for (;;) {
    Batch b;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      b = std::move(waiting_.front());
      waiting_.pop_front();
      bytes_ -= size_of(b);
    }
    try {
      write(b);
    } catch (const ApiError& e) {
      base::log_info("lambda: the log of " + b.function + " is not written: " + e.code + ": " + e.message);
    }
  }
}

void LogWriter::write(const Batch& b) {
  auto session = session_of_(b.at, b.function, b.role);
  logs::PutLogEvents request;
  request.logGroupName = b.group;
  request.logStreamName = b.stream;
  std::size_t bytes = 0;
  auto flush = [&] {
    if (!request.logEvents.empty()) put(house_, session->principal, b, request);
    request.logEvents.clear();
    bytes = 0;
  };
  for (auto& [time, text] : b.lines) {
    std::string shown = text.size() > kMostEvent - kPerEvent ? text.substr(0, kMostEvent - kPerEvent) : text;
    if (!base::is_utf8(shown)) shown = base::utf8_lossy(shown);
    if (shown.empty()) shown.push_back(char(10));
    if (bytes + shown.size() + kPerEvent > kMostBytes || request.logEvents.size() == kMostEvents) flush();
    bytes += shown.size() + kPerEvent;
    request.logEvents.push_back({{time}, logs::Text<1>(std::move(shown))});
  }
  flush();
}

}  // namespace lambda
