// Any text as a policy document: checked, compiled, and held against a request that knows the usual keys.
#include <cstdint>
#include <cstdlib>

#include "policy/evaluate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto kind = policy::Kind(data[0] % 8);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool fine = !policy::fault(text, kind);
  const auto document = policy::compile(text);
  if (fine && !document) std::abort();                 // what may be stored can be read
  if (!document) return 0;

  policy::Context context;
  context.set("aws:PrincipalOrgID", "o-ab12cd34ef");
  context.set("aws:SourceIp", "203.0.113.44");
  context.set("aws:CurrentTime", "2026-03-02T10:00:00Z");
  context.set("aws:TagKeys", {"team", "stage"});
  context.set("aws:username", "carol*?");
  const policy::Request request{"s3:GetObject", "arn:aws:s3:::bucket/in/report.csv", context,
                                {.kind = policy::Caller::Kind::user, .account = "444444444444", .arn = "arn:aws:iam::444444444444:user/carol", .id = "AIDA4MEMBERCAROL0001"}};
  policy::Inputs in;
  in.resource_policy = document.get();
  policy::evaluate(request, in);
  in.identity = {document.get()};
  in.boundary = document.get();
  in.scps = {{document.get()}};
  in.scps_apply = true;
  const auto decision = policy::evaluate(request, in);
  if (decision.allowed && decision.explicit_deny) std::abort();
  return 0;
}
