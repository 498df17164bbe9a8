#include "services/logs/streams.h"

namespace logs {
namespace {

// Streams without events stand behind all others.
std::string latest_key(const Group& g, const Stream& s) { return g.id + time_digits(kLastTime - std::max<std::int64_t>(s.last, 0)) + s.id; }

LogStream description(const Call& call, const Scope& at, const Group& g, const Stream& s) {
  LogStream out{.logStreamName = s.name, .creationTime = s.created.ms};
  if (s.first >= 0) out.firstEventTimestamp = s.first;
  if (s.last >= 0) out.lastEventTimestamp = s.last;
  if (s.ingested >= 0) out.lastIngestionTime = s.ingested;
  out.uploadSequenceToken = sequence_token(s);
  out.arn = stream_arn(call.house(), at, g.name, s.name);
  return out;
}

// The rows before or after a place in an order that the table does not have: the best `limit` of them, and whether there are more.
// `Order` answers whether a comes before b; the keys are what tokens are made of.
struct Ranked { std::string key; Stream stream; };

class Best {
 public:
  Best(std::size_t limit, std::string from, bool descending) : limit_(limit), from_(std::move(from)), descending_(descending) {}
  void offer(std::string key, Stream s) {
    if (!from_.empty() && (descending_ ? key >= from_ : key <= from_)) return;
    rows_.emplace(std::move(key), std::move(s));
    if (rows_.size() <= limit_ + 1) return;
    if (descending_) rows_.erase(rows_.begin()); else rows_.erase(std::prev(rows_.end()));
  }
  // In order; one more than asked for tells that there are more.
  std::vector<Ranked> take() {
    std::vector<Ranked> out;
    for (auto& [key, s] : rows_) out.push_back({key, std::move(s)});
    if (descending_) std::reverse(out.begin(), out.end());
    return out;
  }

 private:
  std::size_t limit_;
  std::string from_;
  bool descending_;
  std::map<std::string, Stream> rows_;
};

std::string given(const Maybe<Token>& token) {
  std::string key = after(token);
  if (!key.empty()) key.pop_back();
  return key;
}

// By name from the end, or by last event from the oldest: every stream is looked at, a page is kept.
void in_other_order(const DescribeLogStreams& q, const Call& call, const Named& n, const Group& g, bool by_time, DescribeLogStreamsResult& out) {
  const std::size_t limit = page_size(q.limit);
  Best best(limit, given(q.nextToken), !by_time);
  call.elsewhere(kStreams, n.at.account, n.at.region).each(stream_key(g.id, q.logStreamNamePrefix ? std::string(*q.logStreamNamePrefix) : ""), "",
                                                            [&](std::string_view, Stream s) {
    std::string key = by_time ? time_digits(std::max<std::int64_t>(s.last, 0)) + s.id : s.name;
    best.offer(std::move(key), std::move(s));
    return true;
  });
  auto rows = best.take();
  for (std::size_t i = 0; i < rows.size() && i < limit; ++i) out.logStreams.push_back(description(call, n.at, g, rows[i].stream));
  if (rows.size() > limit) out.nextToken = base::base64url(rows[limit - 1].key);
}

void by_latest_event(const DescribeLogStreams& q, const Call& call, const Named& n, const Group& g, DescribeLogStreamsResult& out) {
  auto streams = call.elsewhere(kStreams, n.at.account, n.at.region);
  out.nextToken = page(call.elsewhere(kLatest, n.at.account, n.at.region), g.id, q.nextToken, page_size(q.limit), [&](std::string_view, const Slice& row) {
    auto s = streams.get(stream_key(g.id, row.stream));
    if (!s) return false;
    out.logStreams.push_back(description(call, n.at, g, *s));
    return true;
  });
}

}  // namespace

std::string sequence_token(const Stream& s) { return "49" + digits(s.next_batch, 34) + s.id; }

void save_stream(const Call& call, const Group& g, const Stream* before, const Stream& after) {
  call.in(kStreams).put(stream_key(g.id, after.name), after);
  if (before && before->last == after.last) return;
  auto latest = call.in(kLatest);
  if (before) latest.erase(latest_key(g, *before));
  latest.put(latest_key(g, after), {after.name});
}

Access to_create_log_stream(const CreateLogStream& q, Call& call) {
  return on_stream("logs:CreateLogStream", {q.logGroupName, call.scope()}, q.logStreamName, call);
}
Access to_delete_log_stream(const DeleteLogStream& q, Call& call) {
  return on_stream("logs:DeleteLogStream", {q.logGroupName, call.scope()}, q.logStreamName, call);
}
Access to_describe_log_streams(const DescribeLogStreams& q, Call& call) {
  return on_group("logs:DescribeLogStreams", named(call, q.logGroupName, q.logGroupIdentifier), call);
}

Nothing create_log_stream(const CreateLogStream& q, Call& call) {
  Group g = group_of(call, q.logGroupName);
  if (call.in(kStreams).has(stream_key(g.id, q.logStreamName)))
    throw ApiError{"ResourceAlreadyExistsException", 400, "The specified log stream already exists"};
  save_stream(call, g, nullptr, {.name = q.logStreamName, .id = base::random_text(20, base::kDigits), .created = call.now()});
  return {};
}

Nothing delete_log_stream(const DeleteLogStream& q, Call& call) {
  Group g = group_of(call, q.logGroupName);
  if (g.protected_) throw ApiError{"ValidationException", 400, "The log group is protected from deletion."};
  Stream s = stream_of(call, call.scope(), g, q.logStreamName);
  call.in(kStreams).erase(stream_key(g.id, s.name));
  call.in(kLatest).erase(latest_key(g, s));
  if (auto volume = call.in(kVolumes).get(g.id)) call.in(kVolumes).put(g.id, {volume->bytes - s.bytes, volume->events - s.events});
  if (s.events) call.elsewhere(kDoomed, "").put(g.id + s.id, {call.scope().account, call.scope().region, g.id, s.id});
  return {};
}

DescribeLogStreamsResult describe_log_streams(const DescribeLogStreams& q, Call& call) {
  const bool by_time = q.orderBy && *q.orderBy == "LastEventTime", descending = q.descending.value_or(false);
  if (by_time && q.logStreamNamePrefix) throw invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
  Named n = named(call, q.logGroupName, q.logGroupIdentifier);
  Group g = group_at(call, n);
  DescribeLogStreamsResult out;
  if (by_time && descending) {
    by_latest_event(q, call, n, g, out);
  } else if (by_time || descending) {
    in_other_order(q, call, n, g, by_time, out);
  } else {
    std::string begin = stream_key(g.id, q.logStreamNamePrefix ? std::string(*q.logStreamNamePrefix) : "");
    out.nextToken = page(call.elsewhere(kStreams, n.at.account, n.at.region), begin, q.nextToken, page_size(q.limit), [&](std::string_view, const Stream& s) {
      out.logStreams.push_back(description(call, n.at, g, s));
      return true;
    });
  }
  return out;
}

}  // namespace logs
