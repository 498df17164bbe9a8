#pragma once
// What a function finds around it: the program that runs it and its environment, as Lambda's execution environment has them.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
#include <optional>
#include <string>
#include <vector>

#include "services/lambda/runtime/host.h"

namespace lambda::runtime {

enum class Family { python, node, provided };
std::optional<Family> family_of(std::string_view runtime);        // "python3.12", "nodejs20.x", "provided", "provided.al2023"

// The machine's own: /usr/bin/python3.12 where that was asked for and is there, else /usr/bin/python3; node. Empty: none.
std::string interpreter_of(std::string_view runtime);

struct Command {
  std::vector<std::string> programs, arguments;
  std::vector<std::string> environment;                           // NAME=value
};
Command command_of(const Function&, const Credentials&, const std::string& interpreter, const std::string& log_stream, bool ca_bundle);

}  // namespace lambda::runtime
