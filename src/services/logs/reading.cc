#include "services/logs/reading.h"

#include <set>

#include "base/crypto.h"
#include "services/logs/events.h"
#include "services/logs/pattern.h"

namespace logs {
namespace {

constexpr std::int64_t kDay = 86'400'000;                    // ms
// What one FilterLogEvents looks at before it answers with what it has and a token.
constexpr std::size_t kLookedAtBytes = 16u << 20, kLookedAtRows = 20'000;

// Expired events are gone for readers at once, and from the store soon after.
std::int64_t oldest(const Call& call, const Group& g, const Maybe<Milliseconds>& start) {
  std::int64_t from = start ? start->value : 0;
  return g.retention ? std::max(from, call.now().ms - g.retention * kDay) : from;
}

void must_be_readable(const Group& g, std::string_view operation) {
  if (g.group_class != "STANDARD") throw invalid(std::string(operation) + " is not supported for log groups of the " + g.group_class + " class.");
}

std::vector<Access> reading_access(std::string_view action, const Named& n, Access first, const Maybe<bool>& unmask, Call& call) {
  std::vector<Access> out;
  first.action = action;
  out.push_back(std::move(first));
  if (unmask.value_or(false)) out.push_back(on_group("logs:Unmask", n, call));
  return out;
}

// ---- one stream

// f/<place>/s and b/<place>/s: the gap to read on from, and the way.
struct Token_ { Page::Way way; Place gap; };

std::string token(Page::Way way, const Place& gap) { return (way == Page::Way::forward ? "f/" : "b/") + text_of(gap) + "/s"; }

std::optional<Token_> read_token(const Maybe<Token>& text) {
  if (!text) return {};
  std::string_view t = *text;
  std::optional<Place> gap;
  if (t.size() > 4 && t.ends_with("/s") && (t.starts_with("f/") || t.starts_with("b/"))) gap = place_in(t.substr(2, t.size() - 4));
  if (!gap) throw invalid("The specified nextToken is invalid.");
  return Token_{t.front() == 'f' ? Page::Way::forward : Page::Way::backward, std::move(*gap)};
}

void read_forward(Call& call, const Named& n, const Group& g, const Stream& s, std::int64_t start, Page& page) {
  call.elsewhere(kBatches, n.at.account, n.at.region).each(s.id, s.id + time_digits(slice_of(start)), [&](std::string_view key, const Batch& b) {
    if (!page.wants(slice_of(b.first), kLastTime)) return false;       // so neither does it want what comes later
    offer_batch(call, n.at, g, key, b, page);
    return true;
  });
}

void read_backward(Call& call, const Named& n, const Group& g, const Stream& s, std::int64_t end, Page& page) {
  auto batches = call.elsewhere(kBatches, n.at.account, n.at.region);
  call.elsewhere(kBackwards, n.at.account, n.at.region).each(s.id, backward_key(s.id, slice_of(end)), [&](std::string_view, const Mark& slice) {
    if (!page.wants(0, slice.at + kSlice - 1)) return false;
    batches.each(s.id + time_digits(slice.at), "", [&](std::string_view key, const Batch& b) {
      offer_batch(call, n.at, g, key, b, page);
      return true;
    });
    return true;
  });
}

// ---- a group

// What a page of FilterLogEvents belongs to: a token of another question is refused.
std::string question(const FilterLogEvents& q, const Group& g) {
  std::string text = g.id;
  auto add = [&](std::string_view part) { (text += '\0') += part; };
  add(q.filterPattern ? std::string_view(*q.filterPattern) : "");
  add(q.logStreamNamePrefix ? std::string_view(*q.logStreamNamePrefix) : "");
  add(q.endTime ? std::to_string(q.endTime->value) : "");
  if (q.logStreamNames) for (auto& name : *q.logStreamNames) add(name);
  return base::sha256(text).substr(0, 6);
}

Place continued(const FilterLogEvents& q, const Group& g, std::int64_t start) {
  if (!q.nextToken) return {start, "", 0, 0};
  auto bytes = base::unbase64url(*q.nextToken);
  auto place = bytes && bytes->size() > 6 && bytes->substr(0, 6) == question(q, g) ? place_in(bytes->substr(6)) : std::nullopt;
  if (!place) throw invalid("The specified nextToken is invalid.");
  return std::move(*place);
}

// Which streams are searched: those named, those of a prefix, or all. Streams deleted and made again have other ids.
class Chosen {
 public:
  Chosen(const FilterLogEvents& q, Call& call, const Named& n, const Group& g) : q_(q), streams_(call.elsewhere(kStreams, n.at.account, n.at.region)), group_(g) {
    if (!q.logStreamNames) return;
    for (auto& name : *q.logStreamNames) names_.insert(stream_of(call, n.at, g, name).name);
  }
  // The stream's name where it is searched; nullptr: it is not.
  const std::string* name(const std::string& id, const std::string& name) {
    if (q_.logStreamNames && !names_.contains(name)) return nullptr;
    if (q_.logStreamNamePrefix && !name.starts_with(*q_.logStreamNamePrefix)) return nullptr;
    auto known = by_id_.find(id);
    if (known == by_id_.end()) {
      auto s = streams_.get(stream_key(group_.id, name));
      known = by_id_.emplace(id, s && s->id == id ? std::optional(name) : std::nullopt).first;
    }
    return known->second ? &*known->second : nullptr;
  }
  const std::string& name_of(const std::string& id) const { return *by_id_.at(id); }

