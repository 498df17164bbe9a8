#pragma once
// HTTP to the world outside: one request, one bounded answer, one deadline. It blocks: for workers only, through a pool
// whose threads no single host can take up. TLS is verified against the system's authorities; SSL_CERT_FILE and
// SSL_CERT_DIR, OpenSSL's own settings, name others. Redirects are answers like any other, not followed.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace service {

struct Url {
  bool tls = false;
  std::string host, port, target;              // target: path and query, at least "/"
  std::string credentials;                     // "user:password", decoded; empty: none
  std::string authority() const;               // for the Host header: the port only where it is not the scheme's
};
std::optional<Url> parse_url(std::string_view);      // http and https only

struct OutgoingRequest {
  std::string method = "POST", url;
  std::vector<std::pair<std::string, std::string>> headers{};      // Host, Content-Length and Authorization of the URL's credentials are added
  std::string body{};
  int seconds = 15;                            // for everything from looking up the name to the answer's last byte
  std::size_t most = 64u << 10;                // bytes of the answer's body that are kept
  std::vector<std::string> thumbprints{};      // SHA-1 in lower-case hex: certificates at the end of a chain that are trusted like authorities
};

struct OutgoingAnswer {
  int status = 0;                              // 0: no answer came, for the reason in `fault`
  std::string body{}, fault{};
};

// Never throws. Link-local addresses (169.254.0.0/16, fe80::/10) are refused: cloud machines keep their credentials there.
// Given up soon after `*stop` becomes true.
OutgoingAnswer send_outgoing(const OutgoingRequest&, const std::atomic<bool>* stop = nullptr);

class OutgoingPool {
 public:
  static constexpr std::size_t kThreads = 16, kPerHost = 2, kWaiting = 256;
  using Done = std::function<void(OutgoingAnswer)>;

  OutgoingPool() = default;
  ~OutgoingPool();                             // gives up what is under way: its `done` is not called
  OutgoingPool(const OutgoingPool&) = delete;
  OutgoingPool& operator=(const OutgoingPool&) = delete;

  // `done` runs on a thread of the pool. False: the host has its share under way, or too much waits; ask again later.
  bool submit(OutgoingRequest, Done done);
  std::size_t under_way() const;

 private:
  struct Job { OutgoingRequest request; std::string host; Done done; };
  void work();

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> waiting_;                    // guarded by mutex_, as all below
  std::map<std::string, std::size_t> of_host_; // waiting and running
  std::size_t idle_ = 0, running_ = 0;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace service
