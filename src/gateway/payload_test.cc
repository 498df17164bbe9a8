#include "gateway/payload.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/crypto.h"

namespace gateway {
namespace {

// The example of "Transferring Payload in Multiple Chunks" in the S3 API Reference: 66560 times 'a', and its sibling with a
// trailing checksum.
constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
constexpr std::string_view kPlain[] = {"ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
                                       "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
                                       "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"};
constexpr std::string_view kTrailing[] = {"b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
                                          "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
                                          "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992"};
constexpr std::string_view kTrailer =
    "x-amz-checksum-crc32c:sOO8/"
    "Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n";

std::string chunks(const std::string_view (&signatures)[3], std::string_view trailer = "") {
  std::string out = "10000;chunk-signature=" + std::string(signatures[0]) + "\r\n" + std::string(65536, 'a') + "\r\n";
  out += "400;chunk-signature=" + std::string(signatures[1]) + "\r\n" + std::string(1024, 'a') + "\r\n";
  out += "0;chunk-signature=" + std::string(signatures[2]) + "\r\n" + std::string(trailer) + "\r\n";
  return out;
}

// A request and what is fed of its body.
struct Upload {
  Request request;
  Claim claim;
  std::string key, authorization;

  explicit Upload(std::vector<Header> headers, std::string_view payload = kUnsignedPayload) {
    request.method = "PUT";
    request.path = request.target = "/examplebucket/chunkObject.txt";
    request.headers = std::move(headers);
    claim.payload = payload;
  }
  Upload(std::vector<Header> headers, std::string_view signed_headers, std::string_view seed) : Upload(std::move(headers)) {
    authorization = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=" +
                    std::string(signed_headers) + ", Signature=" + std::string(seed);
    request.headers.push_back({"Authorization", authorization});
    EXPECT_EQ(read_claim(request, claim), Fault::none);
    key = signing_key(kSecret, claim.date, claim.region, claim.service);
    EXPECT_EQ(verify(request, claim, key, claim.payload, *base::parse_time("20130524T000000Z"), Dialect::s3), Fault::none);
  }

  // "200" with the decoded body, or status and code of the refusal.
  std::string run(std::string_view body, std::size_t step = 1 << 20) {
    Payload payload;
    if (auto refusal = payload.begin(request, claim, key)) return std::to_string(refusal->status) + " " + refusal->code;
    std::string decoded;
    while (!body.empty()) {
      std::string_view bytes = body.substr(0, step), piece;
      body.remove_prefix(bytes.size());
      for (Payload::Step s = Payload::Step::piece; s == Payload::Step::piece;) {
        std::size_t consumed = 0;
        s = payload.feed(bytes, consumed, piece);
        bytes.remove_prefix(consumed);
        if (s == Payload::Step::piece) decoded += piece;
        if (s == Payload::Step::refused) return std::to_string(payload.refusal().status) + " " + payload.refusal().code;
        EXPECT_TRUE(s == Payload::Step::piece || bytes.empty());
      }
    }
    if (payload.finish() != Payload::Step::done) return std::to_string(payload.refusal().status) + " " + payload.refusal().code;
    if (payload.checksums().verified()) verified = payload.checksums().verified()->value;
    return "200 " + decoded;
  }

