#include "journal/parts.h"

namespace journal {

Journal::Parts::Parts(Options options, std::shared_ptr<Medium> medium, Extractor extract)
    : fault(options.on_fault), shelf(options, std::move(medium), std::move(extract), streams, fault),
      committer(options, shelf, streams, fault), entry_limit(options.segment_bytes - 2 * kBlock) {}

Journal::Journal(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Journal::~Journal() = default;

std::unique_ptr<Journal> Journal::open(Options options, Extractor extract) {
  if (options.segment_bytes % kBlock != 0 || options.segment_bytes < 4 * kBlock || options.segment_bytes > (1u << 30))
    throw std::runtime_error("a journal segment has a multiple of 4096 bytes, between 16 KiB and 1 GiB");
  auto medium = options.medium ? options.medium : options.directory.empty() ? memory_medium() : disk_medium(options.directory);
  return std::unique_ptr<Journal>(new Journal(std::make_unique<Parts>(std::move(options), std::move(medium), std::move(extract))));
}

Sequence Journal::append(Entry&& entry, Writer writer) {
  if (entry.bytes() > parts_->entry_limit)
    throw std::length_error("a commit of " + std::to_string(entry.bytes()) + " bytes is larger than the journal takes");
  return parts_->committer.append(std::move(entry).encoded(), writer == Writer::caller);
}

std::optional<std::chrono::steady_clock::time_point> Journal::drive() { return parts_->committer.drive(); }

std::size_t Journal::entry_limit() const { return parts_->entry_limit; }
Sequence Journal::appended() const { return parts_->committer.appended(); }
Sequence Journal::durable() const { return parts_->committer.durable(); }
void Journal::notify(Sequence sequence, Waiter& waiter) { parts_->committer.notify(sequence, waiter); }
void Journal::wait(Sequence sequence) { parts_->committer.wait(sequence); }
Sequence Journal::first() const { return parts_->shelf.first(); }
std::vector<StreamHead> Journal::streams() const { return parts_->streams.list(); }

std::uint64_t Journal::head(std::string_view account, std::string_view region) const {
  return parts_->streams.durable(std::string(account) + std::string(region)).number;
}

void Journal::seal() {
  parts_->committer.roll();
  parts_->shelf.wait_sealed();
}

void Journal::drop_before(base::Time time, Sequence keep_from) { parts_->shelf.drop_before(time, keep_from); }

}  // namespace journal
