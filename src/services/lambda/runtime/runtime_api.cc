#include "services/lambda/runtime/runtime_api.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "base/bytes.h"

namespace lambda::runtime {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::awaitable;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr std::uint64_t kMaxRead = 64 << 20;            // beyond what is kept, so much is read for the connection to stay in step
constexpr std::string_view kRoot = "/2018-06-01/runtime/";
using Parser = http::request_parser<http::buffer_body>;
using Response = http::response<http::string_body>;

struct Request {
  http::verb verb{};
  std::string target, error_type;
  std::string body;
  bool too_large = false;
};

Response reply(http::status status, std::string body) {
  Response r{status, 11};
  r.set(http::field::content_type, "application/json");
  r.body() = std::move(body);
  return r;
}
Response accepted() { return reply(http::status::accepted, "{\"status\":\"OK\"}\n"); }
Response refused(http::status status, std::string_view type, std::string_view message) {
  return reply(status, "{\"errorMessage\":\"" + std::string(message) + "\",\"errorType\":\"" + std::string(type) + "\"}\n");
}
Response bad_id() { return refused(http::status::bad_request, "InvalidRequestID", "Invalid request ID"); }

// The body, up to what a function may answer.
awaitable<bool> read_body(Doors::Socket& socket, boost::beast::flat_buffer& inbox, Parser& parser, Request& request) {
  std::array<char, 32 * 1024> piece;
  while (!parser.is_done()) {
    parser.get().body() = {piece.data(), piece.size(), true};
    auto [error, n] = co_await http::async_read(socket, inbox, parser, quietly);
    if (error && error != http::error::need_buffer) co_return false;
    request.body.append(piece.data(), piece.size() - parser.get().body().size);
    if (request.body.size() > kMaxPayload) {
      request.too_large = true;
      request.body.clear();
    }
  }
  co_return true;
}

awaitable<bool> read_request(Doors::Socket& socket, boost::beast::flat_buffer& inbox, Request& request, bool& keep_alive) {
  Parser parser;
  parser.header_limit(16 * 1024);
  parser.body_limit(kMaxRead);
  auto [error, n] = co_await http::async_read_header(socket, inbox, parser, quietly);
  if (error) co_return false;
  auto& head = parser.get();
  request.verb = head.method();
  request.target = std::string(head.target());
  request.error_type = base::utf8_lossy(std::string(head["Lambda-Runtime-Function-Error-Type"]));
  keep_alive = head.keep_alive();
  if (base::iequals(head[http::field::expect], "100-continue")) {
    http::response<http::empty_body> go_on{http::status::continue_, 11};
    auto [failed, written] = co_await http::async_write(socket, go_on, quietly);
    if (failed) co_return false;
  }
  co_return co_await read_body(socket, inbox, parser, request);
}

Response invocation(const Handed& handed) {
  const Invocation& i = *handed.invocation;
  Response r = reply(http::status::ok, i.payload);
  auto set = [&](const char* name, const std::string& value) {
    if (!value.empty() && value.find_first_of("\r\n") == value.npos) r.set(name, value);
  };
  set("Lambda-Runtime-Aws-Request-Id", i.request_id);
  set("Lambda-Runtime-Deadline-Ms", std::to_string(handed.deadline_ms));
  set("Lambda-Runtime-Invoked-Function-Arn", handed.arn);
  set("Lambda-Runtime-Trace-Id", i.trace_id);
  set("Lambda-Runtime-Client-Context", i.client_context);
  return r;
}

// "invocation/<id>/response" and its like.
Response posted(Instance& instance, std::string_view what, Request& request) {
  if (what == "init/error") return instance.init_error(std::move(request.body), request.error_type) ? accepted() : refused(http::status::forbidden, "InvalidStateTransition", "State transition is not allowed");
  if (!what.starts_with("invocation/")) return refused(http::status::not_found, "NotFound", "there is no such call");
  what.remove_prefix(11);
  const auto slash = what.find('/');
  const std::string_view id = what.substr(0, slash), verb = slash == what.npos ? "" : what.substr(slash + 1);
  if (verb != "response" && verb != "error") return refused(http::status::not_found, "NotFound", "there is no such call");
  if (!instance.is_current(id)) return bad_id();
  if (request.too_large) {
    instance.too_large(id);
    return refused(http::status::payload_too_large, "RequestEntityTooLarge", "Exceeded maximum allowed payload size (6291556 bytes).");
  }
  if (verb == "response") instance.answer(id, std::move(request.body));
  else instance.error(id, std::move(request.body));
  return accepted();
}

awaitable<std::optional<Response>> serve(Instance& instance, Request& request) {
  std::string_view target = request.target;
  if (!target.starts_with(kRoot)) co_return refused(http::status::not_found, "NotFound", "there is no such call");
  target.remove_prefix(kRoot.size());
  if (request.verb == http::verb::post) {
    co_await instance.measured();
    co_return posted(instance, target, request);
  }
  if (request.verb != http::verb::get || target != "invocation/next") co_return refused(http::status::not_found, "NotFound", "there is no such call");
  auto handed = co_await instance.next();
  if (instance.phase() == Instance::Phase::ended) co_return std::nullopt;
  if (!handed) co_return refused(http::status::forbidden, "InvalidStateTransition", "State transition is not allowed");
  co_return invocation(*handed);
}

}  // namespace

awaitable<void> serve_runtime_api(Doors::Socket socket, std::shared_ptr<Instance> instance, std::shared_ptr<Doors> doors) {
  Doors::Known known(doors, socket);
  boost::system::error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  boost::beast::flat_buffer inbox(64 * 1024);
  for (bool keep_alive = true; keep_alive && !doors->closed();) {
    Request request;
    if (!co_await read_request(socket, inbox, request, keep_alive)) co_return;
    auto response = co_await serve(*instance, request);
    if (!response) co_return;
    response->keep_alive(keep_alive);
    response->prepare_payload();
    auto [error, n] = co_await http::async_write(socket, *response, quietly);
    if (error) co_return;
  }
}

}  // namespace lambda::runtime
