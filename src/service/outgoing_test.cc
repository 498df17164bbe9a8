#include "service/outgoing.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

namespace service {
namespace {

TEST(Outgoing, ReadsUrls) {
  auto u = parse_url("HTTPS://user:p%40ss@example.com:8443/a/b?c=d#e");
  ASSERT_TRUE(u);
  EXPECT_TRUE(u->tls);
  EXPECT_EQ(u->host, "example.com");
  EXPECT_EQ(u->port, "8443");
  EXPECT_EQ(u->target, "/a/b?c=d");
  EXPECT_EQ(u->credentials, "user:p@ss");
  EXPECT_EQ(u->authority(), "example.com:8443");
  EXPECT_EQ(parse_url("http://h?x")->target, "/?x");
  EXPECT_EQ(parse_url("http://[::1]:80/")->authority(), "[::1]");
  for (const char* bad : {"", "h", "ftp://h/", "http://", "http:///x", "http://h:0/", "http://h:65536/", "http://h:/", "http://h:8x/", "http://h/a b", "http://[x]/", "http://[::1/",
                          "http://h/\r\nX: y"})
    EXPECT_FALSE(parse_url(bad)) << bad;
}

// Answers every connection with one text, after a while; one at a time.
class Endpoint {
 public:
  explicit Endpoint(std::string answer, int wait_ms = 0) : answer_(std::move(answer)), wait_ms_(wait_ms) {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(fd_, reinterpret_cast<sockaddr*>(&at), sizeof at);
    ::listen(fd_, 16);
    socklen_t n = sizeof at;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &n);
    port_ = ntohs(at.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Endpoint() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  std::string url(const std::string& path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
  std::string seen() const { std::lock_guard lock(mutex_); return seen_; }

 private:
  void serve() {
    for (int c; (c = ::accept(fd_, nullptr, nullptr)) >= 0; ::close(c)) {
      char buffer[4096];
      ssize_t n = ::recv(c, buffer, sizeof buffer, 0);
      { std::lock_guard lock(mutex_); seen_.assign(buffer, n > 0 ? std::size_t(n) : 0); }
      std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms_));
      ::send(c, answer_.data(), answer_.size(), MSG_NOSIGNAL);
    }
  }
  std::string answer_, seen_;
  int wait_ms_, fd_ = -1, port_ = 0;
  mutable std::mutex mutex_;
  std::thread thread_;
};

TEST(Outgoing, SendsOneRequestAndTakesOneAnswer) {
  Endpoint e("HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello");
  auto a = send_outgoing({.url = e.url("/in?x=1"), .headers = {{"X-Test", "y"}}, .body = "{}"});
  EXPECT_EQ(a.status, 201) << a.fault;
  EXPECT_EQ(a.body, "hello");
  EXPECT_TRUE(e.seen().starts_with("POST /in?x=1 HTTP/1.1\r\n"));
  EXPECT_NE(e.seen().find("X-Test: y\r\n"), std::string::npos);
  EXPECT_NE(e.seen().find("Content-Length: 2\r\n"), std::string::npos);
}

TEST(Outgoing, BoundsTheAnswerAndTheWait) {
  Endpoint large("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'));
  auto a = send_outgoing({.url = large.url(), .most = 100});
  EXPECT_EQ(a.status, 200) << a.fault;
  EXPECT_LE(a.body.size(), 100u);
  EXPECT_NE(a.fault, "");
  Endpoint garbage("SSH-2.0-x\r\n");
  EXPECT_EQ(send_outgoing({.url = garbage.url()}).status, 0);
  Endpoint slow("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 1500);
  a = send_outgoing({.url = slow.url(), .seconds = 1});
  EXPECT_EQ(a.status, 0);
  EXPECT_NE(a.fault.find("in time"), std::string::npos);
}

TEST(Outgoing, FailsWithoutAnEndpoint) {
  EXPECT_EQ(send_outgoing({.url = "http://127.0.0.1:1/"}).status, 0);
  EXPECT_NE(send_outgoing({.url = "http://169.254.169.254/latest/meta-data/"}).fault.find("may be reached"), std::string::npos);
  EXPECT_NE(send_outgoing({.url = "http://[::ffff:169.254.169.254]/"}).fault.find("may be reached"), std::string::npos);
  EXPECT_NE(send_outgoing({.url = "gopher://x"}).fault, "");
}

TEST(Outgoing, OneSlowHostLeavesThreadsToOthers) {
  Endpoint slow("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 800), quick("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  std::atomic<int> answered = 0;
  OutgoingPool pool;
  for (std::size_t i = 0; i < OutgoingPool::kPerHost; ++i) EXPECT_TRUE(pool.submit({.url = slow.url()}, [](auto) {}));
  EXPECT_FALSE(pool.submit({.url = slow.url()}, [](auto) {}));
  auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(pool.submit({.url = quick.url()}, [&](OutgoingAnswer a) { answered = a.status; }));
  while (!answered && std::chrono::steady_clock::now() - begin < std::chrono::seconds(5)) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(answered, 200);
  EXPECT_GE(pool.under_way(), 1u);      // the slow ones still are
}

TEST(Outgoing, EndsWithoutWaitingForWhatIsUnderWay) {
  auto begin = std::chrono::steady_clock::now();
  {
    Endpoint never("", 1000);
    OutgoingPool pool;
    pool.submit({.url = never.url(), .seconds = 30}, [](auto) { ADD_FAILURE(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

}  // namespace
}  // namespace service
