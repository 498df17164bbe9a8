#include "wire/wire.h"

#include <cstdlib>

#include "wire/json.h"
#include "wire/query.h"
#include "wire/rest.h"
#include "wire/xml.h"

namespace wire {
namespace {

using shape::Shape;

constexpr std::size_t kTypicalBody = 512;      // bytes that most answers fit in

const char* json_type(Protocol p) {
  if (p == Protocol::rest_json) return "application/json";
  return p == Protocol::json10 ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
}

void stamp(Outbound& out, const Naming& naming, bool s3_style) {
  out.headers.push_back({s3_style ? "x-amz-request-id" : "x-amzn-RequestId", std::string(naming.request_id)});
  if (s3_style && !naming.host_id.empty()) out.headers.push_back({"x-amz-id-2", std::string(naming.host_id)});
}

std::string joined(std::string_view a, std::string_view b) {
  std::string out;
  out.reserve(a.size() + b.size());
  out.append(a).append(b);
  return out;
}

void write_query(const Shape& s, const void* value, const Naming& naming, Outbound& out) {
  const std::string response = joined(naming.operation, "Response");
  out.content_type = "text/xml";
  out.body.reserve(kTypicalBody);
  open_xml_root(out.body, response, naming.xml_namespace);
  if (&s != shape::of<shape::Nothing>()) write_xml_root(out.body, joined(naming.operation, "Result"), {}, s, value, TimeForm::iso_seconds);
  out.body += "<ResponseMetadata>";
  append_xml_element(out.body, "RequestId", naming.request_id);
  out.body += "</ResponseMetadata>";
  close_xml(out.body, response);
}

void json_error(const Error& e, const Naming& naming, bool type_in_body, Outbound& out) {
  base::JsonWriter json(out.body);
  json.open('{');
  if (type_in_body) json.key("__type").text(e.code);
  json.key(naming.message_key).text(e.message);
  for (auto& [name, value] : e.extra) json.key(name).text(value);
  json.close('}');
  out.headers.push_back({"x-amzn-ErrorType", std::string(e.code)});
}

bool is_header(std::string_view extra) { return extra.starts_with("x-amz-"); }

void xml_error_members(const Error& e, std::string& body) {
  append_xml_element(body, "Code", e.code);
  append_xml_element(body, "Message", e.message);
  for (auto& [name, value] : e.extra) if (!is_header(name)) append_xml_element(body, name, value);
}

void s3_error(const Error& e, const Naming& naming, std::string& body) {
  body = kXmlDeclaration;
  open_xml(body, "Error");
  xml_error_members(e, body);
  if (!e.resource.empty()) append_xml_element(body, "Resource", e.resource);
  append_xml_element(body, "RequestId", naming.request_id);
  if (!naming.host_id.empty()) append_xml_element(body, "HostId", naming.host_id);
  close_xml(body, "Error");
}

void error_response(const Error& e, const Naming& naming, std::string& body) {
  open_xml_root(body, "ErrorResponse", naming.xml_namespace);
  open_xml(body, "Error");
  append_xml_element(body, "Type", e.sender ? "Sender" : "Receiver");
  xml_error_members(e, body);
  close_xml(body, "Error");
  append_xml_element(body, "RequestId", naming.request_id);
  close_xml(body, "ErrorResponse");
}

}  // namespace

std::vector<std::string> read(Protocol protocol, const Shape& s, void* into, const Inbound& in) {
  switch (protocol) {
    case Protocol::json10:
    case Protocol::json11: return read_json(s, into, in.body);
    case Protocol::query: return read_query(s, into, in);
    case Protocol::rest_xml: return read_rest(true, s, into, in);
    case Protocol::rest_json: return read_rest(false, s, into, in);
  }
  std::abort();
}

Outbound write(Protocol protocol, const Shape& s, const void* value, const Naming& naming) {
  Outbound out;
  stamp(out, naming, protocol == Protocol::rest_xml);
  switch (protocol) {
    case Protocol::json10:
    case Protocol::json11: {
      out.content_type = json_type(protocol);
      out.body.reserve(kTypicalBody);
      base::JsonWriter json(out.body);
      write_json(json, s, value);
      break;
    }
    case Protocol::query: write_query(s, value, naming, out); break;
    case Protocol::rest_xml: write_rest(true, s, value, naming, out); break;
    case Protocol::rest_json: write_rest(false, s, value, naming, out); break;
  }
  return out;
}

Outbound error(Protocol protocol, const Error& e, const Naming& naming, bool s3_style) {
  Outbound out;
  out.status = e.status;
  stamp(out, naming, s3_style);
  switch (protocol) {
    case Protocol::json10:
    case Protocol::json11:
    case Protocol::rest_json:
      out.content_type = json_type(protocol);
      json_error(e, naming, protocol != Protocol::rest_json, out);
      break;
    case Protocol::query:
    case Protocol::rest_xml:
      out.content_type = s3_style ? "application/xml" : "text/xml";
      for (auto& [name, value] : e.extra) if (is_header(name)) out.headers.push_back({std::string(name), value});
      if (s3_style) s3_error(e, naming, out.body); else error_response(e, naming, out.body);
      break;
  }
  return out;
}

}  // namespace wire
