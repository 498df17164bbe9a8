// Durable records a second: the journal, beside a bare append-and-sync loop of the same bytes, and RocksDB's
// synced batches. One producer queues N entries of one record each, and waits for the last of them.
//   journal_bench <directory> [slices]
#include <fcntl.h>
#include <rocksdb/db.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "journal/journal.h"

namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::size_t kRecordBytes = 1300;

double elapsed(SteadyClock::time_point since) { return std::chrono::duration<double>(SteadyClock::now() - since).count(); }

double cpu_seconds() {
  rusage u;
  getrusage(RUSAGE_SELF, &u);
  return double(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + double(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

std::string record(std::uint64_t i) {
  std::string json = "{\"eventVersion\":\"1.11\",\"eventID\":\"" + std::to_string(i * 0x9E3779B97F4A7C15ull) + "\",\"padding\":\"";
  std::uint64_t x = i + 1;
  while (json.size() < kRecordBytes - 2) {
    x ^= x << 13; x ^= x >> 7; x ^= x << 17;
    json += char('a' + x % 26);
  }
  return json + "\"}";
}

void must(bool ok, const char* what) {
  if (ok) return;
  std::perror(what);
  std::exit(1);
}

// One way to make records durable. Slices of the contenders alternate, so that all meet the same disk.
struct Contender {
  const char* name;
  std::function<void(std::size_t)> batch;              // of n records: returns when they are durable
  std::vector<double> rates = {};                      // records a second, of each slice
  double seconds = 0, cpu = 0;
  std::uint64_t batches = 0;

  void slice(std::size_t n, double length) {
    auto start = SteadyClock::now();
    double cpu_before = cpu_seconds();
    std::uint64_t done = 0;
    for (; elapsed(start) < length; ++done) batch(n);
    double took = elapsed(start);
    rates.push_back(double(done * n) / took);
    seconds += took;
    cpu += cpu_seconds() - cpu_before;
    batches += done;
  }
  double median() {
    std::sort(rates.begin(), rates.end());
    return rates[rates.size() / 2];
  }
  void print(std::size_t n) {
    double middle = median();
    std::printf("  %-28s %10.0f records/s (median; best %.0f)  %8.1f us a batch  %6.2f us CPU a record\n", name, middle, rates.back(),
                seconds * 1e6 / double(batches), cpu * 1e6 / double(batches * n));
  }
};

std::function<void(std::size_t)> journal_batches(const std::filesystem::path& directory, const std::vector<std::string>& records) {
  journal::Options options;
  options.directory = directory / "journal";
  std::shared_ptr<journal::Journal> journal = journal::Journal::open(options);
  return [journal, &records, i = std::uint64_t(0)](std::size_t n) mutable {
    journal::Sequence last = 0;
    for (std::size_t k = 0; k < n; ++k, ++i) {
      journal::Entry entry(i);
      entry.begin_record("111122223333", "us-east-1", journal::kHistory, base::Time{std::int64_t(i)}) += records[i % records.size()];
      entry.end_record();
      last = journal->append(std::move(entry));
    }
    journal->wait(last);
  };
}

std::function<void(std::size_t)> loop_batches(const std::filesystem::path& directory, const std::vector<std::string>& records) {
  int fd = ::open((directory / "loop").c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0600);
  must(fd >= 0, "open");
  return [fd, &records, i = std::uint64_t(0), bytes = std::string()](std::size_t n) mutable {
    bytes.clear();
    for (std::size_t k = 0; k < n; ++k) bytes += records[i++ % records.size()];
    must(::write(fd, bytes.data(), bytes.size()) == ssize_t(bytes.size()), "write");
    must(::fdatasync(fd) == 0, "fdatasync");
  };
}

std::function<void(std::size_t)> rocksdb_batches(const std::filesystem::path& directory, const std::vector<std::string>& records) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kNoCompression;
  rocksdb::BlockBasedTableOptions table;
  table.checksum = rocksdb::kXXH3;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  rocksdb::DB* opened = nullptr;
  must(rocksdb::DB::Open(options, (directory / "rocksdb").string(), &opened).ok(), "RocksDB");
  std::shared_ptr<rocksdb::DB> db(opened);
  return [db, &records, i = std::uint64_t(0)](std::size_t n) mutable {
    rocksdb::WriteBatch batch;
    for (std::size_t k = 0; k < n; ++k, ++i) {
      char key[8];
      for (int b = 0; b < 8; ++b) key[b] = char(i >> (56 - 8 * b));
      batch.Put(rocksdb::Slice(key, 8), records[i % records.size()]);
    }
    rocksdb::WriteOptions synced;
    synced.sync = true;
    must(db->Write(synced, &batch).ok(), "RocksDB");
  };
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: journal_bench <directory> [slices of 0.3 s]\n");
    return 2;
  }
  int slices = argc > 2 ? std::atoi(argv[2]) : 9;
  std::vector<std::string> records;
  for (std::uint64_t i = 0; i < 997; ++i) records.push_back(record(i));
  for (std::size_t n : {1, 10, 100}) {
    auto directory = std::filesystem::path(argv[1]) / ("journal_bench." + std::to_string(::getpid()));
    std::filesystem::create_directories(directory);
    {
      std::vector<Contender> all;
      all.push_back({"journal", journal_batches(directory, records)});
      all.push_back({"append + fdatasync", loop_batches(directory, records)});
      all.push_back({"RocksDB, synced WriteBatch", rocksdb_batches(directory, records)});
      for (int i = 0; i < slices; ++i)
        for (auto& c : all) c.slice(n, 0.3);
      std::printf("batches of %zu\n", n);
      for (auto& c : all) c.print(n);
      std::printf("  journal: %.2f of the bare loop, %.2f times RocksDB\n", all[0].median() / all[1].median(),
                  all[0].median() / all[2].median());
      std::fflush(stdout);
    }
    std::filesystem::remove_all(directory);
  }
  return 0;
}
