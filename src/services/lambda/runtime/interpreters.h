#pragma once
#include <map>
#include <mutex>
#include <string>

#include "services/lambda/runtime/sandbox.h"

namespace lambda::runtime {

struct Interpreter {
  std::string path;                    // empty where the function brings its own
  std::string version;                 // "python:3.11.2", "nodejs:20.20.2", "provided:al2023"
  std::string missing;                 // not empty: there is none, and why
};

// The machine's interpreters, each asked for its version once. The Python bootstrap is compiled when the first one is found.
class Interpreters {
 public:
  explicit Interpreters(const Ground& ground) : ground_(ground) {}
  Interpreter of(std::string_view runtime);             // may take as long as the interpreter to come up: not for an event loop

 private:
  std::string ask(const std::string& path, bool python) const;
  const Ground& ground_;
  std::mutex mutex_;
  std::map<std::string, std::string> versions_;         // by path
};

}  // namespace lambda::runtime
