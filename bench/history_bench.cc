// Event history at scale: a journal of N records, written through the real writer in batches, and then the latency of
// lookup pages by each attribute: frequent, rare, unique and absent values, the newest page, time windows, pages deep in.
//   history_bench <directory> [records] [streams] [MiB of a segment]
// What an earlier run has left in the directory is looked up again, not written again.
// 98 % of the records belong to the first stream, which is the one that is asked about.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <thread>

#include "base/ids.h"
#include "journal/journal.h"
#include "record/event.h"
#include "record/history.h"

namespace {

using SteadyClock = std::chrono::steady_clock;
double since(SteadyClock::time_point t) { return std::chrono::duration<double>(SteadyClock::now() - t).count(); }

constexpr std::int64_t kNow = 1'772'445'600'000, kDays = 90;
constexpr const char* kAccount = "111122223333";
constexpr const char* kRegion = "us-east-1";

struct Call { const char *source, *name; bool read_only; };
constexpr Call kCalls[] = {{"sts.amazonaws.com", "GetCallerIdentity", true}, {"kms.amazonaws.com", "GenerateDataKey", true}, {"kms.amazonaws.com", "Decrypt", true},
                           {"iam.amazonaws.com", "GetRole", true}, {"iam.amazonaws.com", "ListAttachedRolePolicies", true}, {"s3.amazonaws.com", "GetBucketAcl", true},
                           {"cloudtrail.amazonaws.com", "DescribeTrails", true}, {"iam.amazonaws.com", "CreateRole", false}, {"s3.amazonaws.com", "CreateBucket", false},
                           {"cloudtrail.amazonaws.com", "StopLogging", false}};

std::string key_of(std::string_view user) {
  std::string number = std::to_string(user.starts_with("user") ? 1000 + std::atoi(user.substr(4).data()) : 999);
  return "AKIA" + std::string(16 - number.size(), 'X') + number;
}

// A record as the house composes it, of user or session i % 500; every 100,000th is a StopLogging by a rare user.
class Writer {
 public:
  // Waits while the backlog, of bytes to be packed, is large.
  Writer(journal::Journal& j, std::uint64_t records, std::uint64_t streams, std::function<std::uint64_t()> backlog)
      : journal_(j), records_(records), streams_(streams), backlog_(std::move(backlog)) {}

  void write() {
    for (std::uint64_t i = 0; i < records_; ++i) {
      journal::Entry entry(i + 1);
      const bool ours = i % 50 != 0;
      std::string account = ours ? kAccount : account_text(i / 50 % streams_);
      base::Time time{kNow - kDays * 86'400'000 + std::int64_t(double(i) / double(records_) * double(kDays * 86'400'000))};
      compose(i, account, time, entry.begin_record(account, kRegion, journal::kHistory, time));
      entry.end_record();
      auto sequence = journal_.append(std::move(entry));
      if (i % 1000 == 999) journal_.wait(sequence);
      if (i % 200'000 == 199'999) while (backlog_() > kBacklog) std::this_thread::sleep_for(std::chrono::seconds(1));
    }
    journal_.wait(journal_.appended());
  }

