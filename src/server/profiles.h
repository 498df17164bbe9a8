#pragma once
// What the user's tools need: a profile for every account, as its administrator and as its root user, in the form all
// AWS tools read; the certificate to trust; and where the server is.
#include "server/config.h"
#include "service/house.h"

namespace server {

// Where clients of this machine find the server.
struct Signpost {
  std::string endpoint;                     // "127.0.0.1:4566"
  std::filesystem::path control;            // socket
};

// Writes config, credentials, ca.pem and the signpost into `folder`, each as a whole and for the owner's eyes. Root users
// without an access key get one, by a recorded call of their own. Answers the names of the profiles.
std::vector<std::string> write_profiles(service::House&, const std::filesystem::path& folder, const std::string& ca_pem, const std::string& region, const Signpost&);

// Throws Misuse when no server wrote into this folder.
Signpost read_signpost(const std::filesystem::path& folder);
bool has_profile(const std::filesystem::path& folder, std::string_view name);

}  // namespace server
