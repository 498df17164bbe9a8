#include "journal/streams.h"

#include <cstring>

#include "base/crc.h"

namespace journal {
namespace {

constexpr std::string_view kOriginMagic = "OTRLORG1";
constexpr std::size_t kOriginHead = 28, kOriginRow = kStreamName + 8 + 32;

std::string name_of(std::string_view stream) {
  return std::string(stream.substr(0, kAccount)) + "/" + std::string(stream.substr(std::min(kAccount, stream.size())));
}

}  // namespace

// magic 8, segment 8, first 8, count 4, rows (stream 44, number 8, hash 32), crc 4
std::string encode(const Origin& o) {
  std::string out(kOriginMagic);
  base::put_u64(out, o.segment);
  base::put_u64(out, o.first);
  base::put_u32(out, std::uint32_t(o.heads.size()));
  for (auto& [name, head] : o.heads) {
    out += padded_stream(name);
    base::put_u64(out, head.number);
    out += view(head.hash);
  }
  base::put_u32(out, base::crc32c(out));
  return out;
}

Origin decode_origin(std::string_view in) {
  auto body = in.substr(0, in.size() - std::min<std::size_t>(in.size(), 4));
  if (body.size() < kOriginHead || !in.starts_with(kOriginMagic) || get_u32(in.data() + body.size()) != base::crc32c(body))
    throw Damage("the journal's origin file is damaged");
  Origin o{get_u64(in.data() + 8), get_u64(in.data() + 16), {}};
  std::uint64_t count = get_u32(in.data() + 24);
  if (body.size() != kOriginHead + count * kOriginRow) throw Damage("the journal's origin file is damaged");
  for (const char* p = in.data() + kOriginHead; count > 0; --count, p += kOriginRow) {
    std::string_view name(p, kStreamName);
    Head head{get_u64(p + kStreamName), {}};
    std::memcpy(head.hash.data(), p + kStreamName + 8, 32);
    o.heads.emplace(name.substr(0, std::min(name.find('\0', kAccount), name.size())), head);
  }
  return o;
}

Origin read_origin(const Medium& medium) {
  auto file = medium.open(kOriginName);
  if (!file) return {};
  std::string text(file->size(), '\0');
  file->read(0, text.data(), text.size());
  return decode_origin(text);
}

std::optional<Origin> read_heads(const Medium& medium) {
  auto file = medium.open(kHeadsName);
  if (!file) return {};
  std::string text(file->size(), '\0');
  file->read(0, text.data(), text.size());
  try {
    return decode_origin(text);
  } catch (const Damage&) {                            // it is made again
    return {};
  }
}

void follow(Origin& origin, std::uint64_t segment, Sequence last, const std::vector<std::pair<std::string, Run>>& streams) {
  for (auto& [stream, run] : streams) origin.heads[stream] = {run.first + run.count - 1, run.after};
  origin.segment = segment + 1;
  origin.first = last + 1;
}

void Streams::begin(const Origin& origin) {
  for (auto& [name, head] : origin.heads) streams_[name] = {head, head, false};
}

void Streams::continues(std::string_view stream, const Head& head, std::uint64_t number, std::string_view previous) const {
  if (number != head.number + 1)
    throw Damage("the journal is damaged: after record " + std::to_string(head.number) + " of " + name_of(stream) +
                 " comes record " + std::to_string(number));
  if (previous != view(head.hash))
    throw Damage("the journal is damaged: record " + std::to_string(number) + " of " + name_of(stream) +
                 " does not continue the hash chain");
}

void Streams::follow(const RecordView& record) {
  Stream& stream = at(stream_of(record));
  continues(stream_of(record), stream.assigned, record.number, record.previous);
  stream.assigned.number = record.number;
  record.hash.copy(stream.assigned.hash.data(), 32);
  stream.durable = stream.assigned;
}

void Streams::follow(std::string_view name, const Run& run) {
  Stream& stream = at(name);
  continues(name, stream.assigned, run.first, view(run.before));
  stream.assigned = stream.durable = {run.first + run.count - 1, run.after};
}

// Only the committer changes the map, so it may look without the lock.
Stream& Streams::at(std::string_view name) {
  auto it = streams_.find(name);
  if (it != streams_.end()) return it->second;
  std::lock_guard lock(mutex_);
  return streams_.emplace(name, Stream{}).first->second;
}

void Streams::publish(std::vector<Stream*>& touched) {
  std::lock_guard lock(mutex_);
  for (Stream* s : touched) {
    s->durable = s->assigned;
    s->touched = false;
  }
  touched.clear();
}

Head Streams::durable(std::string_view name) const {
  std::lock_guard lock(mutex_);
  auto it = streams_.find(name);
  return it == streams_.end() ? Head{} : it->second.durable;
}

std::vector<StreamHead> Streams::list() const {
  std::lock_guard lock(mutex_);
  std::vector<StreamHead> out;
  for (auto& [name, stream] : streams_)
    if (stream.durable.number > 0)
      out.push_back({name.substr(0, kAccount), name.substr(kAccount), stream.durable.number, std::string(view(stream.durable.hash))});
  return out;
}

}  // namespace journal
