#include "service/route.h"

#include <gtest/gtest.h>

namespace service {
namespace {

Operation op(std::string_view name, std::string_view http) {
  Operation o{name, Effect::read, nullptr, nullptr, nullptr, nullptr, nullptr};
  o.http = http;
  return o;
}

Service bucket_service() {
  Service s{.name = "s3", .event_source = "s3.amazonaws.com", .protocol = wire::Protocol::rest_xml, .version = ""};
  s.operations = {op("ListBuckets", "GET /"),           op("ListObjects", "GET /{Bucket}"),
                  op("ListObjectsV2", "GET /{Bucket}?list-type=2"), op("GetBucketAcl", "GET /{Bucket}?acl"),
                  op("GetObject", "GET /{Bucket}/{Key+}"), op("GetObjectAcl", "GET /{Bucket}/{Key+}?acl"),
                  op("PutObject", "PUT /{Bucket}/{Key+}"), op("CopyObject", "PUT /{Bucket}/{Key+} x-amz-copy-source"),
                  op("UploadPart", "PUT /{Bucket}/{Key+}?partNumber&uploadId"),
                  op("UploadPartCopy", "PUT /{Bucket}/{Key+}?partNumber&uploadId x-amz-copy-source"),
                  op("GetFunction", "GET /2015-03-31/functions/{Name}")};
  s.subresources = {"acl", "analytics", "uploadId"};
  return s;
}

std::string asked(std::string_view method, std::string_view path, std::vector<wire::Pair> query = {}, std::vector<wire::Header> headers = {},
                  std::string_view bucket = {}) {
  static const Service s = bucket_service();
  Route r = route(s, method, path, bucket, query, headers);
  if (!r.operation) return r.error.code;
  std::string out(r.operation->name);
  for (auto& l : r.labels) (out += "|") += l.value;
  return out;
}

TEST(Route, TakesTheMostSpecificPattern) {
  EXPECT_EQ(asked("GET", "/"), "ListBuckets");
  EXPECT_EQ(asked("GET", "/b"), "ListObjects|b");
  EXPECT_EQ(asked("GET", "/b/"), "ListObjects|b");
  EXPECT_EQ(asked("GET", "/b", {{"list-type", "2"}, {"prefix", "x"}}), "ListObjectsV2|b");
  EXPECT_EQ(asked("GET", "/b", {{"list-type", "1"}}), "ListObjects|b");
  EXPECT_EQ(asked("GET", "/b", {{"acl", ""}}), "GetBucketAcl|b");
  EXPECT_EQ(asked("GET", "/b/k", {{"acl", ""}, {"versionId", "v"}}), "GetObjectAcl|b|k");
  EXPECT_EQ(asked("PUT", "/b/k"), "PutObject|b|k");
  EXPECT_EQ(asked("PUT", "/b/k", {}, {{"X-Amz-Copy-Source", "a/b"}}), "CopyObject|b|k");
  EXPECT_EQ(asked("PUT", "/b/k", {{"partNumber", "1"}, {"uploadId", "u"}}), "UploadPart|b|k");
  EXPECT_EQ(asked("PUT", "/b/k", {{"uploadId", "u"}, {"partNumber", "1"}}, {{"x-amz-copy-source", "a/b"}}), "UploadPartCopy|b|k");
  EXPECT_EQ(asked("GET", "/2015-03-31/functions/arn%3Aaws%2Ff"), "GetFunction|arn:aws/f");
}

TEST(Route, KeepsKeysExactly) {
  EXPECT_EQ(asked("GET", "/b/a/b"), "GetObject|b|a/b");
  EXPECT_EQ(asked("GET", "/b/a/"), "GetObject|b|a/");
  EXPECT_EQ(asked("GET", "/b//a"), "GetObject|b|/a");
  EXPECT_EQ(asked("GET", "/b///"), "GetObject|b|//");
  EXPECT_EQ(asked("GET", "/b/a//b/../c/."), "GetObject|b|a//b/../c/.");
  EXPECT_EQ(asked("GET", "/b/a%2Fb+c%20d%25"), "GetObject|b|a/b+c d%");
  EXPECT_EQ(asked("GET", "/b/%E2%82%AC?"), "GetObject|b|€?");
  EXPECT_EQ(asked("GET", "/b/%zz"), "InvalidURI");
  EXPECT_EQ(asked("GET", "/b/%4"), "InvalidURI");
}

TEST(Route, TakesTheBucketFromTheHost) {
  EXPECT_EQ(asked("GET", "/", {}, {}, "b"), "ListObjects|b");
  EXPECT_EQ(asked("GET", "/k", {}, {}, "b"), "GetObject|b|k");
  EXPECT_EQ(asked("GET", "//k", {}, {}, "b"), "GetObject|b|/k");
  EXPECT_EQ(asked("GET", "/2015-03-31/functions/f", {}, {}, "b"), "GetObject|b|2015-03-31/functions/f");
}

TEST(Route, RefusesWhatIsNotOurs) {
  EXPECT_EQ(asked("GET", "/b", {{"analytics", ""}}), "NotImplemented");
  EXPECT_EQ(asked("GET", "/b", {{"acl", ""}, {"analytics", ""}}), "NotImplemented");
  EXPECT_EQ(asked("PUT", "/b/k", {{"uploadId", "u"}}), "NotImplemented");
  EXPECT_EQ(asked("PUT", "/b/k", {{"acl", ""}}), "NotImplemented");
  EXPECT_EQ(asked("PATCH", "/b/k"), "MethodNotAllowed");
  EXPECT_EQ(asked("PUT", "/"), "MethodNotAllowed");
  EXPECT_EQ(asked("GET", "//"), "MethodNotAllowed");
}

}  // namespace
}  // namespace service
