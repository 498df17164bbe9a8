#pragma once
#include <string>
#include <utility>
#include <vector>

namespace service {

// The one exception a handler throws. The pipeline turns it into the wire's error and the record's errorCode.
struct ApiError {
  std::string code;                    // as the wire spells it
  int status;
  std::string message;
  std::string record_code{};           // where the record spells it otherwise; empty: code
  std::vector<std::pair<std::string_view, std::string>> extra{};   // members beside code and message (S3)
};

}  // namespace service
