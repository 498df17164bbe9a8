#pragma once
// A whole house whose journal lies on a medium that fails as disks do. The state lives in memory: what a new life knows
// after a crash came back from the journal alone.
#include <gtest/gtest.h>

#include <thread>

#include "journal/testing.h"
#include "service/house.h"

namespace crash {

inline constexpr const char* kRegion = "us-east-1";
inline constexpr const char* kOtherRegion = "eu-west-1";

class TestClock : public base::Clock {
 public:
  base::Time now() const override { return {ms_.load()}; }
  void set(base::Time t) { ms_ = t.ms; }
  void advance_seconds(std::int64_t n) { ms_ += n * 1000; }

 private:
  std::atomic<std::int64_t> ms_{1'772'445'600'000};      // 2026-03-02T10:00:00Z
};

// What outlives a crash.
struct Ground {
  std::shared_ptr<journal::TestMedium> medium = std::make_shared<journal::TestMedium>();
  store::Blobs blobs{std::filesystem::path()};
  TestClock clock;
};

// What callers have been told: calls whose answer left, or would have left, after their commit was durable.
struct Told { std::string request_id, account, operation, error; };
struct Ledger {
  std::vector<Told> told;
  std::map<std::string, std::uint64_t> heads;            // of the streams, when the last life ended
};

template <class R> struct Answer {
  std::optional<R> result;
  std::string error;                                     // its code; empty: none
  service::Effects effects;
  journal::Sequence sequence = 0;
};

// One process, from its start to its end. Opening throws when the medium fails.
class Life {
 public:
  Life(Ground&, Ledger&);
  ~Life();

  service::House& house() { return *house_; }
  journal::Journal& journal() { return *journal_; }
  TestClock& clock() { return ground_.clock; }
  service::PrincipalPtr root(const std::string& account) const;
  service::PrincipalPtr user(const std::string& access_key);

  // A call as the gateway serves it, answered when durable. Throws std::runtime_error after a fault.
  template <class Q> Answer<typename Q::Result> call(service::PrincipalPtr who, const Q& request, const char* region = kRegion, store::Body* body = nullptr) {
    auto answer = begin(std::move(who), request, region, body);
    await();
    return answer;
  }
  // The result of a call that must not be refused.
  template <class Q> typename Q::Result ask(service::PrincipalPtr who, const Q& request, const char* region = kRegion) {
    auto answer = call(std::move(who), request, region);
    if (!answer.result) throw std::logic_error(std::string(Q::operation) + " was refused: " + answer.error);
    return std::move(*answer.result);
  }
  // Served, but not yet durable.
  template <class Q> Answer<typename Q::Result> begin(service::PrincipalPtr who, const Q& request, const char* region = kRegion, store::Body* body = nullptr) {
    auto reply = serve(Q::operation, &request, std::move(who), region, body);
    Answer<typename Q::Result> out;
    if (reply.error) out.error = reply.error->code;
    else out.result = std::move(*static_cast<typename Q::Result*>(reply.result.get()));
    out.effects = std::move(reply.effects);
    out.sequence = reply.sequence;
    return out;
  }
  void await();                                          // all that this thread has begun

  void drain();                                          // the outbox
  std::string content(const service::Effects&);          // the body that an answer sends

 private:
  service::Reply serve(std::string_view operation, const void* request, service::PrincipalPtr, const char* region, store::Body*);
  struct Begun { Told told; journal::Sequence sequence; };

  Ground& ground_;
  Ledger& ledger_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<service::House> house_;
  std::mutex mutex_;                                     // of what follows, and the ledger
  std::map<std::thread::id, std::vector<Begun>> begun_;
};

}  // namespace crash
