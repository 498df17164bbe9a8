#include "services/s3/lifecycle_rules.h"

#include <algorithm>

#include "base/bytes.h"
#include "services/s3/lock.h"

namespace s3 {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kSmallestMoved = 128 << 10;         // without a size in the rule's filter

bool enabled(const LifecycleRule& rule) { return rule.status == "Enabled"; }

bool within(std::int64_t size, const std::optional<std::int64_t>& above, const std::optional<std::int64_t>& below) {
  return (!above || size > *above) && (!below || size < *below);
}

bool tagged(const Words& tags, const Tag& tag) {
  auto it = tags.find(tag.key);
  return it != tags.end() && it->second == tag.value;
}

void earlier(std::optional<Due>& best, base::Time at, const LifecycleRule& rule) {
  if (!best || at < best->at) best = Due{at, rule.iD.value_or("")};
}

// How far down the storage classes one lies: objects only go downwards.
int depth(std::string_view storage_class) {
  constexpr std::string_view order[] = {"STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR"};
  for (int i = 0; i < 4; ++i) if (order[i] == storage_class) return i + 1;
  return 0;
}

bool sized(const LifecycleRule& rule) {
  if (!rule.filter) return false;
  const auto& f = *rule.filter;
  return f.objectSizeGreaterThan || f.objectSizeLessThan || (f.and_ && (f.and_->objectSizeGreaterThan || f.and_->objectSizeLessThan));
}

// The deepest class that is due; the same for current and noncurrent versions.
struct Move { std::string storage_class, rule; };
void deeper(std::optional<Move>& best, const Version& version, const LifecycleRule& rule, const Named& storage_class) {
  if (!storage_class || (version.size < kSmallestMoved && !sized(rule))) return;
  if (depth(*storage_class) <= depth(best ? best->storage_class : version.storage_class)) return;
  best = Move{*storage_class, rule.iD.value_or("")};
}

struct Case {
  const std::vector<LifecycleRule>& rules;
  std::string_view key;
  const Version& version;
  Words tags;
  base::Time now;

  bool covered(const LifecycleRule& rule) const { return covers(rule, key, version.size, tags); }

  std::optional<Move> move_of_current() const {
    std::optional<Move> best;
    for (auto& rule : rules) {
      if (!rule.transitions || !covered(rule)) continue;
      for (auto& t : *rule.transitions)
        if (t.date ? *t.date <= now : t.days && due_after(version.modified, *t.days) <= now) deeper(best, version, rule, t.storageClass);
    }
    return best;
  }

  // `since`: it is noncurrent; `newer`: noncurrent versions that are newer.
  std::optional<Move> move_of_noncurrent(base::Time since, std::int64_t newer) const {
    std::optional<Move> best;
    for (auto& rule : rules) {
      if (!rule.noncurrentVersionTransitions || !covered(rule)) continue;
      for (auto& t : *rule.noncurrentVersionTransitions)
        if (newer >= t.newerNoncurrentVersions.value_or(0) && due_after(since, t.noncurrentDays.value_or(0)) <= now)
          deeper(best, version, rule, t.storageClass);
    }
    return best;
  }

  std::optional<std::string> removed_noncurrent(base::Time since, std::int64_t newer) const {
    for (auto& rule : rules) {
      const auto& e = rule.noncurrentVersionExpiration;
      if (e && covered(rule) && newer >= e->newerNoncurrentVersions.value_or(0) && due_after(since, e->noncurrentDays.value_or(0)) <= now)
        return rule.iD.value_or("");
    }
    return {};
  }

  // A marker that covers nothing any more goes by its own element, or with age.
  std::optional<std::string> removed_marker() const {
    for (auto& rule : rules) {
      const auto& e = rule.expiration;
      if (!e || !covered(rule)) continue;
      if (e->expiredObjectDeleteMarker == true || (e->date && *e->date <= now) || (e->days && due_after(version.modified, *e->days) <= now))
        return rule.iD.value_or("");
    }
    return {};
  }
};

}  // namespace

