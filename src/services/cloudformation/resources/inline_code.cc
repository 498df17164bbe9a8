#include "services/cloudformation/resources/inline_code.h"

#include <vector>

#include "base/crc.h"

namespace cloudformation::resources {
namespace {

constexpr std::string_view kPythonAnswer = R"py(import json
import urllib.request

SUCCESS = "SUCCESS"
FAILED = "FAILED"


def send(event, context, responseStatus, responseData, physicalResourceId=None, noEcho=False, reason=None):
    body = json.dumps({
        "Status": responseStatus,
        "Reason": reason or "See the details in CloudWatch Log Stream: {}".format(context.log_stream_name),
        "PhysicalResourceId": physicalResourceId or context.log_stream_name,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "NoEcho": noEcho,
        "Data": responseData,
    }).encode()
    request = urllib.request.Request(event["ResponseURL"], data=body, method="PUT", headers={"content-type": ""})
    try:
        with urllib.request.urlopen(request) as answer:
            print("Status code:", answer.status)
    except Exception as e:
        print("send(..) failed executing http.request(..):", e)
)py";

constexpr std::string_view kNodeAnswer = R"js(exports.SUCCESS = "SUCCESS";
exports.FAILED = "FAILED";

exports.send = function (event, context, responseStatus, responseData, physicalResourceId, noEcho) {
  return new Promise((resolve) => {
    const body = JSON.stringify({
      Status: responseStatus,
      Reason: "See the details in CloudWatch Log Stream: " + context.logStreamName,
      PhysicalResourceId: physicalResourceId || context.logStreamName,
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
      NoEcho: noEcho || false,
      Data: responseData,
    });
    const url = new URL(event.ResponseURL);
    const client = require(url.protocol === "http:" ? "http" : "https");
    const options = { method: "PUT", headers: { "content-type": "", "content-length": Buffer.byteLength(body) } };
    const finish = () => {
      context.done();
      resolve();
    };
    const request = client.request(url, options, (answer) => {
      console.log("Status code: " + answer.statusCode);
      answer.resume();
      finish();
    });
    request.on("error", (e) => {
      console.log("send(..) failed executing https.request(..): " + e);
      finish();
    });
    request.end(body);
  });
};
)js";

struct File { std::string_view name, content; };

void put16(std::string& out, std::uint32_t v) { out += {char(v), char(v >> 8)}; }
void put32(std::string& out, std::uint32_t v) {
  put16(out, v);
  put16(out, v >> 16);
}

// What a file's local and central headers share: version to extract through the length of its name.
void put_common(std::string& out, const File& f) {
  put16(out, 20);
  put16(out, 0x0800);                           // names are UTF-8
  put16(out, 0);                                // stored
  put16(out, 0);
  put16(out, 0x21);                             // 1980-01-01, so that equal code is an equal archive
  put32(out, base::crc32(f.content));
  put32(out, std::uint32_t(f.content.size()));
  put32(out, std::uint32_t(f.content.size()));
  put16(out, std::uint32_t(f.name.size()));
  put16(out, 0);
}

std::string archive(const std::vector<File>& files) {
  std::string out, directory;
  for (auto& f : files) {
    const auto at = std::uint32_t(out.size());
    put32(out, 0x04034b50);
    put_common(out, f);
    out.append(f.name).append(f.content);
    put32(directory, 0x02014b50);
    put16(directory, 20 | 3 << 8);               // by Unix, so that the mode below counts
    put_common(directory, f);
    put16(directory, 0);
    put16(directory, 0);
    put16(directory, 0);
    put32(directory, 0100644u << 16);
    put32(directory, at);
    directory.append(f.name);
  }
  const auto at = std::uint32_t(out.size()), count = std::uint32_t(files.size());
  out += directory;
  put32(out, 0x06054b50);
  put32(out, 0);
  put16(out, count);
  put16(out, count);
  put32(out, std::uint32_t(directory.size()));
  put32(out, at);
  put16(out, 0);
  return out;
}

}  // namespace

std::optional<std::string> inline_archive(std::string_view runtime, std::string_view source) {
  if (runtime.starts_with("python")) return archive({{"index.py", source}, {"cfnresponse.py", kPythonAnswer}});
  if (runtime.starts_with("nodejs")) return archive({{"index.js", source}, {"cfn-response.js", kNodeAnswer}});
  return std::nullopt;
}

}  // namespace cloudformation::resources
