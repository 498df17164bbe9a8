#pragma once
// `orgtrail serve`: one server from its first start to its graceful end.
#include "server/config.h"

namespace server {

struct ServeOptions {
  std::optional<std::filesystem::path> config;
  Places places;
  bool own_profiles = false;               // the folder of profiles was asked for by name
  std::string address = "127.0.0.1";
  std::uint16_t port = 4566;               // 0: any free one
  unsigned threads = 0;
  bool ephemeral = false;
  std::optional<std::string> clock;        // "now" or a time: the laboratory's clock
};

// Serves until SIGINT or SIGTERM. Throws Misuse and std::exception with texts for the operator.
void serve(const ServeOptions&);

}  // namespace server
