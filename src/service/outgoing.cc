#include "service/outgoing.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <charconv>

#include "base/bytes.h"
#include "policy/network.h"

namespace service {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kHeaderBytes = 16u << 10;

asio::ssl::context& tls() {
  static asio::ssl::context context = [] {
    asio::ssl::context c(asio::ssl::context::tls_client);
    c.set_default_verify_paths();
    c.set_verify_mode(asio::ssl::verify_peer);
    return c;
  }();
  return context;
}

bool forbidden(const asio::ip::address& a) {
  auto text = a.is_v6() && a.to_v6().is_v4_mapped() ? asio::ip::make_address_v4(asio::ip::v4_mapped, a.to_v6()).to_string() : a.to_string();
  text = text.substr(0, text.find('%'));
  static const auto four = *policy::parse_network("169.254.0.0/16"), six = *policy::parse_network("fe80::/10");
  auto address = policy::parse_address(text);
  return !address || four.contains(*address) || six.contains(*address);
}

// One exchange; its steps are asynchronous so that one deadline bounds them, and run to their ends one after the other.
class Exchange {
 public:
  Exchange(const OutgoingRequest& request, const Url& url, const std::atomic<bool>* stop)
      : request_(request), url_(url), stop_(stop), deadline_(Clock::now() + std::chrono::seconds(request.seconds)) {}

  OutgoingAnswer run() {
    OutgoingAnswer out;
    try {
      if (!url_.tls) {
        beast::tcp_stream stream(io_);
        connect(stream);
        exchange(stream, out);
        error_code ignored;
        stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
      } else {
        asio::ssl::stream<beast::tcp_stream> stream(io_, tls());
        connect(stream.next_layer());
        if (!policy::parse_address(url_.host)) SSL_set_tlsext_host_name(stream.native_handle(), url_.host.c_str());
        stream.set_verify_callback([this, host = asio::ssl::host_name_verification(url_.host)](bool good, asio::ssl::verify_context& context) {
          return host(good || pinned(context.native_handle()), context);
        });
        step([&](auto done) { stream.async_handshake(asio::ssl::stream_base::client, done); }, "TLS handshake");
        exchange(stream, out);
      }
    } catch (const std::exception& e) {
      if (out.status == 0) out.fault = e.what();
    }
    return out;
  }

 private:
  // A chain that ends at no authority of the system's may end at a certificate whose thumbprint is known. Everything else about
  // it, its signatures, its dates and its names, is verified all the same.
  bool pinned(X509_STORE_CTX* context) const {
    switch (X509_STORE_CTX_get_error(context)) {
      case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
      case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
      case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: break;
      default: return false;
    }
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    X509* last = X509_STORE_CTX_get_current_cert(context);
    if (!last || X509_digest(last, EVP_sha1(), hash, &size) != 1) return false;
    auto known = base::hex({reinterpret_cast<const char*>(hash), size});
    if (std::find(request_.thumbprints.begin(), request_.thumbprints.end(), known) == request_.thumbprints.end()) return false;
    X509_STORE_CTX_set_error(context, X509_V_OK);
    return true;
  }

  // What is not done by the deadline is not looked at again: it ends with io_.
  void run_until_set(const std::optional<error_code>& result) {
    io_.restart();
    while (!result && Clock::now() < deadline_ && !(stop_ && *stop_)) io_.run_one_for(std::chrono::milliseconds(100));
  }

  template <class Start> void step(Start start, const char* what) {
    std::optional<error_code> result;
    start([&](error_code ec, auto&&...) { result = ec; });
    run_until_set(result);
    if (!result) throw std::runtime_error(std::string(what) + ": no answer in time");
    if (*result) throw std::runtime_error(std::string(what) + ": " + result->message());
  }

  void connect(beast::tcp_stream& stream) {
    tcp::resolver resolver(io_);
    std::vector<tcp::endpoint> addresses;
    std::optional<error_code> failed;
    resolver.async_resolve(url_.host, url_.port, [&](error_code ec, const tcp::resolver::results_type& found) {
      failed = ec;
      for (auto& entry : found) if (!forbidden(entry.endpoint().address())) addresses.push_back(entry.endpoint());
    });
    run_until_set(failed);
    if (!failed) throw std::runtime_error("name lookup: no answer in time");
    if (*failed) throw std::runtime_error("name lookup: " + failed->message());
    if (addresses.empty()) throw std::runtime_error("name lookup: no address that may be reached");
    stream.expires_never();
    step([&](auto done) { stream.async_connect(addresses, done); }, "connection");
  }

  template <class Stream> void exchange(Stream& stream, OutgoingAnswer& out) {
    http::request<http::string_body> message;
    message.method_string(request_.method);
    message.target(url_.target);
    message.version(11);
    message.set(http::field::host, url_.authority());
    message.set(http::field::connection, "close");
    if (!url_.credentials.empty()) message.set(http::field::authorization, "Basic " + base::base64(url_.credentials));
    for (auto& [name, value] : request_.headers) message.set(name, value);
    message.body() = request_.body;
    message.prepare_payload();
    step([&](auto done) { http::async_write(stream, message, done); }, "request");

    beast::flat_buffer buffer;
    http::response_parser<http::buffer_body> parser;
    parser.header_limit(kHeaderBytes);
    parser.body_limit(boost::none);
    step([&](auto done) { http::async_read_header(stream, buffer, parser, done); }, "answer");
    if (parser.get().result_int() < 200) throw std::runtime_error("answer: an interim status");
    out.status = int(parser.get().result_int());
    // What the body says beyond the limit, or does not say in time, changes nothing about the status.
    try {
      read_body(stream, buffer, parser, out.body);
    } catch (const std::exception& e) {
      out.fault = e.what();
    }
  }

