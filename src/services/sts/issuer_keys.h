#pragma once
// The public keys of OpenID Connect issuers, as they publish them (OpenID Connect Discovery 1.0), kept for an hour.
#include <chrono>
#include <map>
#include <memory>
#include <mutex>

#include "services/iam/sessions.h"
#include "services/sts/web_token.h"

namespace sts {

class IssuerKeys {
 public:
  enum class Fault : std::uint8_t { none, unreachable, useless };      // no answer came; an answer came without a key that fits
  struct Found { std::vector<WebKey> keys; Fault fault = Fault::none; };

  // The keys that may have signed such a token, as far as they are known here.
  Found known(const iam::Issuer&, const WebToken&);
  // The same; asks the issuer where that may help, and waits for its answer. At most one issuer is asked at a time, and none
  // again within seconds of its last answer.
  void learn(const iam::Issuer&, const WebToken&);

 private:
  using Clock = std::chrono::steady_clock;
  struct Set {
    std::vector<WebKey> keys;
    Fault fault = Fault::none;                     // of the last time it was asked
    Clock::time_point asked{}, answered{};         // answered: when the keys came
  };
  static std::string name(const iam::Issuer&);
  bool worth_asking(const Set&, const WebToken&) const;

  std::mutex mutex_;
  std::map<std::string, Set> sets_;
  std::timed_mutex asking_;
};

}  // namespace sts
