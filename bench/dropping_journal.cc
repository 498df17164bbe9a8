// The journal's interface, forgetful: entries are counted and dropped. Linked into the benchmark's server in place of the
// real one, to show what recording costs. The orgtrail binary has no such switch.
#include <atomic>

#include "journal/journal.h"

namespace journal {

std::string Cursor::text() const { return {}; }
std::optional<Cursor> Cursor::parse(std::string_view) { return {}; }

struct Journal::Parts { std::atomic<Sequence> last{0}; };

Journal::Journal(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Journal::~Journal() = default;
std::unique_ptr<Journal> Journal::open(Options, Extractor) { return std::unique_ptr<Journal>(new Journal(std::make_unique<Parts>())); }
Sequence Journal::append(Entry&&, Writer) { return ++parts_->last; }
std::optional<std::chrono::steady_clock::time_point> Journal::drive() { return {}; }
std::size_t Journal::entry_limit() const { return SIZE_MAX; }
Sequence Journal::appended() const { return parts_->last; }
Sequence Journal::durable() const { return parts_->last; }
void Journal::notify(Sequence, Waiter& w) { w.durable(); }
void Journal::wait(Sequence) {}
void Journal::replay(Sequence, const Replay&) const {}
Sequence Journal::first() const { return parts_->last + 1; }
std::vector<StreamHead> Journal::streams() const { return {}; }
std::uint64_t Journal::head(std::string_view, std::string_view) const { return 0; }
void Journal::read(std::string_view, std::string_view, std::uint64_t, const std::function<bool(const RecordView&)>&) const {}
Found Journal::lookup(const Query&) const { return {}; }
void Journal::seal() {}
void Journal::drop_before(base::Time, Sequence) {}

}  // namespace journal
