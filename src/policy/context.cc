#include "policy/context.h"

#include <algorithm>
#include <cstring>

#include "base/bytes.h"

namespace policy {
namespace {

constexpr std::size_t kChunk = 2048, kTypicalKeys = 32;

}  // namespace

Context::Context() {
  entries_.reserve(kTypicalKeys);
  values_.reserve(kTypicalKeys);
}

std::string_view Context::keep(std::string_view text) {
  if (text.empty()) return {};
  if (chunks_.empty() || text.size() > room_) {   // a moved-from context has no chunks
    room_ = std::max(kChunk, text.size());
    next_ = chunks_.emplace_back(new char[room_]).get();
  }
  char* copy = next_;
  std::memcpy(copy, text.data(), text.size());
  next_ += text.size();
  room_ -= text.size();
  return {copy, text.size()};
}

Context::Entry& Context::entry(std::string_view key, std::size_t count, bool copy) {
  auto first = std::uint32_t(values_.size());
  for (auto& e : entries_) {
    if (!base::iequals(e.key, key)) continue;
    e.first = first;
    e.count = std::uint32_t(count);
    return e;
  }
  return entries_.emplace_back(Entry{copy ? keep(key) : key, first, std::uint32_t(count)});
}

void Context::set(std::string_view key, std::string_view value) {
  entry(key, 1, true);
  values_.push_back(keep(value));
}

void Context::set(std::string_view key, const std::vector<std::string>& values) {
  entry(key, values.size(), true);
  for (auto& v : values) values_.push_back(keep(v));
}

void Context::set(std::string_view key, std::initializer_list<std::string_view> values) {
  entry(key, values.size(), true);
  for (auto v : values) values_.push_back(keep(v));
}

void Context::refer(std::string_view key, std::string_view value) {
  entry(key, 1, false);
  values_.push_back(value);
}

void Context::refer(std::string_view key, Values values) {
  entry(key, values.size(), false);
  values_.insert(values_.end(), values.begin(), values.end());
}

void Context::refer(std::string_view key, const std::vector<std::string>& values) {
  entry(key, values.size(), false);
  values_.insert(values_.end(), values.begin(), values.end());
}

std::optional<Context::Values> Context::find(std::string_view key) const {
  for (auto& e : entries_) {
    if (!base::iequals(e.key, key)) continue;
    if (e.count == 0) return {};
    return Values(values_).subspan(e.first, e.count);
  }
  return {};
}

}  // namespace policy
