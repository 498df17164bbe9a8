#pragma once
// SQS's refusals. Codes are JSON's; query_code gives Query's.
#include "service/error.h"

namespace sqs {

using service::ApiError;

std::string_view query_code(std::string_view code);

inline ApiError invalid_value(std::string message) { return {"InvalidParameterValueException", 400, std::move(message)}; }
inline ApiError invalid_value(std::string_view value, std::string_view parameter, std::string_view reason) {
  return invalid_value("Value " + std::string(value) + " for parameter " + std::string(parameter) + " is invalid. Reason: " + std::string(reason));
}
inline ApiError missing_parameter(std::string_view name) {
  return {"MissingParameter", 400, "The request must contain the parameter " + std::string(name) + "."};
}
inline ApiError unknown_attribute(std::string_view name) { return {"InvalidAttributeName", 400, "Unknown Attribute " + std::string(name) + "."}; }
inline ApiError invalid_attribute(std::string_view name, std::string_view reason = {}) {
  std::string text = "Invalid value for the parameter " + std::string(name) + ".";
  if (!reason.empty()) (text += " Reason: ") += reason;
  return {"InvalidAttributeValue", 400, std::move(text)};
}
inline ApiError no_queue() { return {"QueueDoesNotExist", 400, "The specified queue does not exist."}; }

}  // namespace sqs
