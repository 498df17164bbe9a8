#pragma once
// S3's error answers that several handlers give, in S3's words: "Error responses" in the S3 API Reference.
// Extra members whose names begin with x-amz- are headers of the answer.
#include "service/error.h"

namespace s3 {

using service::ApiError;

inline ApiError not_implemented(
    std::string what = "A header or query you provided implies functionality that is not implemented.") {
  return {"NotImplemented", 501, std::move(what)};
}
inline ApiError invalid_argument(std::string message, std::string_view name = {}, std::string value = {}) {
  ApiError e{"InvalidArgument", 400, std::move(message)};
  if (!name.empty()) e.extra = {{"ArgumentName", std::string(name)}, {"ArgumentValue", std::move(value)}};
  return e;
}
inline ApiError invalid_request(std::string message) { return {"InvalidRequest", 400, std::move(message)}; }
inline ApiError unknown_checksum() {
  return invalid_request(
      "Checksum algorithm provided is unsupported. "
      "Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
}
inline ApiError malformed_xml() {
  return {"MalformedXML", 400, "The XML you provided was not well-formed or did not validate against our published schema"};
}
inline ApiError no_such_key(std::string key) {
  return {"NoSuchKey", 404, "The specified key does not exist.", {}, {{"Key", std::move(key)}}};
}
inline ApiError no_such_version(std::string key, std::string id) {
  return {
      "NoSuchVersion", 404, "The specified version does not exist.", {}, {{"Key", std::move(key)}, {"VersionId", std::move(id)}}};
}
inline ApiError precondition_failed(std::string_view condition) {
  return {"PreconditionFailed",
          412,
          "At least one of the pre-conditions you specified did not hold",
          {},
          {{"Condition", std::string(condition)}}};
}
inline ApiError no_configuration(std::string code, std::string message, const std::string& bucket) {
  return {std::move(code), 404, std::move(message), {}, {{"BucketName", bucket}}};
}

}  // namespace s3
