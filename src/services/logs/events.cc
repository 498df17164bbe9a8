#include "services/logs/events.h"

#include "services/logs/sealing.h"

namespace logs {
namespace {

constexpr int kTimeDigits = 13, kStreamDigits = 20, kBatchDigits = 18, kIndexDigits = 5;
constexpr std::size_t kPlaceDigits = kTimeDigits + kStreamDigits + kBatchDigits + kIndexDigits;

std::int64_t number(std::string_view text) {
  std::int64_t out = 0;
  for (char c : text) out = out * 10 + (c - '0');
  return out;
}

}  // namespace

std::string text_of(const Place& p) {
  std::string stream = p.stream.empty() ? std::string(kStreamDigits, '0') : p.stream;
  return digits(p.time, kTimeDigits) + stream + digits(p.batch, kBatchDigits) + digits(p.index, kIndexDigits);
}

std::optional<Place> place_in(std::string_view text) {
  if (text.size() != kPlaceDigits || text.find_first_not_of("0123456789") != text.npos) return {};
  Place out{number(text.substr(0, kTimeDigits)), std::string(text.substr(kTimeDigits, kStreamDigits)),
            number(text.substr(kTimeDigits + kStreamDigits, kBatchDigits)), number(text.substr(kPlaceDigits - kIndexDigits))};
  return out;
}

void Packer::add(std::int64_t time, std::string_view message) {
  base::put_varint(out_, std::uint64_t(time - last_));
  base::put_varint(out_, message.size());
  out_ += message;
  last_ = time;
}

bool unpack(std::string_view packed, const std::function<void(std::int64_t, std::string_view, std::int64_t)>& visit) {
  std::int64_t time = 0, index = 0;
  while (!packed.empty()) {
    std::uint64_t step, size;
    if (!base::get_varint(packed, step) || !base::get_varint(packed, size) || size > packed.size()) return false;
    time += std::int64_t(step);
    visit(time, packed.substr(0, size), index++);
    packed.remove_prefix(size);
  }
  return true;
}

std::string batch_key(const std::string& stream_id, std::int64_t slice, std::int64_t number) {
  return stream_id + time_digits(slice) + digits(number, kBatchDigits);
}
std::string slice_key(const std::string& group_id, std::int64_t slice, const std::string& stream_id) { return group_id + time_digits(slice) + stream_id; }
std::string backward_key(const std::string& stream_id, std::int64_t slice) { return stream_id + time_digits(kLastTime - slice); }

bool Page::wants(std::int64_t first, std::int64_t last) const {
  if (last < from_ || first >= until_) return false;
  if (way_ == Way::forward) return last >= gap_.time && (!edge_ || first <= edge_->time);
  return first <= gap_.time && (!edge_ || last >= edge_->time);
}

bool Page::wants(const Place& at) const {
  if (at.time < from_ || at.time >= until_) return false;
  if (way_ == Way::forward) return at >= gap_ && (!edge_ || at < *edge_);
  return at < gap_ && (!edge_ || at > *edge_);
}

void Page::offer(Event e) {
  bytes_ += e.message.size() + kEventOverhead;
  Place at = e.at;
  events_.emplace(std::move(at), std::move(e));
  while (events_.size() > limit_ || (bytes_ > kPageBytes && events_.size() > 1)) {
    auto outer = way_ == Way::forward ? std::prev(events_.end()) : events_.begin();
    edge_ = outer->first;
    bytes_ -= outer->second.message.size() + kEventOverhead;
    events_.erase(outer);
  }
}

std::size_t offer_batch(Call& call, const Scope& at, const Group& group, std::string_view key, const Batch& batch, Page& page, const Filter& filter) {
  if (!page.wants(batch.first, batch.last)) return 0;
  std::string plain = open(call, at, group, batch.data_key, batch.packed.bytes, key);
  Place place{0, std::string(key.substr(0, kStreamDigits)), number(key.substr(kStreamDigits + kTimeDigits)), 0};
  bool whole = unpack(plain, [&](std::int64_t time, std::string_view message, std::int64_t index) {
    place.time = time;
    place.index = index;
    if (page.wants(place) && (!filter || filter(message))) page.offer({place, batch.ingested, std::string(message)});
  });
  if (!whole) throw ApiError{"ServiceUnavailableException", 500, "The service cannot complete the request."};
  return plain.size();
}

}  // namespace logs
