#include "services/sqs/memory.h"

namespace sqs {
namespace {

constexpr std::int64_t kSeconds = 300;
constexpr std::size_t kForgottenAtOnce = 8;       // more than are remembered at once, so that the old do not pile up

}  // namespace

Memory::Memory(store::Txn& txn, const Found& f)
    : id_(f.queue.id), remembered_(txn, kRemembered, f.at.account, f.at.region), forget_(txn, kForget, f.at.account, f.at.region) {}

std::optional<Remembered> Memory::recall(const std::string& what, base::Time now) const {
  auto found = remembered_.get(store::joined(id_, what));
  if (found && found->at.plus_seconds(kSeconds) <= now) found.reset();
  return found;
}

void Memory::remember(const std::string& what, const Remembered& value) {
  std::vector<std::string> old;
  const std::string prefix = store::joined(id_, "");
  forget_.each(prefix, "", [&](std::string_view key, const Mark&) {
    std::string_view rest = key.substr(prefix.size());
    if (base::Time{unorder(rest.substr(0, 16))}.plus_seconds(kSeconds) > value.at) return false;
    old.emplace_back(rest);
    return old.size() < kForgottenAtOnce;
  });
  for (auto& rest : old) {
    const std::string row = store::joined(id_, rest.substr(17));
    forget_.erase(prefix + rest);
    if (auto r = remembered_.get(row); r && r->at.plus_seconds(kSeconds) <= value.at) remembered_.erase(row);
  }
  remembered_.put(store::joined(id_, what), value);
  forget_.put(dated(value.at, what), {});
}

}  // namespace sqs