  std::string verified;
};

std::vector<Header> example_headers(std::string_view payload, Header further) {
  return {{"Host", "s3.amazonaws.com"},
          {"x-amz-date", "20130524T000000Z"},
          {"x-amz-storage-class", "REDUCED_REDUNDANCY"},
          {"x-amz-content-sha256", payload},
          {"Content-Encoding", "aws-chunked"},
          {"x-amz-decoded-content-length", "66560"},
          further};
}

struct SignedUpload : Upload {
  SignedUpload()
      : Upload(example_headers("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", {"Content-Length", "66824"}),
               "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-"
               "class",
               "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9") {}
};

struct TrailerUpload : Upload {
  TrailerUpload()
      : Upload(example_headers("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", {"x-amz-trailer", "x-amz-checksum-crc32c"}),
               "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-"
               "trailer",
               "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e") {}
};

const std::string kWhole = "200 " + std::string(66560, 'a');

TEST(Payload, documented_signed_chunks) {
  SignedUpload upload;
  for (std::size_t step : {1, 17, 8191, 65536, 1 << 20}) EXPECT_EQ(upload.run(chunks(kPlain), step), kWhole) << step;
  EXPECT_EQ(chunks(kPlain).size(), 66824u);
}

TEST(Payload, documented_signed_trailer) {
  TrailerUpload upload;
  for (std::size_t step : {1, 17, 8191, 1 << 20}) EXPECT_EQ(upload.run(chunks(kTrailing, kTrailer), step), kWhole) << step;
  EXPECT_EQ(upload.verified, "sOO8/Q==");
  std::string with_line_feed(kTrailer);      // as the documentation prints it
  with_line_feed.insert(with_line_feed.find('\r'), "\n");
  EXPECT_EQ(upload.run(chunks(kTrailing, with_line_feed)), kWhole);
}

TEST(Payload, spoiled_chunks) {
  SignedUpload upload;
  auto spoiled = [&](std::string_view from, std::string_view to) {
    std::string body = chunks(kPlain);
    body.replace(body.find(from), from.size(), to);
    return upload.run(body);
  };
  EXPECT_EQ(spoiled("aaaa", "aaab"), "403 SignatureDoesNotMatch");
  EXPECT_EQ(spoiled("ad80c", "bd80c"), "403 SignatureDoesNotMatch");
  EXPECT_EQ(spoiled("b6c6e", "a6c6e"), "403 SignatureDoesNotMatch");
  EXPECT_EQ(spoiled(";chunk-signature=0055", ";signature=0055"), "400 InvalidRequest");
  EXPECT_EQ(spoiled("\r\n400;", "\n400;"), "400 IncompleteBody");
  EXPECT_EQ(spoiled("10000;", "100000;"), "400 IncompleteBody");
  EXPECT_EQ(upload.run(chunks(kPlain) + "x"), "400 IncompleteBody");
  EXPECT_EQ(upload.run(chunks(kPlain, kTrailer)), "400 MalformedTrailerError");
  std::string body = chunks(kPlain);
  for (std::size_t size : {std::size_t(0), std::size_t(10), std::size_t(65000), body.size() - 1})
    EXPECT_EQ(upload.run(body.substr(0, size)), "400 IncompleteBody") << size;
  // Leaving out a chunk breaks the chain.
  EXPECT_EQ(upload.run(body.substr(body.find("\r\n400;") + 2)), "403 SignatureDoesNotMatch");
  // Ending early, with a signature that is right for the end, still lacks the promised bytes.
  std::string end = chunk_signature(upload.key, upload.claim.timestamp, upload.claim.scope, upload.claim.signature,
                                    base::hex(base::sha256("")));
  EXPECT_EQ(upload.run("0;chunk-signature=" + end + "\r\n\r\n"), "400 IncompleteBody");
}

TEST(Payload, spoiled_trailers) {
  TrailerUpload upload;
  auto with = [&](std::string_view trailer) { return upload.run(chunks(kTrailing, trailer)); };
  std::string signature(kTrailer.substr(kTrailer.find("x-amz-trailer-signature")));
  EXPECT_EQ(with(""), "403 SignatureDoesNotMatch");
  EXPECT_EQ(with(signature), "403 SignatureDoesNotMatch");
  EXPECT_EQ(with("x-amz-checksum-crc32c:sOO8/A==\r\n" + signature), "403 SignatureDoesNotMatch");
  EXPECT_EQ(with("x-amz-checksum-crc32c:sOO8/Q==\r\n"), "403 SignatureDoesNotMatch");
  EXPECT_EQ(with("nonsense\r\n" + signature), "400 MalformedTrailerError");
  EXPECT_EQ(with(std::string(kTrailer) + "x-amz-more:1\r\n"), "400 MalformedTrailerError");
}

TEST(Payload, unsigned_chunks_with_a_trailing_checksum) {
  auto run = [](std::string_view announced, std::string_view body, std::string_view length = "11") {
    return Upload({{"x-amz-trailer", announced}, {"X-Amz-Decoded-Content-Length", length}}, "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
        .run(body, 3);
  };
  const std::string body = "b\r\nhello world\r\n0\r\n";
  EXPECT_EQ(run("x-amz-checksum-crc32", body + "x-amz-checksum-crc32:DUoRhQ==\r\n\r\n"), "200 hello world");
  EXPECT_EQ(run("x-amz-checksum-crc32c", body + "x-amz-checksum-crc32c: yZRlqg==\r\n\r\n"), "200 hello world");
  EXPECT_EQ(run("x-amz-checksum-crc64nvme", body + "x-amz-checksum-crc64nvme:jSnVw/bqjr4=\r\n\r\n"), "200 hello world");
  EXPECT_EQ(run("x-amz-checksum-sha1", body + "x-amz-checksum-sha1:Kq5sNclPz7QV2+lfQIuc6R7oRu0=\r\n\r\n"), "200 hello world");
  EXPECT_EQ(run("x-amz-checksum-sha256", body + "X-Amz-Checksum-Sha256:uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=\r\n\r\n"),
            "200 hello world");
  EXPECT_EQ(run("x-amz-checksum-crc32", body + "x-amz-checksum-crc32:AAAAAA==\r\n\r\n"), "400 BadDigest");
  EXPECT_EQ(run("x-amz-checksum-crc32", body + "x-amz-checksum-crc32:AAA=\r\n\r\n"), "400 InvalidRequest");
  EXPECT_EQ(run("x-amz-checksum-crc32", body + "\r\n"), "400 MalformedTrailerError");
  EXPECT_EQ(run("x-amz-checksum-crc32", body + "x-amz-checksum-crc32c:yZRlqg==\r\n\r\n"), "400 MalformedTrailerError");
  EXPECT_EQ(run("x-amz-meta-a", body + "\r\n"), "400 InvalidRequest");
  EXPECT_EQ(run("x-amz-checksum-crc32", body + "x-amz-checksum-crc32:DUoRhQ==\r\n\r\n", "12"), "400 IncompleteBody");
  EXPECT_EQ(run("x-amz-checksum-crc32", body + "x-amz-checksum-crc32:DUoRhQ==\r\n\r\n", "10"), "400 IncompleteBody");
  EXPECT_EQ(run("x-amz-checksum-crc32", body, ""), "411 MissingContentLength");
  EXPECT_EQ(run("x-amz-checksum-crc32", body, "-1"), "411 MissingContentLength");
}

TEST(Payload, promises_of_the_head) {
  auto run = [](std::vector<Header> headers, std::string_view payload = kUnsignedPayload) {
    return Upload(std::move(headers), payload).run("hello world", 4);
  };
  EXPECT_EQ(run({}), "200 hello world");
  EXPECT_EQ(run({}, std::string_view()), "200 hello world");
  EXPECT_EQ(run({{"Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww=="}}), "200 hello world");
  EXPECT_EQ(run({{"Content-MD5", "XrY7u+Ae7tCTyyK7j1rNwg=="}}), "400 BadDigest");
  EXPECT_EQ(run({{"Content-MD5", "XrY7"}}), "400 InvalidDigest");
  EXPECT_EQ(run({}, "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"), "200 hello world");
  EXPECT_EQ(run({}, "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcdea"), "400 XAmzContentSHA256Mismatch");
  EXPECT_EQ(run({{"x-amz-checksum-crc32", "DUoRhQ=="}}), "200 hello world");
  EXPECT_EQ(run({{"x-amz-checksum-crc32", "DUoRhA=="}}), "400 BadDigest");
  EXPECT_EQ(run({{"x-amz-checksum-crc32", "DUoRhQ=="}, {"x-amz-checksum-crc32c", "yZRlqg=="}}), "400 InvalidRequest");
  EXPECT_EQ(
      run({{"x-amz-checksum-crc32", "DUoRhQ=="}, {"x-amz-checksum-type", "FULL_OBJECT"}, {"x-amz-checksum-algorithm", "CRC32"}}),
      "200 hello world");
  EXPECT_EQ(run({{"x-amz-checksum-sha256", "short"}}), "400 InvalidRequest");
  Upload completion(std::vector<Header>{{"x-amz-checksum-crc32", "AAAAAA=="}});      // of the object, not of the list of parts
  completion.request.method = "POST";
  completion.request.query = "uploadId=1";
  EXPECT_EQ(completion.run("hello world"), "200 hello world");
}

}  // namespace
}  // namespace gateway
