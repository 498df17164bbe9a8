#include "server/tool.h"

#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "server/control.h"
#include "server/profiles.h"

namespace server {
namespace {

// What would lead a tool elsewhere or give it another identity.
constexpr const char* kForeign[] = {
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_DEFAULT_PROFILE", "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT", "AWS_REGION", "AWS_DEFAULT_REGION", "ALL_PROXY", "all_proxy"};

// AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_S3 of the SDKs, AWS_S3_ENDPOINT and TF_AWS_S3_ENDPOINT of Terraform, and so on.
bool is_endpoint(std::string_view name) {
  return name.starts_with("AWS_ENDPOINT_URL") || ((name.starts_with("AWS_") || name.starts_with("TF_AWS_")) && name.ends_with("_ENDPOINT"));
}

void forget_endpoints() {
  std::vector<std::string> names;
  for (char** one = environ; *one; ++one)
    if (std::string_view name(*one, std::strcspn(*one, "=")); is_endpoint(name)) names.emplace_back(name);
  for (auto& name : names) ::unsetenv(name.c_str());
}

void set(const char* name, const std::string& value) { ::setenv(name, value.c_str(), 1); }

}  // namespace

void run_tool(const ExecOptions& options) {
  auto signpost = read_signpost(options.profiles);
  if (!has_profile(options.profiles, options.profile)) {
    ask_control(signpost.control, "profiles");           // an account that was made since
    if (!has_profile(options.profiles, options.profile)) throw Misuse("there is no profile \"" + options.profile + "\" in " + (options.profiles / "config").string());
  }
  for (auto name : kForeign) ::unsetenv(name);
  forget_endpoints();
  const std::string ca = options.profiles / "ca.pem", proxy = "http://" + signpost.endpoint;
  set("AWS_CONFIG_FILE", options.profiles / "config");
  set("AWS_SHARED_CREDENTIALS_FILE", options.profiles / "credentials");
  set("AWS_PROFILE", options.profile);
  set("AWS_SDK_LOAD_CONFIG", "1");
  if (options.region) for (auto name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) set(name, *options.region);
  for (auto name : {"AWS_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"}) set(name, ca);
  for (auto name : {"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"}) set(name, proxy);
  for (auto name : {"NO_PROXY", "no_proxy"}) set(name, "localhost,127.0.0.1,::1");
  set("AWS_EC2_METADATA_DISABLED", "true");
  set("AWS_PAGER", "");

  std::vector<char*> arguments;
  for (auto& word : options.command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  throw Misuse("cannot run " + options.command[0] + ": " + std::strerror(errno));
}

}  // namespace server
