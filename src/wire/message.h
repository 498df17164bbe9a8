#pragma once
// What the protocols read and write: the parts of an HTTP request and response that carry values.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wire {

struct Header { std::string_view name, value; };
struct Pair { std::string name, value; };

struct Inbound {
  std::string_view method;
  std::span<const Header> headers;      // repeated names stand as they came
  std::span<const Pair> query;          // decoded, in order
  std::span<const Pair> path;           // decoded labels of the URI: {"Bucket", "b"}, {"Key", "k"}
  std::string_view body;
};

struct Outbound {
  int status = 200;
  std::string content_type;             // empty when there is no body
  std::vector<Pair> headers;            // values hold no control characters
  std::string body;
};

enum class Protocol : std::uint8_t { json10, json11, query, rest_xml, rest_json };

// A body or parameter that is not of the protocol's form. Answered with status 400.
struct Malformed { std::string code, message; };

struct Naming {
  std::string_view operation, xml_namespace, request_id;
  std::string_view root{};                       // rest-xml: the result's root element; empty: operation + "Result"
  std::string_view host_id{};                    // S3: x-amz-id-2 and HostId; empty: left out
  std::string_view message_key = "message";      // JSON errors: CloudTrail spells it "Message"
};

}  // namespace wire