  template <class Stream> void read_body(Stream& stream, beast::flat_buffer& buffer, http::response_parser<http::buffer_body>& parser, std::string& body) {
    char piece[8192];
    while (!parser.is_done() && body.size() < request_.most) {
      auto& into = parser.get().body();
      into.data = piece;
      into.size = sizeof piece;
      std::optional<error_code> end;
      http::async_read_some(stream, buffer, parser, [&](error_code ec, std::size_t) { end = ec; });
      run_until_set(end);
      body.append(piece, sizeof piece - into.size);
      if (!end) throw std::runtime_error("answer: no end in time");
      if (*end && *end != http::error::need_buffer) throw std::runtime_error("answer: " + end->message());
    }
    if (body.size() > request_.most) body.resize(request_.most);
    if (!parser.is_done()) throw std::runtime_error("answer: longer than " + std::to_string(request_.most) + " bytes");
  }

  asio::io_context io_;
  const OutgoingRequest& request_;
  const Url& url_;
  const std::atomic<bool>* stop_;
  const Clock::time_point deadline_;
};

}  // namespace

std::string Url::authority() const {
  std::string name = host.find(':') == host.npos ? host : "[" + host + "]";
  return port == (tls ? "443" : "80") ? name : name + ":" + port;
}

std::optional<Url> parse_url(std::string_view text) {
  if (text.size() > 8192) return {};
  for (char c : text) if (std::uint8_t(c) <= 0x20 || c == 0x7f) return {};
  Url out;
  std::size_t scheme = text.find("://");
  if (scheme == text.npos) return {};
  if (base::iequals(text.substr(0, scheme), "https")) out.tls = true;
  else if (!base::iequals(text.substr(0, scheme), "http")) return {};
  text.remove_prefix(scheme + 3);
  text = text.substr(0, text.find('#'));
  std::string_view authority = text.substr(0, text.find_first_of("/?"));
  out.target = text.substr(authority.size());
  if (!out.target.starts_with('/')) out.target = "/" + out.target;
  if (auto at = authority.rfind('@'); at != authority.npos) {
    auto user = base::percent_decode(authority.substr(0, at));
    if (!user) return {};
    out.credentials = *user;
    authority.remove_prefix(at + 1);
  }
  std::string_view port;
  if (authority.starts_with('[')) {
    auto close = authority.find(']');
    if (close == authority.npos) return {};
    out.host = authority.substr(1, close - 1);
    port = authority.substr(close + 1);
    if (!policy::parse_address(out.host)) return {};
  } else {
    out.host = authority.substr(0, authority.find(':'));
    port = authority.substr(out.host.size());
  }
  if (out.host.empty() || out.host.size() > 253) return {};
  out.port = out.tls ? "443" : "80";
  if (port.empty()) return out;
  unsigned number = 0;
  auto end = std::from_chars(port.data() + 1, port.data() + port.size(), number);
  if (port[0] != ':' || end.ec != std::errc() || end.ptr != port.data() + port.size() || number == 0 || number > 65535) return {};
  out.port = std::to_string(number);
  return out;
}

OutgoingAnswer send_outgoing(const OutgoingRequest& request, const std::atomic<bool>* stop) {
  auto url = parse_url(request.url);
  if (!url) return {.fault = "not a URL of http or https"};
  try {
    return Exchange(request, *url, stop).run();
  } catch (const std::exception& e) {
    return {.fault = e.what()};
  }
}

OutgoingPool::~OutgoingPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    waiting_.clear();
  }
  wake_.notify_all();
  for (auto& t : threads_) t.join();
}

bool OutgoingPool::submit(OutgoingRequest request, Done done) {
  auto url = parse_url(request.url);
  std::string host = url ? url->host + ":" + url->port : "";
  std::lock_guard lock(mutex_);
  if (waiting_.size() >= kWaiting || of_host_[host] >= kPerHost) return false;
  ++of_host_[host];
  waiting_.push_back({std::move(request), std::move(host), std::move(done)});
  if (idle_ < waiting_.size() && threads_.size() < kThreads) threads_.emplace_back([this] { work(); });
  wake_.notify_one();
  return true;
}

std::size_t OutgoingPool::under_way() const {
  std::lock_guard lock(mutex_);
  return waiting_.size() + running_;
}

void OutgoingPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    --idle_;
    if (stopping_) return;
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    ++running_;
    lock.unlock();
    auto answer = send_outgoing(job.request, &stopping_);
    lock.lock();
    --running_;
    if (auto it = of_host_.find(job.host); --it->second == 0) of_host_.erase(it);
    if (stopping_) return;
    lock.unlock();
    job.done(std::move(answer));
    lock.lock();
  }
}

}  // namespace service
