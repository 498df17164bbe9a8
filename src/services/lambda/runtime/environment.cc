#include "services/lambda/runtime/environment.h"

#include <unistd.h>

#include <map>

namespace lambda::runtime {
namespace {

using Variables = std::map<std::string, std::string>;
constexpr const char* kBundle = "/etc/ca-bundle.crt";

std::string between(std::string_view text, std::string_view before, std::string_view after) {
  if (!text.starts_with(before) || !text.ends_with(after) || text.size() <= before.size() + after.size()) return {};
  return std::string(text.substr(before.size(), text.size() - before.size() - after.size()));
}

// What the function's configuration may set otherwise.
Variables unreserved(Family family, std::string_view runtime, bool ca_bundle) {
  Variables out{{"LANG", "en_US.UTF-8"}, {"AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"}};
  const std::string own = family == Family::provided ? "" : "/var/lang/lib:";
  out["PATH"] = std::string(family == Family::provided ? "" : "/var/lang/bin:") + "/usr/local/bin:/usr/bin/:/bin:/opt/bin";
  out["LD_LIBRARY_PATH"] = own + "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib";
  if (family == Family::python) out["PYTHONPATH"] = "/var/runtime";
  if (family == Family::node)
    out["NODE_PATH"] = "/opt/nodejs/node" + between(runtime, "nodejs", ".x") + "/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task";
  if (ca_bundle)
    for (auto name : {"AWS_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"}) out[name] = kBundle;
  return out;
}

Variables reserved(const Function& f, Family family, const Credentials& c, const std::string& log_stream) {
  Variables out{{"AWS_LAMBDA_FUNCTION_NAME", f.name},
                {"AWS_LAMBDA_FUNCTION_VERSION", f.version},
                {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", std::to_string(f.memory_mb)},
                {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
                {"AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + f.name},
                {"AWS_LAMBDA_LOG_STREAM_NAME", log_stream},
                {"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"},
                {"AWS_REGION", f.region},
                {"AWS_DEFAULT_REGION", f.region},
                {"AWS_ACCESS_KEY_ID", c.access_key},
                {"AWS_SECRET_ACCESS_KEY", c.secret},
                {"AWS_SESSION_TOKEN", c.token},
                {"LAMBDA_TASK_ROOT", "/var/task"},
                {"LAMBDA_RUNTIME_DIR", "/var/runtime"},
                {"TZ", ":UTC"},
                {"_HANDLER", f.handler}};
  if (family != Family::provided) out["AWS_EXECUTION_ENV"] = "AWS_Lambda_" + f.runtime;
  return out;
}

}  // namespace

std::optional<Family> family_of(std::string_view runtime) {
  if (!between(runtime, "python3.", "").empty()) return Family::python;
  if (!between(runtime, "nodejs", ".x").empty()) return Family::node;
  if (runtime == "provided" || runtime.starts_with("provided.")) return Family::provided;
  return std::nullopt;
}

std::string interpreter_of(std::string_view runtime) {
  std::vector<std::string> places{"/usr/bin/node", "/usr/local/bin/node", "/usr/bin/nodejs"};
  if (family_of(runtime) == Family::python) places = {"/usr/bin/" + std::string(runtime), "/usr/bin/python3"};
  for (auto& place : places)
    if (::access(place.c_str(), X_OK) == 0) return place;
  return {};
}

Command command_of(const Function& f, const Credentials& credentials, const std::string& interpreter, const std::string& log_stream, bool ca_bundle) {
  const Family family = *family_of(f.runtime);
  Command out;
  switch (family) {
    case Family::python:
      out.programs = {interpreter};
      out.arguments = {interpreter, "-S", "/var/runtime/bootstrap.py"};
      break;
    case Family::node:
      out.programs = {interpreter};
      out.arguments = {interpreter, "--max-http-header-size=81920", "--max-old-space-size=" + std::to_string(f.memory_mb * 9 / 10), "/var/runtime/bootstrap.js"};
      break;
    case Family::provided:
      out.programs = {"/var/task/bootstrap", "/opt/bootstrap"};
      out.arguments = {"bootstrap"};
      break;
  }
  Variables all = unreserved(family, f.runtime, ca_bundle);
  for (auto& [name, value] : f.environment) all[name] = value;
  for (auto& [name, value] : reserved(f, family, credentials, log_stream)) all[name] = value;
  for (auto& [name, value] : all) out.environment.push_back(name + "=" + value);
  return out;
}

}  // namespace lambda::runtime