base::Time midnight_after(base::Time t) { return {(t.ms / kDayMs + 1) * kDayMs}; }

base::Time due_after(base::Time from, std::int64_t days) { return {midnight_after(from).ms + days * kDayMs}; }

bool covers(const LifecycleRule& rule, std::string_view key, std::int64_t size, const Words& tags) {
  if (!enabled(rule) || !key.starts_with(rule.prefix.value_or(""))) return false;
  if (!rule.filter) return true;
  const auto& f = *rule.filter;
  if (!key.starts_with(f.prefix.value_or("")) || (f.tag && !tagged(tags, *f.tag))) return false;
  if (!within(size, f.objectSizeGreaterThan, f.objectSizeLessThan)) return false;
  if (!f.and_) return true;
  const auto& a = *f.and_;
  if (!key.starts_with(a.prefix.value_or("")) || !within(size, a.objectSizeGreaterThan, a.objectSizeLessThan)) return false;
  return !a.tags || std::all_of(a.tags->begin(), a.tags->end(), [&](auto& tag) { return tagged(tags, tag); });
}

bool ask_for_tags(const std::vector<LifecycleRule>& rules) {
  return std::any_of(rules.begin(), rules.end(), [](auto& r) { return r.filter && (r.filter->tag || (r.filter->and_ && r.filter->and_->tags)); });
}

std::optional<Due> expiry_of(const std::vector<LifecycleRule>& rules, std::string_view key, const Version& current, const Words& tags) {
  std::optional<Due> best;
  for (auto& rule : rules) {
    if (!rule.expiration || !covers(rule, key, current.size, tags)) continue;
    if (rule.expiration->date) earlier(best, *rule.expiration->date, rule);
    if (rule.expiration->days) earlier(best, due_after(current.modified, *rule.expiration->days), rule);
  }
  return best;
}

std::optional<Due> abort_of(const std::vector<LifecycleRule>& rules, std::string_view key, base::Time initiated) {
  std::optional<Due> best;
  for (auto& rule : rules)
    if (rule.abortIncompleteMultipartUpload && covers(rule, key, 0, {}))
      earlier(best, due_after(initiated, rule.abortIncompleteMultipartUpload->daysAfterInitiation.value_or(0)), rule);
  return best;
}

std::string expiration_header(const Due& due) {
  return "expiry-date=\"" + base::http_date(due.at) + "\", rule-id=\"" + base::percent_encode(due.rule) + "\"";
}

std::vector<Deed> judge_key(const std::vector<LifecycleRule>& rules, std::string_view key, const std::vector<Version>& versions,
                            const std::function<Words(std::size_t)>& tags, base::Time now) {
  using Kind = Deed::Kind;
  std::vector<Deed> out;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const Version& version = versions[i];
    Case c{rules, key, version, tags(i), now};
    if (i > 0) {
      const base::Time since = versions[i - 1].modified;
      const auto newer = std::int64_t(i) - 1;
      auto rule = guard_of(version.lock, now) == Guard::none ? c.removed_noncurrent(since, newer) : std::nullopt;
      if (rule) out.push_back({Kind::remove_noncurrent, i, *rule});
      else if (auto move = version.marker ? std::nullopt : c.move_of_noncurrent(since, newer))
        out.push_back({Kind::transition, i, move->rule, move->storage_class});
    } else if (version.marker) {
      auto rule = versions.size() == 1 ? c.removed_marker() : std::nullopt;
      if (rule) out.push_back({Kind::remove_marker, i, *rule});
    } else if (auto due = expiry_of(rules, key, version, c.tags); due && due->at <= now) {
      out.push_back({Kind::expire_current, i, due->rule});
    } else if (auto move = c.move_of_current()) {
      out.push_back({Kind::transition, i, move->rule, move->storage_class});
    }
  }
  return out;
}

}  // namespace s3
