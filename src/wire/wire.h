#pragma once
// Four protocols over one description: the bytes of a request into its struct, a result into the bytes of its answer.
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shape/shape.h"
#include "wire/message.h"

namespace wire {

// Fills `into`, which is freshly made. Answers a sentence (shape::missing) for every required member that did not
// come, in the structure's order, the first hundred of them. What the shape does not know is ignored; of a member
// that came twice the last counts. Limits are not looked at. Throws Malformed; `into` then holds part of the request.
//
// REST-XML: a required element missing within a body is MalformedXML, as in S3, and a required body that did not come
// MissingRequestBodyError; the sentences are about path, query and headers only.
//
// Bounds: 20,000 list and map elements a request (10,000 in one list), 50,000 form fields, 250,000 XML tags, depth 64.
std::vector<std::string> read(Protocol, const shape::Shape&, void* into, const Inbound&);

Outbound write(Protocol, const shape::Shape& result, const void* value, const Naming&);

struct Error {
  std::string_view code, message;
  int status = 400;
  bool sender = true;                                                            // Query: whose fault
  std::span<const std::pair<std::string_view, std::string>> extra{};             // further members: S3's BucketName, Key; those named x-amz-... are headers
  std::string_view resource{};                                                   // S3's Resource; empty: left out
};

// `s3_style`: REST-XML's bare <Error> of S3 instead of <ErrorResponse>.
Outbound error(Protocol, const Error&, const Naming&, bool s3_style);

}  // namespace wire
