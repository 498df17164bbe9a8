#include "gateway/connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "base/log.h"
#include "base/bytes.h"
#include "gateway/hosts.h"
#include "gateway/http_parser.h"
#include "gateway/public_pages.h"

namespace gateway {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using tcp = asio::ip::tcp;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
using Clock = std::chrono::steady_clock;

// A head, and a document, come within so long, however slowly: who sends a byte now and then holds no connection for good.
constexpr auto kHeadTime = std::chrono::seconds(60), kDocumentTime = std::chrono::seconds(300);
constexpr auto kLinger = std::chrono::seconds(5);        // for a client to read why it is not listened to any more

constexpr std::string_view reason(int status) {
  switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    default: return "Status";
  }
}

std::string_view date_now() {
  thread_local std::int64_t second = -1;
  thread_local std::string text;
  if (auto now = base::HostClock{}.now(); now.s() != second) {
    second = now.s();
    text = base::http_date(now);
  }
  return text;
}

bool bodiless(int status) { return status == 204 || status == 304 || status < 200; }

void write_head(std::string& out, const Answer& a, bool keep_alive) {
  out.clear();
  out += "HTTP/1.1 ";
  out += std::to_string(a.out.status);
  out += ' ';
  out += reason(a.out.status);
  out += "\r\nServer: orgtrail\r\nDate: ";
  out += date_now();
  if (!a.out.content_type.empty()) { out += "\r\nContent-Type: "; out += a.out.content_type; }
  bool has_length = false;
  for (auto& [name, value] : a.out.headers) {
    has_length |= base::iequals(name, "content-length");
    out += "\r\n";
    out += name;
    out += ": ";
    out += value;
  }
  if (!has_length && !bodiless(a.out.status)) {
    out += "\r\nContent-Length: ";
    std::int64_t length = std::int64_t(a.out.body.size());
    for (auto& piece : a.stream) length += piece.length;
    out += std::to_string(length);
  }
  if (!keep_alive) out += "\r\nConnection: close";
  out += "\r\n\r\n";
}

// The requests of one stream, until it closes or asks for a tunnel.
template <class Stream>
class Conversation {
 public:
  Conversation(Stream& stream, Lane& lane, Lane::Open& open, Remote remote)
      : stream_(stream), lane_(lane), open_(open), remote_(std::move(remote)), exchange_(lane.house, lane.credentials, lane.room, lane.local_names) {
    inbox_.resize(16 * 1024);
  }

  // True: a CONNECT was granted, the bytes that follow are a new conversation.
  awaitable<bool> run() {
    while (!lane_.stopping) {
      parser_.reset();
      open_.busy = false;
      if (!co_await head()) co_return false;
      open_.busy = true;
      started_ = Clock::now();
      if (parser_.is_connect()) co_return co_await connect();
      bool alive = parser_.keep_alive();
      if (is_own_page()) co_await page();
      else if (!co_await request()) alive = false;
      if (lost_ || !co_await send(alive && !exchange_.answer().close && !lane_.stopping)) co_return false;
    }
    co_return false;
  }

 private:
  awaitable<bool> receive() {
    auto [error, n] = co_await stream_.async_read_some(asio::buffer(inbox_), quietly);
    if (error) co_return false;
    lane_.metrics.bytes_in.fetch_add(n, std::memory_order_relaxed);
    open_.last = Clock::now();
    pending_ = {inbox_.data(), n};
    co_return true;
  }

  awaitable<bool> head() {
    open_.until = Clock::time_point::max();
    for (;;) {
      if (pending_.empty() && !co_await receive()) co_return false;
      if (open_.until == Clock::time_point::max()) open_.until = Clock::now() + kHeadTime;
      std::size_t consumed = 0;
      auto r = parser_.feed(pending_, consumed);
      pending_.remove_prefix(consumed);
      if (r.status == HttpParser::Status::header_done) co_return true;
      if (r.status == HttpParser::Status::error) {
        protocol_error(r.http_status, r.text);
        started_ = Clock::now();
        co_await send(false);
        co_return false;
      }
    }
  }

  // Below a bucket's own host name such a path is a key.
  bool is_own_page() const {
    auto& r = parser_.request();
    return r.path.starts_with("/_orgtrail/") && endpoint_of(r.find("host"), lane_.local_names).bucket.empty();
  }

  awaitable<void> page() {
    Answer& a = exchange_.answer();
    a = {};
    a.close = true;
    a.head = parser_.request().method == "HEAD";
    std::string_view path = parser_.request().path;
    if (path == "/_orgtrail/health") {
      a.out.content_type = "application/json";
      a.out.body = "{\"status\":\"running\"}";
    } else if (path == "/_orgtrail/metrics") {
      a.out.content_type = "text/plain; version=0.0.4";
      a.out.body = lane_.metrics.text(lane_.house);
    } else if (auto body = download(path)) {
      a.out.content_type = "application/zip";
      a.held.push_back(lane_.house.blobs.hold(body->place));
      a.stream.push_back(std::move(*body));
    } else {
      a.out.status = 404;
      a.out.content_type = "text/plain";
      a.out.body = "not found\n";
    }
    co_return;
  }

