#pragma once
// Where functions run: sandboxed instances that speak the Lambda Runtime API, started when they are called for, kept warm,
// ended when they idle. Knows nothing of the service: who may invoke what, queues and retries are decided above.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace lambda::runtime {

struct Function {
  std::string arn;                                // qualified; names the warm instances together with `revision`
  std::string revision;                           // changes whenever code or configuration does
  std::string name, version;                      // version: "$LATEST" or a number
  std::string runtime, handler;                   // "python3.11", "nodejs20.x", "provided.al2023"; handler unused by the last
  // Unpacked folders, read by instances for as long as they live and never changed. Where the server runs as root, instances
  // do not: everybody must be able to read them (0755, 0644; what lies above them does not matter).
  std::filesystem::path code;
  std::vector<std::filesystem::path> layers;      // the later wins
  std::vector<std::pair<std::string, std::string>> environment;
  std::int64_t memory_mb = 128, timeout_seconds = 3, ephemeral_mb = 512;
  std::string region, account;
};

struct Credentials {
  std::string access_key, secret, token;
  std::optional<base::Time> expires;              // instances that hold them end before; by Settings::clock
};

struct Invocation {
  std::string request_id, payload;
  std::string client_context;                     // JSON, empty: none
  std::string trace_id;                           // X-Ray's header, empty: none
};

struct Outcome {
  bool function_error = false;
  std::string error_kind;                         // "Handled" or "Unhandled", when function_error
  std::string payload;                            // what the function answered, or the error as JSON
  std::string log_tail;                           // the last 4 KB of this invocation's log
  std::int64_t billed_ms = 0, max_memory_mb = 0;
  std::optional<std::string> refused;             // it could not be started at all: why. Nothing else is set then
};

class Host {
 public:
  struct Settings {
    std::filesystem::path folder;                 // the host's own, emptied when it starts
    std::uint16_t endpoint_port = 0;              // the gateway's on 127.0.0.1: where AWS's host names lead from inside
    std::filesystem::path ca_bundle;              // PEM, read when the host is made: what instances trust
    std::size_t concurrency = 10;                 // instances at once, idle ones included; further invocations wait
    const base::Clock* clock = nullptr;           // stamps log lines, judges credentials; the machine's clock when null
    // The instance with that access key begins an invocation of that trace; empty: it has ended. On the host's thread; may be none.
    std::function<void(const std::string& access_key, const std::string& trace)> traced;
  };
  using Credit = std::function<Credentials()>;    // asked whenever an instance starts; may wait, and throw std::exception
  // Lines of one log stream in order, stamped in milliseconds. Called on the host's thread: must not wait.
  using LogSink = std::function<void(const Function&, std::string stream, std::vector<std::pair<std::int64_t, std::string>> lines)>;

  Host(Settings, LogSink);
  ~Host();                                        // kills what runs; what waits is refused
  // `done` is called once, on the host's thread, and after the invocation's lines went to the sink. Never waits itself.
  void invoke(std::shared_ptr<const Function>, Invocation, Credit, std::function<void(Outcome)> done);
  void expect(std::string_view runtime);          // functions of it will come: its interpreter is looked at now, not when the first one starts
  void retire(std::string_view arn);              // its instances take no further invocation and end once idle
  std::string unavailable() const;                // empty: sandboxes can be made here; otherwise why not

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace lambda::runtime
