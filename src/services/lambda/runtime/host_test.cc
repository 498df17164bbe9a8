#include <regex>

#include "services/lambda/runtime/test_house.h"

namespace lambda::runtime::test {
namespace {

using Functions = House;

TEST_F(Functions, PythonAnswersAndItsLogIsAsLambdasIs) {
  auto o = invoke(python("import logging\nlogging.getLogger().setLevel('INFO')\n"
                         "def handler(event, context):\n  print('hello')\n  logging.info('noted')\n"
                         "  assert 0 < context.get_remaining_time_in_millis() <= 5000\n"
                         "  return {'got': event, 'id': context.aws_request_id, 'arn': context.invoked_function_arn}\n"),
                  R"({"a": [1, "ü"]})");
  ASSERT_FALSE(o.refused) << *o.refused;
  EXPECT_FALSE(o.function_error) << o.payload;
  EXPECT_TRUE(has(o.payload, R"({"got": {"a": [1, )"));
  EXPECT_TRUE(has(o.payload, last_id_));
  EXPECT_TRUE(std::regex_search(o.log_tail, std::regex("^START RequestId: " + last_id_ + " Version: \\$LATEST\nhello\n\\[INFO\\]\t20..-..-..T..:..:..\\....Z\t" +
    last_id_ + "\tnoted\nEND RequestId: " + last_id_ + "\nREPORT RequestId: " + last_id_ +
    "\tDuration: [0-9.]+ ms\tBilled Duration: [0-9]+ ms\tMemory Size: 256 MB\tMax Memory Used: [0-9]+ MB\tInit Duration: [0-9.]+ ms\t\n$"))) << o.log_tail;
  EXPECT_TRUE(std::regex_search(log(), std::regex("^INIT_START Runtime Version: python:3\\.[0-9.]+\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}\nSTART"))) << log();
  EXPECT_TRUE(std::regex_match(*streams_.begin(), std::regex("20../../../\\[\\$LATEST\\][0-9a-f]{32}"))) << *streams_.begin();
  EXPECT_GT(o.billed_ms, 0);
  EXPECT_GT(o.max_memory_mb, 0);
}

TEST_F(Functions, AWarmInstanceKeepsItsStateAndANewRevisionDoesNot) {
  auto f = python("import os\nn = 0\ndef handler(e, c):\n  global n\n  n += 1\n  open('/tmp/x', 'a').write('x')\n  return [n, os.path.getsize('/tmp/x')]\n");
  EXPECT_EQ(invoke(f).payload, "[1, 1]");
  auto second = invoke(f);
  EXPECT_EQ(second.payload, "[2, 2]");
  EXPECT_FALSE(has(second.log_tail, "Init Duration"));
  auto changed = std::make_shared<Function>(*f);
  changed->revision = "2";
  EXPECT_EQ(invoke(changed).payload, "[1, 1]");
  host_->retire(f->arn);
  EXPECT_EQ(invoke(changed).payload, "[1, 1]");
}

TEST_F(Functions, ConcurrentInvocationsHaveInstancesOfTheirOwnUpToTheLimit) {
  host_.reset();
  open(2);
  auto f = python("import time\nn = 0\ndef handler(e, c):\n  global n\n  n += 1\n  time.sleep(0.2)\n  return n\n");
  auto a = begin(f), b = begin(f), c = begin(f);
  std::multiset<std::string> got{a.get().payload, b.get().payload, c.get().payload};
  EXPECT_EQ(got, (std::multiset<std::string>{"1", "1", "2"}));
  auto other = python("def handler(e, c):\n  return 'other'\n");
  EXPECT_EQ(invoke(other).payload, "\"other\"");         // an idle one made room
}

TEST_F(Functions, CredentialsAreRenewedByANewInstanceBeforeTheyExpire) {
  credentials_.expires = clock_.now().plus_seconds(3600);
  auto f = python("import os\ndef handler(e, c):\n  return [os.environ[n] for n in ('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN')]\n");
  EXPECT_EQ(invoke(f).payload, R"(["ASIAEXAMPLE", "secret", "token"])");
  EXPECT_EQ(invoke(f).payload, R"(["ASIAEXAMPLE", "secret", "token"])");
  EXPECT_EQ(credits_, 1);
  clock_.advance_seconds(3595);
  credentials_.access_key = "ASIANEW";
  EXPECT_TRUE(has(invoke(f).payload, "ASIANEW"));
  EXPECT_EQ(credits_, 2);
}

TEST_F(Functions, TheEnvironmentIsLambdas) {
  auto f = python("import os\ndef handler(e, c):\n  print(''.join(f'<{k}={v}>' for k, v in os.environ.items()))\n  return os.getcwd()\n");
  f->environment = {{"OWN", "a=b c"}, {"AWS_REGION", "elsewhere"}, {"PATH", "/mine"}};
  auto o = invoke(f);
  EXPECT_EQ(o.payload, "\"/var/task\"");
  for (auto expected : {"<OWN=a=b c>", "<AWS_REGION=us-east-1>", "<AWS_DEFAULT_REGION=us-east-1>", "<PATH=/mine>", "<_HANDLER=app.handler>", "<LAMBDA_TASK_ROOT=/var/task>",
                        "<LAMBDA_RUNTIME_DIR=/var/runtime>", "<AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001>", "<AWS_LAMBDA_FUNCTION_NAME=f>", "<TZ=:UTC>",
                        "<AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256>", "<AWS_EXECUTION_ENV=AWS_Lambda_python3.11>", "<AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/f>",
                        "<_X_AMZN_TRACE_ID=Root=1-5759e988-bd862e3fe1be46a994272793>"})
    EXPECT_TRUE(has(o.log_tail, expected));
}

TEST_F(Functions, APythonErrorHasItsTypeMessageAndTrace) {
  auto f = python("def inner():\n  raise ValueError('no\"good')\ndef handler(e, c):\n  if e: inner()\n  return 1\n");
  auto o = invoke(f, R"({"x": 1})");
  EXPECT_TRUE(o.function_error);
  EXPECT_EQ(o.error_kind, "Unhandled");
  EXPECT_TRUE(has(o.payload, R"({"errorMessage": "no\"good", "errorType": "ValueError", "requestId": ")" + last_id_ +
    R"(", "stackTrace": ["  File \"/var/task/app.py\", line 4, in handler\n    if e: inner()\n)"));
  EXPECT_TRUE(o.payload.ends_with(R"("  File \"/var/task/app.py\", line 2, in inner\n    raise ValueError('no\"good')\n"]})")) << o.payload;
  EXPECT_TRUE(has(o.log_tail, "[ERROR] ValueError: no\"good\rTraceback (most recent call last):\r\u00a0\u00a0File \"/var/task/app.py\", line 4, in handler"));
  EXPECT_EQ(invoke(f).payload, "1");                      // and the instance goes on
}

TEST_F(Functions, InitErrorsAreTold) {
  auto check = [&](std::shared_ptr<Function> f, const std::string& type, const std::string& message) {
    auto o = invoke(f);
    EXPECT_TRUE(o.function_error);
    EXPECT_TRUE(has(o.payload, "\"errorType\": \"" + type + "\""));
    EXPECT_TRUE(has(o.payload, message));
    EXPECT_TRUE(has(o.log_tail, "[ERROR] " + type));
    EXPECT_TRUE(has(o.log_tail, "REPORT RequestId: "));
  };
  check(python("import nothing_there\n"), "Runtime.ImportModuleError", "Unable to import module 'app': No module named 'nothing_there'");
  check(python("def handler(:\n"), "Runtime.UserCodeSyntaxError", "Syntax error in module 'app'");
  check(python("x = 1\n"), "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'app'");
  check(python("raise KeyError('early')\n"), "KeyError", "early");
  check(function("python3.11", "app", {{"app.py", ""}}), "Runtime.MalformedHandlerName", "Bad handler 'app'");
}

TEST_F(Functions, AProgramThatEndsBeforeItsFirstInvocationIsTold) {
  auto o = invoke(python("import os\nprint('early')\nos._exit(4)\n"));
  EXPECT_EQ(o.payload, R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: )" + last_id_ + R"( Error: Runtime exited with error: exit status 4"})");
  EXPECT_TRUE(has(o.log_tail, "early\nINIT_REPORT Init Duration: "));
  EXPECT_TRUE(has(o.log_tail, " ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError\nSTART RequestId: " + last_id_));
  EXPECT_TRUE(has(o.log_tail, "Status: error\tError Type: Runtime.ExitError\n"));
}

TEST_F(Functions, AResultThatIsNoJsonIsAMarshalError) {
  auto o = invoke(python("def handler(e, c):\n  return {1, 2}\n"));
  EXPECT_TRUE(has(o.payload, "Runtime.MarshalError"));
  EXPECT_TRUE(has(o.payload, "Unable to marshal response: Object of type set is not JSON serializable"));
}

TEST_F(Functions, AProgramThatExitsIsARuntimeExitError) {
  auto f = python("import os\ndef handler(e, c):\n  os._exit(e['status'])\n");
  auto o = invoke(f, R"({"status": 3})");
  EXPECT_EQ(o.payload, R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: )" + last_id_ + R"( Error: Runtime exited with error: exit status 3"})");
  EXPECT_TRUE(has(o.log_tail, "RequestId: " + last_id_ + " Error: Runtime exited with error: exit status 3\nRuntime.ExitError\nEND"));
  EXPECT_TRUE(has(invoke(f, R"({"status": 0})").payload, "Error: Runtime exited without providing a reason"));
}

TEST_F(Functions, AnswersBeyondSixMegabytesAreRefusedAndTheInstanceGoesOn) {
  auto f = python("def handler(e, c):\n  return 'x' * e['n']\n");
  auto o = invoke(f, R"({"n": 7000000})");
  EXPECT_TRUE(o.function_error);
  EXPECT_TRUE(has(o.payload, "Function.ResponseSizeTooLarge"));
  EXPECT_EQ(invoke(f, R"({"n": 6000000})").payload.size(), 6000002u);
}

TEST_F(Functions, LayersLieOverEachOtherInOpt) {
  auto f = python("import one, two, os\ndef handler(e, c):\n  return [one.X, two.X, os.path.exists('/opt/bin/tool'), os.environ['PATH'].endswith('/opt/bin')]\n");
  f->layers = {write({{"python/one.py", "X = 'first'"}, {"python/two.py", "X = 'first'"}, {"bin/tool", "x"}}),
               write({{"python/two.py", "X = 'second'"}, {"python/lib/python3.11/site-packages/three.py", ""}})};
  EXPECT_EQ(invoke(f).payload, R"(["first", "second", true, true])");
  auto own = python("import boto3\ndef handler(e, c):\n  return boto3.X\n");
  own->layers = {write({{"python/boto3.py", "X = 'the layer\\'s'"}})};
  EXPECT_EQ(invoke(own).payload, R"("the layer's")");
}

TEST_F(Functions, AnotherPythonIsRunByTheMachinesAndItSaysSo) {
  auto f = python("def handler(e, c):\n  return 1\n");
  f->runtime = "python3.99";
  EXPECT_EQ(invoke(f).payload, "1");
  EXPECT_TRUE(has(log(), "orgtrail: python3.99 was asked for; this machine runs it as python3."));
  f = python("");
  f->runtime = "java21";
  EXPECT_TRUE(has(invoke(f).refused.value_or(""), "there is no runtime java21 here"));
}

TEST_F(Functions, ACustomRuntimeIsAnyProgram) {
  const std::string program = "#!/usr/bin/python3\nimport http.client, os\n"
    "while True:\n  c = http.client.HTTPConnection(os.environ['AWS_LAMBDA_RUNTIME_API'])\n"
    "  c.request('GET', '/2018-06-01/runtime/invocation/next')\n  r = c.getresponse()\n  body = r.read()\n  i = r.headers['Lambda-Runtime-Aws-Request-Id']\n"
    "  c.request('POST', f'/2018-06-01/runtime/invocation/wrong/response', b'x')\n  assert c.getresponse().status == 400\n  c.close()\n"
    "  c.request('POST', f'/2018-06-01/runtime/invocation/{i}/response', iter([b'<', body, b'>']), encode_chunked=True, headers={'Transfer-Encoding': 'chunked'})\n"
    "  assert c.getresponse().status == 202\n  c.close()\n";
  auto f = function("provided.al2023", "", {{"bootstrap", program}});
  EXPECT_EQ(invoke(f, "\"one\"").payload, "<\"one\">");
  EXPECT_EQ(invoke(f, "\"two\"").payload, "<\"two\">");
  auto none = function("provided.al2023", "", {{"readme", ""}});
  EXPECT_TRUE(has(invoke(none).payload, R"("errorType":"Runtime.InvalidEntrypoint")"));
}

TEST_F(Functions, ScriptsHaveTheShellOfAmazonLinux) {
  if (::access("/bin/bash", X_OK) != 0) GTEST_SKIP() << "this machine has no bash";
  auto f = python("import subprocess\ndef handler(e, c):\n  return subprocess.run(['/bin/sh', '-c', 'set -euo pipefail; [[ -n x ]] && echo yes'], capture_output=True, text=True).stdout\n");
  EXPECT_EQ(invoke(f).payload, R"("yes\n")");
}

TEST_F(Functions, NodeHandlersMayBeAsyncOrCallBack) {
  if (::access("/usr/bin/node", X_OK) != 0) GTEST_SKIP() << "this machine has no Node.js";
  auto f = function("nodejs20.x", "index.handler", {{"index.js",
    "exports.handler = async (event, context) => { console.log('hi', event); if (event.fail) throw new TypeError('bad'); return { sum: event.a + 1, id: context.awsRequestId }; };\n"
    "exports.back = (event, context, callback) => { setTimeout(() => callback(null, 'later'), 10); };\n"}});
  auto o = invoke(f, R"({"a": 1})");
  EXPECT_EQ(o.payload, R"({"sum":2,"id":")" + last_id_ + "\"}") << o.log_tail;
  EXPECT_TRUE(has(o.log_tail, "Z\t" + last_id_ + "\tINFO\thi { a: 1 }\n"));
  o = invoke(f, R"({"fail": 1})");
  EXPECT_TRUE(o.function_error);
  EXPECT_TRUE(has(o.payload, R"({"errorType":"TypeError","errorMessage":"bad","trace":["TypeError: bad",)"));
  EXPECT_TRUE(has(o.log_tail, "\tERROR\tInvoke Error \t{\"errorType\":\"TypeError\",\"errorMessage\":\"bad\",\"stack\":["));
  auto back = std::make_shared<Function>(*f);
  back->handler = "index.back";
  back->revision = "back";
  EXPECT_EQ(invoke(back).payload, "\"later\"");
}

TEST_F(Functions, NodeModulesMayBeEsm) {
  if (::access("/usr/bin/node", X_OK) != 0) GTEST_SKIP() << "this machine has no Node.js";
  auto f = function("nodejs18.x", "lib/index.handler", {{"lib/index.mjs", "import os from 'node:os';\nexport const handler = async () => os.platform();\n"}});
  EXPECT_EQ(invoke(f).payload, "\"linux\"");
  auto none = function("nodejs20.x", "index.handler", {{"other.js", ""}});
  EXPECT_TRUE(has(invoke(none).payload, R"("errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module 'index')"));
}

}  // namespace
}  // namespace lambda::runtime::test