 private:
  static std::string account_text(std::uint64_t n) {
    std::string digits = std::to_string(400'000'000'000 + n);
    return digits;
  }

  void compose(std::uint64_t i, const std::string& account, base::Time time, std::string& out) {
    const bool rare = i % 100'000 == 77'777;
    const Call& call = rare ? kCalls[9] : kCalls[std::min<std::uint64_t>(8, random_() % 12)];
    const std::string user = rare ? "mallory" : "user" + std::to_string(random_() % 500), key = key_of(user);
    record::Identity identity{.type = "IAMUser", .principal_id = "AIDA" + key.substr(4), .arn = "arn:aws:iam::" + account + ":user/" + user, .account = account,
                              .access_key = key, .user_name = user};
    std::vector<record::Resource> resources;
    std::string parameters;
    if (std::string_view(call.source) == "kms.amazonaws.com") {
      std::string arn = "arn:aws:kms:us-east-1:" + account + ":key/" + "00000000-0000-4000-8000-0000000" + std::to_string(10'000 + random_() % 2000);
      resources.push_back({account, "AWS::KMS::Key", arn});
      parameters = "{\"keyId\":\"" + arn + "\",\"keySpec\":\"AES_256\",\"encryptionContext\":{\"purpose\":\"" + base::uuid() + "\"}}";
    } else if (std::string_view(call.source) == "iam.amazonaws.com") {
      parameters = "{\"roleName\":\"role-" + std::to_string(random_() % 5000) + "\"}";
    } else if (std::string_view(call.source) == "s3.amazonaws.com") {
      parameters = "{\"bucketName\":\"bucket-" + std::to_string(random_() % 1000) + "\",\"Host\":\"s3.us-east-1.amazonaws.com\"}";
    } else if (rare) {
      parameters = "{\"name\":\"trail-of-" + std::to_string(i) + "\"}";
    }
    const std::string id = base::uuid(), request = base::uuid();
    record::Tls tls{"TLSv1.3", "TLS_AES_128_GCM_SHA256", "service.us-east-1.amazonaws.com"};
    record::Event event{.identity = &identity, .time = time, .source = call.source, .name = call.name, .region = kRegion, .source_ip = "198.51.100.7",
                        .user_agent = "aws-cli/2.9.19 Python/3.11.2 Linux/6.1.0 exe/x86_64.debian.12 prompt/off command/sts.get-caller-identity",
                        .parameters = parameters, .request_id = request, .event_id = id, .recipient = account, .read_only = call.read_only, .resources = &resources, .tls = &tls};
    record::compose(event, out);
  }

  static constexpr std::uint64_t kBacklog = 6ull << 30;
  journal::Journal& journal_;
  std::uint64_t records_, streams_;
  std::function<std::uint64_t()> backlog_;
  std::mt19937_64 random_{11};
};

struct Sample {
  std::vector<double> ms;
  std::size_t found = 0;
  double at(double share) {
    std::sort(ms.begin(), ms.end());
    return ms[std::min(ms.size() - 1, std::size_t(double(ms.size()) * share))];
  }
};

class Reader {
 public:
  explicit Reader(journal::Journal& j) : journal_(j) {}

  void measure() {
    std::printf("  %-46s %8s %8s %8s %9s\n", "page of 50", "p50 ms", "p99 ms", "max ms", "events");
    const std::string key = "arn:aws:kms:us-east-1:" + std::string(kAccount) + ":key/00000000-0000-4000-8000-000000010007";
    for (auto [attribute, value] : {std::pair<const char*, std::string>{"", ""}, {"EventName", "GetCallerIdentity"}, {"EventName", "StopLogging"}, {"EventName", "DeleteTrail"},
                                    {"ReadOnly", "true"}, {"ReadOnly", "false"}, {"Username", "user7"}, {"Username", "mallory"}, {"Username", "nobody"},
                                    {"EventSource", "kms.amazonaws.com"}, {"ResourceType", "AWS::KMS::Key"}, {"ResourceName", key}, {"ResourceName", "nothing"},
                                    {"AccessKeyId", key_of("user7")}, {"EventId", "00000000-0000-0000-0000-000000000000"}})
      by(attribute, value);
    by_id();
    std::printf("  all pages: p50 %.2f ms, p99 %.2f ms, max %.2f ms\n", all_.at(0.5), all_.at(0.99), all_.at(1));
  }

 private:
  journal::Found page(journal::Query& q, Sample& into) {
    auto start = SteadyClock::now();
    auto found = journal_.lookup(q);
    into.ms.push_back(since(start) * 1000);
    all_.ms.push_back(into.ms.back());
    into.found += found.records.size();
    return found;
  }

  // The newest pages, pages some way down a chain, and pages of windows all over the ninety days.
  void by(const std::string& attribute, const std::string& value) {
    const std::string key = attribute.empty() ? "" : record::history_key(attribute, value);
    Sample newest, windows;
    for (int round = 0; round < 10; ++round) {
      journal::Query q{.account = kAccount, .region = kRegion, .key = key, .from = {kNow - kDays * 86'400'000}, .to = {kNow}};
      for (int depth = 0; depth < 12; ++depth) {
        auto found = page(q, newest);
        if (!found.more) break;
        q.after = found.next;
      }
    }
    for (int round = 0; round < 100; ++round) {
      std::int64_t to = kNow - std::int64_t(random_() % std::uint64_t(kDays * 86'400'000));
      journal::Query q{.account = kAccount, .region = kRegion, .key = key, .from = {to - std::int64_t(1 + random_() % 72) * 3'600'000}, .to = {to}};
      auto found = page(q, windows);
      if (!found.more) continue;
      q.after = found.next;
      page(q, windows);
    }
    print((attribute.empty() ? "all events" : attribute + " " + value.substr(0, 24)) + ", from now", newest);
    print((attribute.empty() ? "all events" : attribute + " " + value.substr(0, 24)) + ", in a window", windows);
  }

  // Of events from all over.
  void by_id() {
    Sample sample;
    const std::uint64_t last = journal_.head(kAccount, kRegion);
    for (std::uint64_t number = 1; number <= last; number += last / 2000 + 1) {
      std::string id;
      journal_.read(kAccount, kRegion, number, [&](const journal::RecordView& r) { return id = record::history_event(r.json).value().event_id, false; });
      const std::string key = record::history_key("EventId", id);
      journal::Query q{.account = kAccount, .region = kRegion, .key = key, .from = {kNow - kDays * 86'400'000}, .to = {kNow}};
      if (page(q, sample).records.size() != 1) std::exit((std::fprintf(stderr, "event %s was not found\n", id.c_str()), 1));
    }
    print("EventId, each of one event", sample);
  }

  static void print(const std::string& name, Sample& s) {
    std::printf("  %-46s %8.2f %8.2f %8.2f %9zu\n", name.c_str(), s.at(0.5), s.at(0.99), s.at(1), s.found);
  }

  journal::Journal& journal_;
  std::mt19937_64 random_{3};
  Sample all_;
};

struct Sizes { std::uint64_t plain = 0, packed = 0, index = 0; std::size_t files = 0; };
Sizes sizes(const std::filesystem::path& directory) {
  Sizes out;
  for (auto& entry : std::filesystem::directory_iterator(directory)) {
    auto name = entry.path().extension();
    std::error_code gone;                              // it may go meanwhile
    auto size = entry.file_size(gone);
    if (gone) continue;
    (name == ".seg" ? out.plain : name == ".pak" ? out.packed : out.index) += size;
    ++out.files;
  }
  return out;
}

double resident_mib() {
  long pages = 0, resident = 0;
  if (FILE* f = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(f, "%ld %ld", &pages, &resident) != 2) resident = 0;
    std::fclose(f);
  }
  return double(resident) * double(::sysconf(_SC_PAGESIZE)) / 1048576;
}

std::size_t segment_bytes = 16u << 20;                 // as the server has them

std::unique_ptr<journal::Journal> open(const std::filesystem::path& directory) {
  return journal::Journal::open({.directory = directory, .segment_bytes = segment_bytes}, record::history_keys);
}

// Packing goes on behind the writer, as long as it gets on.
void wait_packed(const std::filesystem::path& directory) {
  int still = 0;
  for (std::uint64_t before = 0; still < 30;) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    auto now = sizes(directory).plain;
    if (now <= 6 * segment_bytes) return;
    still = now == before ? still + 1 : 0;
    before = now;
  }
}

void fill(const std::filesystem::path& directory, std::uint64_t records, std::uint64_t streams) {
  auto journal = open(directory);
  Writer writer(*journal, records, streams, [&] { return sizes(directory).plain; });
  auto start = SteadyClock::now();
  writer.write();
  std::printf("%llu events in %llu streams, written in %.0f s", static_cast<unsigned long long>(records), static_cast<unsigned long long>(streams + 1), since(start));
  std::fflush(stdout);
  wait_packed(directory);
  std::printf(", packed after %.0f s\n", since(start));
}

void print_sizes(const std::filesystem::path& directory, double records) {
  auto s = sizes(directory);
  std::printf("  on disk %.0f bytes an event: packed segments %.0f, the newest ones unpacked %.0f, indexes %.0f (%zu files)\n",
              double(s.plain + s.packed + s.index) / records, double(s.packed) / records, double(s.plain) / records, double(s.index) / records, s.files);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: history_bench <directory> [records] [streams] [MiB of a segment]\n");
    return 2;
  }
  const std::uint64_t records = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 5'000'000, streams = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 200;
  if (argc > 4) segment_bytes = std::strtoull(argv[4], nullptr, 10) << 20;
  auto directory = std::filesystem::path(argv[1]) / "history_bench";
  if (!std::filesystem::exists(directory)) fill(directory, records, streams);
  const double before = resident_mib();
  auto begin = SteadyClock::now();
  auto journal = open(directory);
  std::printf("  opened in %.0f ms\n", since(begin) * 1000);
  print_sizes(directory, double(journal->appended()));
  std::fflush(stdout);
  Reader(*journal).measure();
  std::printf("  memory %.0f MiB more than before it was opened\n", resident_mib() - before);
  return 0;
}
