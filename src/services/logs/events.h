#pragma once
// Events as they are stored and found again: docs/formats/logs.md. Places are total: time, stream, batch, index.
#include "services/logs/door.h"

namespace logs {

inline constexpr std::size_t kPageBytes = 1u << 20, kEventOverhead = 26;     // of an answer or request; an event counts as its message and 26 bytes more

// Where an event stands, or the gap before it. As text: 56 digits, the event's id.
struct Place {
  std::int64_t time = 0;
  std::string stream;                  // id
  std::int64_t batch = 0, index = 0;
  auto operator<=>(const Place&) const = default;
};
std::string text_of(const Place&);
std::optional<Place> place_in(std::string_view text);

struct Event { Place at; std::int64_t ingested = 0; std::string message; };

// A batch's events in one string.
class Packer {
 public:
  void add(std::int64_t time, std::string_view message);
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  std::int64_t last_ = 0;
};
// Calls `visit` with time, message and index, in order; false: damaged.
bool unpack(std::string_view packed, const std::function<void(std::int64_t, std::string_view, std::int64_t)>& visit);

std::string batch_key(const std::string& stream_id, std::int64_t slice, std::int64_t number);
std::string slice_key(const std::string& group_id, std::int64_t slice, const std::string& stream_id);
std::string backward_key(const std::string& stream_id, std::int64_t slice);

// The page that lies nearest to a gap, on one side of it: bounded in events and bytes, whatever order they are offered in.
class Page {
 public:
  enum class Way : std::uint8_t { forward, backward };
  Page(Way way, Place gap, std::int64_t from, std::int64_t until, std::size_t limit) : way_(way), gap_(std::move(gap)), from_(from), until_(until), limit_(limit) {}

  // Whether anything between the times could still come onto the page.
  bool wants(std::int64_t first, std::int64_t last) const;
  bool wants(const Place&) const;
  void offer(Event);
  bool more() const { return edge_.has_value(); }            // something was left out
  const std::map<Place, Event>& events() const { return events_; }
  std::map<Place, Event> take() { return std::move(events_); }

 private:
  Way way_;
  Place gap_;
  std::int64_t from_, until_;          // times: from_ <= t < until_
  std::size_t limit_, bytes_ = 0;
  std::optional<Place> edge_;          // nothing at or beyond it
  std::map<Place, Event> events_;
};

// Offers the events of one batch that the page wants and the filter, if any, lets pass. Answers the bytes looked at.
using Filter = std::function<bool(std::string_view message)>;
std::size_t offer_batch(Call&, const Scope&, const Group&, std::string_view key, const Batch&, Page&, const Filter& = {});

}  // namespace logs