 private:
  const FilterLogEvents& q_;
  store::Bound<Stream> streams_;
  const Group& group_;
  std::set<std::string, std::less<>> names_;
  std::map<std::string, std::optional<std::string>> by_id_;
};

// Slices in the order of time, each with the streams that have events in it. Answers where to go on when it stopped early.
std::optional<Place> search(Call& call, const Named& n, const Group& g, Chosen& chosen, std::int64_t start, Page& page, const Filter& filter) {
  auto batches = call.elsewhere(kBatches, n.at.account, n.at.region);
  std::size_t bytes = 0, rows = 0;
  std::int64_t slice = -1;
  std::optional<Place> stopped;
  call.elsewhere(kSlices, n.at.account, n.at.region).each(g.id, g.id + time_digits(slice_of(start)), [&](std::string_view key, const Slice& row) {
    std::int64_t at = std::stoll(std::string(key.substr(g.id.size(), 13)));
    if (!page.wants(at, kLastTime)) return false;
    if (at != slice && (bytes > kLookedAtBytes || rows > kLookedAtRows)) {
      stopped = Place{at, "", 0, 0};
      return false;
    }
    slice = at;
    ++rows;
    std::string stream(key.substr(g.id.size() + 13));
    if (!chosen.name(stream, row.stream)) return true;
    batches.each(stream + time_digits(at), "", [&](std::string_view batch, const Batch& b) {
      bytes += offer_batch(call, n.at, g, batch, b, page, filter);
      ++rows;
      return true;
    });
    return true;
  });
  return stopped;
}

Place behind(Place at) {
  ++at.index;
  return at;
}

Pattern compiled(const Maybe<FilterPattern>& text) {
  try {
    return Pattern::compile(text ? std::string_view(*text) : std::string_view());
  } catch (const PatternFault& fault) {
    throw invalid(fault.what());
  }
}

}  // namespace

std::vector<Access> to_get_log_events(const GetLogEvents& q, Call& call) {
  Named n = named(call, q.logGroupName, q.logGroupIdentifier);
  return reading_access("logs:GetLogEvents", n, on_stream("", n, q.logStreamName, call), q.unmask, call);
}
std::vector<Access> to_filter_log_events(const FilterLogEvents& q, Call& call) {
  Named n = named(call, q.logGroupName, q.logGroupIdentifier);
  return reading_access("logs:FilterLogEvents", n, on_group("", n, call), q.unmask, call);
}

GetLogEventsResult get_log_events(const GetLogEvents& q, Call& call) {
  Named n = named(call, q.logGroupName, q.logGroupIdentifier);
  Group g = group_at(call, n);
  Stream s = stream_of(call, n.at, g, q.logStreamName);
  must_be_readable(g, "GetLogEvents");
  const std::int64_t start = oldest(call, g, q.startTime), end = q.endTime ? std::min<std::int64_t>(q.endTime->value, kLastTime) : kLastTime;
  const Page::Way first = q.startFromHead.value_or(false) ? Page::Way::forward : Page::Way::backward;
  Token_ from = read_token(q.nextToken).value_or(Token_{first, first == Page::Way::forward ? Place{start, "", 0, 0} : Place{end, "", 0, 0}});
  Page page(from.way, from.gap, start, end, std::size_t(q.limit ? q.limit->value : 10'000));
  if (from.way == Page::Way::forward) read_forward(call, n, g, s, std::max(start, from.gap.time), page);
  else read_backward(call, n, g, s, std::min(end, from.gap.time), page);
  auto events = page.take();
  GetLogEventsResult out;
  for (auto& [at, e] : events) out.events.push_back({at.time, std::move(e.message), e.ingested});
  // Where there is nothing, the gap itself; from the tail of nothing, what is yet to come lies ahead of the start.
  Place left = from.gap, right = from.gap;
  if (!events.empty()) left = events.begin()->first, right = behind(events.rbegin()->first);
  else if (!q.nextToken) left = right = Place{start, "", 0, 0};
  out.nextForwardToken = token(Page::Way::forward, right);
  out.nextBackwardToken = token(Page::Way::backward, left);
  return out;
}

FilterLogEventsResult filter_log_events(const FilterLogEvents& q, Call& call) {
  if (q.logStreamNames && q.logStreamNamePrefix) throw invalid("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
  if (q.startTime && q.endTime && q.startTime->value > q.endTime->value) throw invalid("endTime cannot be before startTime.");
  Named n = named(call, q.logGroupName, q.logGroupIdentifier);
  Group g = group_at(call, n);
  must_be_readable(g, "FilterLogEvents");
  const Pattern pattern = compiled(q.filterPattern);
  Chosen chosen(q, call, n, g);
  const std::int64_t start = oldest(call, g, q.startTime), end = q.endTime ? std::min<std::int64_t>(q.endTime->value, kLastTime - 1) + 1 : kLastTime;
  Place from = continued(q, g, start);
  Page page(Page::Way::forward, from, start, end, std::size_t(q.limit ? q.limit->value : 10'000));
  auto stopped = search(call, n, g, chosen, std::max(start, from.time), page, [&](std::string_view message) { return pattern.matches(message); });
  const bool more = page.more();
  auto events = page.take();
  FilterLogEventsResult out;
  if (more) stopped = behind(events.rbegin()->first);
  if (stopped) out.nextToken = base::base64url(question(q, g) + text_of(*stopped));
  for (auto& [at, e] : events) out.events.push_back({chosen.name_of(at.stream), at.time, std::move(e.message), e.ingested, text_of(at)});
  return out;
}

}  // namespace logs
