#pragma once
// The listening side: TLS and plain HTTP/1.1 on one port, CONNECT for AWS's own names, a few I/O threads that each
// own their connections.
#include <memory>
#include <string>
#include <vector>

#include "service/house.h"

namespace gateway {

class CertificateAuthority;

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 4566;                     // 0: any free one
  unsigned threads = 0;                          // 0: one for two cores: the journal, the workers and the clients have the others
  std::size_t max_connections = 4096;
  int idle_seconds = 75;                         // a connection without a byte for so long is closed
  int request_seconds = 300;                     // a whole request, bodies included, moves at least this often
  std::vector<std::string> local_names;          // further host names, in lower case
  int listener = -1;                             // a listening TCP socket, owned from now on; address and port are then unused
};

class Server {
 public:
  // Throws std::system_error when the address cannot be bound.
  Server(ServerOptions, service::House&, CertificateAuthority&);
  ~Server();
  std::uint16_t port() const;
  // Stops accepting, lets requests under way end (at most `seconds`), closes the rest.
  void stop(int seconds = 10);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace gateway