  // What a link that Lambda gave out leads to.
  std::optional<service::BodyOut> download(std::string_view path) {
    constexpr std::string_view kCode = "/_orgtrail/lambda/";
    auto of = lane_.house.cache<Downloads>().code;
    if (!of || !path.starts_with(kCode)) return {};
    return of(lane_.house, path.substr(kCode.size()));
  }

  // Reads the body and has the request answered. False: the connection cannot go on.
  awaitable<bool> request() {
    if (!exchange_.admit(parser_.request(), remote_)) co_return co_await drained();
    parser_.body_limit(exchange_.body_limit());
    if (parser_.expects_continue()) {
      static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      auto [error, n] = co_await asio::async_write(stream_, asio::buffer(go_on.data(), go_on.size()), quietly);
      if (error) co_return false;
    }
    open_.until = exchange_.stores_body() ? Clock::time_point::max() : Clock::now() + kDocumentTime;
    for (;;) {
      std::size_t consumed = 0;
      auto r = parser_.feed(pending_, consumed);
      using Status = HttpParser::Status;
      bool wanted = r.status != Status::body_piece || exchange_.add(r.piece);
      pending_.remove_prefix(consumed);
      if (!wanted) co_return false;
      if (r.status == Status::done) break;
      if (r.status == Status::error) {
        if (r.http_status == 413) exchange_.too_large(); else protocol_error(r.http_status, r.text);
        co_return false;
      }
      if (r.status == Status::need_more && pending_.empty() && !co_await receive()) {
        lost_ = true;
        co_return false;
      }
    }
    open_.until = Clock::time_point::max();
    try {
      if (exchange_.slow_finish()) co_await asio::co_spawn(lane_.pool, [this]() -> awaitable<void> { exchange_.finish(); co_return; }, asio::use_awaitable);
      else exchange_.finish();
      co_return co_await waited();
    } catch (const std::exception& e) {                  // what was found damaged, for one: nothing was committed
      base::log_error(std::string("request: ") + e.what());
      exchange_.failed();
    }
    co_return false;
  }

  // A request that may wait is answered when what it waits for has come, when its time is up, or when the server stops. False:
  // the client has gone; nothing was done for it, and nothing is recorded. What has begun is waited for and recorded all the same.
  awaitable<bool> waited() {
    if (!exchange_.waiting()) co_return true;
    const std::string_view room = exchange_.waits_for();
    auto seen = lane_.house.store.touched(room);         // before the look: what changes meanwhile is not missed
    auto patience = exchange_.patience();
    const auto until = Clock::now() + std::chrono::seconds(patience ? patience->seconds : 0);
    while (patience && Clock::now() < until && !lane_.stopping) {
      co_await lane_.waiting_room.change(room, seen, until, patience->next, asio::use_awaitable);
      if (hung_up() && !exchange_.begun()) {
        exchange_.answer().out.status = 503;
        co_return false;
      }
      open_.last = Clock::now();                         // it is this side that takes its time
      seen = lane_.house.store.touched(room);
      patience = exchange_.patience();
    }
    exchange_.run();
    co_return true;
  }

  bool hung_up() const {
    pollfd other_end{open_.socket->native_handle(), POLLRDHUP, 0};
    return ::poll(&other_end, 1, 0) > 0 && other_end.revents & (POLLRDHUP | POLLHUP | POLLERR);
  }

  // A request without a body that was refused leaves the connection usable.
  awaitable<bool> drained() {
    std::size_t consumed = 0;
    auto r = parser_.feed({}, consumed);
    if (r.status == HttpParser::Status::done) exchange_.answer().close = false;
    co_return r.status == HttpParser::Status::done;
  }

