// Functions that mean harm. Each is contained, the host goes on, and the log tells what happened.
#include <sys/socket.h>
#include <netinet/in.h>

#include <sstream>
#include <thread>

#include "services/lambda/runtime/test_house.h"

namespace lambda::runtime::test {
namespace {

class Hostile : public House {
 protected:
  // What a function's attempts came to, a line each: what was printed, or the error.
  std::vector<std::string> attempt(const std::vector<std::string>& lines) {
    std::string text = "import os, socket, ctypes\ndef handler(e, c):\n";
    for (auto& line : lines) text += "  try: print('=', " + line + ")\n  except BaseException as x: print(type(x).__name__ + ':', x)\n";
    auto o = invoke(python(text));
    std::vector<std::string> out;
    std::istringstream log(o.log_tail);
    for (std::string line; std::getline(log, line);)
      if (!line.starts_with("START") && !line.starts_with("END") && !line.starts_with("REPORT")) out.push_back(line);
    out.resize(lines.size());
    return out;
  }
  void still_works() { EXPECT_EQ(invoke(python("def handler(e, c):\n  return 'fine'\n")).payload, "\"fine\""); }
};

TEST_F(Hostile, OneThatHangsIsStopped) {
  auto f = python("import time\ndef handler(e, c):\n  print('begun')\n  time.sleep(60)\n");
  f->timeout_seconds = 1;
  auto o = invoke(f);
  EXPECT_TRUE(o.function_error);
  EXPECT_EQ(o.payload, R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: )" + last_id_ + R"( Error: Task timed out after 1.00 seconds"})");
  EXPECT_TRUE(has(o.log_tail, "begun\n"));
  EXPECT_TRUE(has(o.log_tail, "Z " + last_id_ + " Task timed out after 1.00 seconds\nEND"));
  EXPECT_TRUE(has(o.log_tail, "Duration: 1000.00 ms\tBilled Duration: 1"));
  EXPECT_TRUE(has(o.log_tail, "Status: timeout"));
  still_works();
}

TEST_F(Hostile, OneThatFillsMemoryIsKilled) {
  auto f = python("def handler(e, c):\n  x = []\n  while True: x.append(bytearray(1 << 20))\n");
  f->memory_mb = 128;
  auto o = invoke(f);
  EXPECT_EQ(o.payload, R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: )" + last_id_ + R"( Error: Runtime exited with error: signal: killed"})");
  EXPECT_TRUE(has(o.log_tail, "Memory Size: 128 MB\tMax Memory Used: 128 MB"));
  EXPECT_EQ(o.max_memory_mb, 128);
  still_works();
}

TEST_F(Hostile, ManyProcessesTogetherHaveTheMemoryOfOne) {
  auto f = python("import os, time\ndef handler(e, c):\n  for i in range(8):\n    if os.fork() == 0:\n      x = bytearray(40 << 20)\n      time.sleep(60)\n  time.sleep(60)\n");
  f->memory_mb = 256;
  EXPECT_TRUE(has(invoke(f).payload, "signal: killed"));
  auto shared = python("import os, time\nx = bytearray(100 << 20)\ndef handler(e, c):\n  for i in range(8):\n    if os.fork() == 0: time.sleep(0.3); os._exit(0)\n"
                       "  for i in range(8): os.wait()\n  return 'shared'\n");
  shared->memory_mb = 256;
  EXPECT_EQ(invoke(shared).payload, "\"shared\"");         // pages of a fork are counted once
}

TEST_F(Hostile, SharedMemoryCountsAndUncountedKindsAreNotToBeHad) {
  auto f = python("import mmap\ndef handler(e, c):\n  m = mmap.mmap(-1, 400 << 20)\n  for i in range(0, 400 << 20, 4096): m[i] = 1\n  return 'has it'\n");
  EXPECT_TRUE(has(invoke(f).payload, "signal: killed"));
  EXPECT_EQ(attempt({"os.memfd_create('x')", "open('/dev/shm/x', 'w')"}),
            (std::vector<std::string>{"OSError: [Errno 38] Function not implemented", "FileNotFoundError: [Errno 2] No such file or directory: '/dev/shm/x'"}));
}

TEST_F(Hostile, AForkBombIsBounded) {
  auto o = invoke(python("import os, time\ndef handler(e, c):\n  n = 0\n  try:\n    while True:\n      if os.fork() == 0: time.sleep(60)\n      n += 1\n  except OSError as x: return [n < 1100, x.errno]\n"));
  EXPECT_TRUE(o.payload == "[true, 11]" || o.payload.find("signal: killed") != std::string::npos) << o.payload;
  auto f = python("import os, time\ndef handler(e, c):\n  while True:\n    try:\n      if os.fork() == 0: time.sleep(60)\n    except OSError: time.sleep(0.01)\n");
  f->timeout_seconds = 1;
  EXPECT_TRUE(invoke(f).function_error);
  still_works();
}

TEST_F(Hostile, TmpIsAsLargeAsItWasAskedFor) {
  auto f = python("import os\ndef handler(e, c):\n  for i in range(100):\n    with open(f'/tmp/{i}', 'wb') as f: f.write(b'x' * (8 << 20))\n");
  f->ephemeral_mb = 64;
  auto o = invoke(f);
  EXPECT_TRUE(has(o.payload, "No space left on device"));
  EXPECT_TRUE(has(o.log_tail, "[ERROR] OSError: [Errno 28] No space left on device"));
}

TEST_F(Hostile, NothingOfTheMachineIsInsideButWhatItNeeds) {
  std::ofstream(folder_ / "secret") << "x";
  auto o = invoke(python("import os\ndef handler(e, c):\n  return [sorted(os.listdir('/')), os.path.exists('" + folder_.string() + "'), os.listdir('/tmp'), os.getuid(), "
                         "sorted(int(p) for p in os.listdir('/proc') if p.isdigit())[:2], open('/etc/passwd').read().count('\\n'), os.listdir('/sys') if os.path.exists('/sys') else 0]\n"));
  EXPECT_TRUE(has(o.payload, ", false, [], 993, [1, 2], 2, 0]"));
  for (auto absent : {"\"root\"", "\"home\"", "\"work\"", "\"run\"", "\"srv\"", "\"boot\""}) EXPECT_FALSE(has(o.payload, absent));
  std::vector<std::string> writes;
  for (std::string place : {"/x", "/usr/x", "/var/task/x", "/var/runtime/x", "/dev/x", "/etc/x", "/opt/x", "/proc/sys/kernel/hostname"}) writes.push_back("open('" + place + "', 'w').write('x')");
  for (auto& line : attempt(writes)) EXPECT_TRUE(has(line, "Errno"));
  EXPECT_EQ(attempt({"open('/proc/self/status').read().split('CapEff:')[1].split()[0]", "open('/proc/self/status').read().split('NoNewPrivs:')[1].split()[0]", "os.setuid(0)"}),
            (std::vector<std::string>{"= 0000000000000000", "= 1", "OSError: [Errno 22] Invalid argument"}));      // nobody else is mapped
}

TEST_F(Hostile, ItsNetworkIsEmpty) {
  auto o = attempt({"socket.create_connection(('10.0.0.1', 80), 2)", "socket.create_connection(('169.254.169.254', 80), 2)", "socket.create_connection(('127.0.0.1', 22), 2)",
                    "socket.getaddrinfo('example.com', 443)", "{a[4][0] for a in socket.getaddrinfo('sts.us-east-1.amazonaws.com', 443)}", "socket.socket(40, socket.SOCK_STREAM)",
                    "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)", "ctypes.CDLL(None).unshare(0x10000000)"});
  EXPECT_EQ(o, (std::vector<std::string>{"OSError: [Errno 101] Network is unreachable", "OSError: [Errno 101] Network is unreachable", "ConnectionRefusedError: [Errno 111] Connection refused",
                "gaierror: [Errno -2] Name or service not known", "= {'127.0.0.1'}", "OSError: [Errno 97] Address family not supported by protocol",     // vsock
                "OSError: [Errno 97] Address family not supported by protocol", "= -1"}));
}

TEST_F(Hostile, AwsNamesLeadToTheGateway) {
  int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&at), size), 0);
  ::listen(listener, 5);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size);
  std::thread gateway([listener] {
    for (int i = 0; i < 3; ++i) {
      int fd = ::accept(listener, nullptr, nullptr);
      char bytes[64];
      ssize_t n = ::read(fd, bytes, sizeof bytes);
      EXPECT_EQ(::write(fd, bytes, std::size_t(n)), n);
      ::close(fd);
    }
  });
  host_.reset();
  open(4, ntohs(at.sin_port));
  auto o = invoke(python("import socket\ndef say(host, port):\n  s = socket.create_connection((host, port))\n  s.sendall(b'to ' + host.encode())\n  return s.recv(100).decode() + str(s.recv(1))\n"
                         "def handler(e, c):\n  return [say('b.s3.amazonaws.com', 443), say('sts.amazonaws.com', 80), say('127.0.0.1', " + std::to_string(ntohs(at.sin_port)) + ")]\n"));
  gateway.join();
  ::close(listener);
  EXPECT_EQ(o.payload, R"(["to b.s3.amazonaws.comb''", "to sts.amazonaws.comb''", "to 127.0.0.1b''"])") << o.log_tail;
}

