// The delivery pipeline by stage, on records of ordinary size: composing the file's text, compressing, hashing,
// encrypting; each beside the library that does the work, called alone. Prints MB/s of uncompressed text.
#include <libdeflate.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include "base/crypto.h"
#include "base/ids.h"
#include "record/event.h"
#include "services/cloudtrail/logfile.h"

namespace {

using Clock = std::chrono::steady_clock;

double mb_per_second(std::size_t bytes, const std::function<void()>& work) {
  work();
  int rounds = 0;
  auto begin = Clock::now();
  double seconds = 0;
  do { work(); ++rounds; seconds = std::chrono::duration<double>(Clock::now() - begin).count(); } while (seconds < 1);
  return double(bytes) * rounds / seconds / 1e6;
}

void line(const char* stage, double ours, double limit) { std::printf("%s\t%.0f\t%.0f\t%.2f\n", stage, ours, limit, ours / limit); }

std::vector<std::string> records(std::size_t n) {
  std::vector<std::string> out;
  record::Identity who{.type = "AssumedRole", .principal_id = "AROA4MEMBERDEVROLE001:bob", .arn = "arn:aws:sts::444444444444:assumed-role/Developer/bob",
                       .account = "444444444444", .access_key = "ASIA4MEMBERSESSION01",
                       .session = record::SessionContext{.issuer = record::Issuer{"Role", "AROA4MEMBERDEVROLE001", "arn:aws:iam::444444444444:role/Developer", "444444444444", "Developer"}}};
  record::Tls tls{"TLSv1.3", "TLS_AES_128_GCM_SHA256", "kms.eu-west-1.amazonaws.com"};
  for (std::size_t i = 0; i < n; ++i) {
    std::string id = base::uuid(), request = base::uuid();
    record::Event e{.identity = &who, .time = base::HostClock{}.now(), .source = "kms.amazonaws.com", .name = "GenerateDataKey", .region = "eu-west-1",
                    .source_ip = "203.0.113.44", .user_agent = "Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux lang/python#3.13.2",
                    .parameters = R"({"keyId":"arn:aws:kms:eu-west-1:444444444444:key/99887766-5544-3322-1100-ffeeddccbbaa","keySpec":"AES_256"})",
                    .request_id = request, .event_id = id, .recipient = "444444444444", .read_only = true, .tls = &tls};
    record::compose(e, out.emplace_back());
  }
  return out;
}

}  // namespace

int main() {
  auto all = records(4000);
  std::string plain = "{\"Records\":[";
  for (auto& r : all) { if (plain.size() > 12) plain += ','; plain += r; }
  plain += "]}";
  std::printf("stage\tours MB/s\tlibrary MB/s\tratio\n");

  double append = mb_per_second(plain.size(), [&] { std::string copy; copy.reserve(plain.size()); for (auto& r : all) copy += r; });
  double compose = mb_per_second(plain.size(), [&] { cloudtrail::LogFile f; for (auto& r : all) f.add(r, base::Time{}); });
  line("compose", compose, append);

  auto* c = libdeflate_alloc_compressor(6);
  std::string room(libdeflate_gzip_compress_bound(c, plain.size()), '\0');
  double raw_gzip = mb_per_second(plain.size(), [&] { libdeflate_gzip_compress(c, plain.data(), plain.size(), room.data(), room.size()); });
  double gzip = mb_per_second(plain.size(), [&] { cloudtrail::deflate_gzip(plain); });
  line("gzip", gzip, raw_gzip);

  double hash = mb_per_second(plain.size(), [&] { base::sha256(plain); });
  base::Digest warm(base::Digest::Kind::sha256);
  double raw_hash = mb_per_second(plain.size(), [&] { base::Digest d(base::Digest::Kind::sha256); d.add(plain); d.finish(); });
  line("hash", hash, raw_hash);

  std::string packed = cloudtrail::deflate_gzip(plain), key = base::random_bytes(32);
  double ratio = double(plain.size()) / double(packed.size());
  double raw_encrypt = mb_per_second(packed.size(), [&] { base::seal(key, packed); });
  double encrypt = mb_per_second(packed.size(), [&] {
    for (std::size_t i = 0, n = 0; i < packed.size(); i += 65536) base::seal_chunk(key, n++, std::string_view(packed).substr(i, 65536));
  });
  line("encrypt", encrypt * ratio, raw_encrypt * ratio);
  std::printf("# %zu records, %.2f MB, gzip %.1f:1\n", all.size(), double(plain.size()) / 1e6, ratio);
}
