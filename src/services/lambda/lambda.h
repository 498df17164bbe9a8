#pragma once
#include <filesystem>

#include "service/operation.h"
#include "store/store.h"

namespace lambda {

service::Service lambda();

// Where functions run; without it none does. Called when the gateway's port is known, before any call.
struct Site {
  std::filesystem::path folder;                  // for unpacked code and sandboxes
  std::uint16_t port = 0;                        // the gateway's
  std::filesystem::path ca_bundle;               // PEM
};
void open(service::House&, const Site&);
void close(service::House&);                     // ends what runs, before the house falls

bool names_blob(store::Txn&, std::string_view file);
// The body behind a link that GetFunction gave out; nothing where the link is none, or too old.
std::optional<service::BodyOut> download(service::House&, std::string_view token);

}  // namespace lambda