TEST_F(Hostile, AFloodedLogIsCutOff) {
  auto o = invoke(python("import os\ndef handler(e, c):\n  for i in range(300): os.write(1, b'x' * 99999 + b'\\n')\n  print('last')\n  return 1\n"));
  EXPECT_EQ(o.payload, "1");
  EXPECT_TRUE(has(o.log_tail, "orgtrail: the log of one invocation ends after 16 MB; "));
  EXPECT_LE(o.log_tail.size(), 4096u);
  EXPECT_LT(log().size(), (16u << 20) + 10'000);
}

TEST_F(Hostile, ItMayKillEverythingItSeesAndEndsOnlyItself) {
  auto o = invoke(python("import os, signal\ndef handler(e, c):\n  for s in (signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP, signal.SIGCHLD):\n    try: os.kill(1, s)\n    except OSError: pass\n"
                         "  return open('/proc/1/comm').read()\n"));
  EXPECT_EQ(o.payload, "\"inside\\n\"");
  EXPECT_EQ(attempt({"open('/proc/1/mem', 'r+b')", "os.listdir('/proc/1/fd')"}),
            (std::vector<std::string>{"PermissionError: [Errno 13] Permission denied: '/proc/1/mem'", "PermissionError: [Errno 13] Permission denied: '/proc/1/fd'"}));
  EXPECT_TRUE(has(invoke(python("import os, time\ndef handler(e, c):\n  if os.fork() == 0: os.kill(-1, 9)\n  time.sleep(60)\n")).payload, "signal: killed"));
  still_works();
}

TEST_F(Hostile, TheRuntimeApiBearsNonsense) {
  auto o = invoke(python(
    "import socket, os\n"
    "def say(data, wait=True):\n  s = socket.create_connection(('127.0.0.1', 9001)); s.settimeout(3)\n  try:\n    s.sendall(data)\n    return s.recv(100)[:12].decode() if wait else ''\n  except OSError as e: return type(e).__name__\n"
    "def handler(e, c):\n  out = [say(b'GARBAGE\\r\\n\\r\\n'), say(b'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\n\\r\\n'), say(b'GET / HTTP/1.1\\r\\n\\r\\n'),\n"
    "    say(b'POST /2018-06-01/runtime/init/error HTTP/1.1\\r\\nContent-Length: 0\\r\\n\\r\\n'), say(b'POST /2018-06-01/runtime/invocation/x/response HTTP/1.1\\r\\nContent-Length: 1\\r\\n\\r\\nx'),\n"
    "    say(b'GET /2020-01-01/extension/register HTTP/1.1\\r\\n\\r\\n')]\n"
    "  say(b'X' * 1000000, False)\n  say(b'POST /2018-06-01/runtime/invocation/x/response HTTP/1.1\\r\\nContent-Length: 99999999999\\r\\n\\r\\nx', False)\n"
    "  many = [socket.create_connection(('127.0.0.1', 9001)) for i in range(100)]\n  return out\n"));
  EXPECT_EQ(o.payload, R"(["", "HTTP/1.1 403", "HTTP/1.1 404", "HTTP/1.1 403", "HTTP/1.1 400", "HTTP/1.1 404"])");
  still_works();
}

TEST_F(Hostile, WhatGoesOnAfterTheAnswerIsFrozen) {
  auto f = python("import threading, time\nn = 0\ndef work():\n  global n\n  while True:\n    n += 1\n    time.sleep(0.01)\n"
                  "threading.Thread(target=work, daemon=True).start()\ndef handler(e, c):\n  return n\n");
  invoke(f);
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  EXPECT_LT(std::stoi(invoke(f).payload), 25);
}

TEST_F(Hostile, NothingOutlivesTheHost) {
  auto f = python("import time, os\ndef handler(e, c):\n  if os.fork() == 0: os.setsid()\n  time.sleep(60)\n");
  f->timeout_seconds = 60;
  auto waiting = begin(f);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  host_.reset();
  EXPECT_EQ(waiting.get().refused.value_or(""), "the server is stopping");
  for (auto& process : fs::directory_iterator("/proc")) {
    std::ifstream file(process.path() / "cmdline");
    std::string line((std::istreambuf_iterator<char>(file)), {});
    EXPECT_EQ(line.find(folder_.string()), line.npos) << line;
  }
}

}  // namespace
}  // namespace lambda::runtime::test