  awaitable<bool> send(bool keep_alive) {
    open_.until = Clock::time_point::max();
    Answer& a = exchange_.answer();
    if (a.sequence > lane_.house.journal.durable()) co_await lane_.wakeups.durable(a.sequence, asio::use_awaitable);
    for (auto& place : a.forgotten) lane_.house.blobs.remove(place);
    write_head(outbox_, a, keep_alive);
    bool with_body = !a.head && !bodiless(a.out.status);
    if (with_body && a.out.body.size() <= 64 * 1024) outbox_ += a.out.body;
    if (!co_await write(outbox_)) co_return false;
    if (with_body && a.out.body.size() > 64 * 1024 && !co_await write(a.out.body)) co_return false;
    if (with_body)
      for (auto& piece : a.stream) if (!co_await stream_body(piece)) co_return false;
    a.held.clear();
    auto micros = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_).count();
    lane_.metrics.answered(a.out.status, std::uint64_t(micros));
    co_return keep_alive;
  }

  awaitable<bool> stream_body(const service::BodyOut& body) {
    std::string chunk;
    for (std::int64_t at = body.from, end = body.from + body.length; at < end; at += std::int64_t(chunk.size())) {
      chunk.clear();
      auto n = std::min<std::int64_t>(end - at, std::int64_t(store::kChunk));
      if (!lane_.house.blobs.read(body.place, body.key, at, n, [&](std::string_view part) { chunk += part; return true; })) {
        base::log_error("a stored body is damaged or gone; the answer is cut short");
        co_return false;
      }
      if (!co_await write(chunk)) co_return false;
    }
    co_return true;
  }

  awaitable<bool> write(std::string_view bytes) {
    auto [error, n] = co_await asio::async_write(stream_, asio::buffer(bytes.data(), bytes.size()), quietly);
    lane_.metrics.bytes_out.fetch_add(n, std::memory_order_relaxed);
    open_.last = Clock::now();
    co_return !error;
  }

  void protocol_error(int status, std::string_view text) {
    Answer& a = exchange_.answer();
    a = {};
    a.out.status = status;
    a.out.content_type = "text/plain";
    a.out.body = text;
    a.out.body += '\n';
  }

  // A tunnel inside a tunnel, or inside a proxy's own TLS, is not granted.
  awaitable<bool> connect() {
    const bool secure = !remote_.tls_version.empty();
    if (!secure && connect_allowed(parser_.request().target)) co_return co_await write("HTTP/1.1 200 Connection established\r\n\r\n");
    Answer& a = exchange_.answer();
    a = {};
    a.out.status = 403;
    a.out.content_type = "text/plain";
    a.out.body = secure ? "This proxy is reached by plain HTTP: name it as http://.\n" : "This proxy answers for AWS's own host names only.\n";
    co_await send(false);
    co_return false;
  }

  Stream& stream_;
  Lane& lane_;
  Lane::Open& open_;
  Remote remote_;
  Exchange exchange_;
  HttpParser parser_;
  std::string inbox_, outbox_;
  std::string_view pending_;
  bool lost_ = false;                                    // within a request's body: there is nothing to answer
  Clock::time_point started_{};
};

// TLS begins with a handshake record.
awaitable<std::optional<bool>> is_tls(tcp::socket& socket) {
  auto [error] = co_await socket.async_wait(tcp::socket::wait_read, quietly);
  char first = 0;
  if (error || ::recv(socket.native_handle(), &first, 1, MSG_PEEK) != 1) co_return std::nullopt;
  co_return first == 0x16;
}

awaitable<bool> converse(tcp::socket& socket, Lane& lane, Lane::Open& open, const std::string& address) {
  auto tls = co_await is_tls(socket);
  if (!tls) co_return false;
  if (!*tls) {
    Conversation<tcp::socket> talk(socket, lane, open, {address, {}, {}});
    co_return co_await talk.run();
  }
  asio::ssl::stream<tcp::socket&> secure(socket, SSL_new(lane.tls));
  auto [error] = co_await secure.async_handshake(asio::ssl::stream_base::server, quietly);
  if (error) co_return false;
  Remote remote{address, SSL_get_version(secure.native_handle()), SSL_get_cipher_name(secure.native_handle())};
  Conversation<asio::ssl::stream<tcp::socket&>> talk(secure, lane, open, std::move(remote));
  co_await talk.run();
  open.busy = false;
  open.until = Clock::now() + kLinger;
  co_await secure.async_shutdown(quietly);
  co_return false;
}

// A socket that is closed before everything was read from it is reset, and the client loses the answer with it.
awaitable<void> linger(tcp::socket& socket, Lane::Open& open) {
  boost::system::error_code failed;
  socket.shutdown(tcp::socket::shutdown_send, failed);
  open.busy = false;
  open.until = Clock::now() + kLinger;
  std::array<char, 4096> unread;
  while (!failed) {
    auto [error, n] = co_await socket.async_read_some(asio::buffer(unread), quietly);
    failed = error;
  }
}

}  // namespace

awaitable<void> serve_connection(tcp::socket socket, Lane& lane) {
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  auto endpoint = socket.remote_endpoint(ignored);
  if (ignored) co_return;
  std::string address = endpoint.address().to_string();
  auto open = lane.open.insert(lane.open.end(), {&socket, Clock::now(), false});
  lane.metrics.connections.fetch_add(1, std::memory_order_relaxed);
  try {
    if (co_await converse(socket, lane, *open, address)) co_await converse(socket, lane, *open, address);
    if (!lane.stopping) co_await linger(socket, *open);
  } catch (const std::exception& e) {
    base::log_error(std::string("connection: ") + e.what());
  }
  lane.open.erase(open);
  lane.metrics.connections.fetch_sub(1, std::memory_order_relaxed);
}

}  // namespace gateway
