#include "services/s3/lifecycle.h"
#include "services/s3/names.h"
#include "services/s3/notices.h"
#include "services/s3/objects.h"
#include "services/s3/records.h"
#include "services/s3/uploads.h"
#include "services/s3/walk.h"

namespace s3 {
namespace {

using service::House;

// How much is read and done before other workers have their turn.
constexpr std::size_t kMostRead = 5'000, kMostDone = 200, kMostOfKey = 50'000;

struct Wanted { std::string key, version; Deed deed; };
struct Ended { std::string key, upload, rule; };

// One bucket's rules on their way through its keys, then its uploads.
struct Round {
  std::string name;
  std::string from;                    // the place behind what has been read
  bool uploads = false, done = false;
  std::vector<Wanted> wanted{};
  std::vector<Ended> ended{};
};

class Reading {
 public:
  Reading(store::Txn& txn, const Bucket& bucket, const Lifecycle& lifecycle, base::Time now, Round& round)
      : txn_(txn), bucket_(bucket), heads_(txn, kHeads, bucket.account, bucket.region),
        uploads_(txn, kUploads, bucket.account, bucket.region), lifecycle_(lifecycle), now_(now), round_(round),
        ask_for_tags_(s3::ask_for_tags(lifecycle.rules)) {}

  void keys() {
    std::string from = round_.from;
    bool full = false;
    walk(heads_, round_.name, "", from, [&](std::string_view key, std::string_view place, Head head) -> Next {
      if (key != key_) {
        judge();
        if (read_ >= kMostRead || round_.wanted.size() >= kMostDone) { full = true; return {.stop = true}; }
        key_ = key;
      }
      ++read_;
      if (of_key_.size() == kMostOfKey) return {.to = past_key(key)};        // the rest of them tomorrow
      of_key_.push_back(std::move(head.version));
      places_.emplace_back(place);
      return {};
    });
    judge();
    if (full) return;
    round_.uploads = true;
    round_.from.clear();
  }

  void uploads() {
    bool full = false;
    walk(uploads_, round_.name, "", round_.from, [&](std::string_view key, std::string_view id, Upload upload) -> Next {
      if (++read_ > kMostRead || round_.ended.size() >= kMostDone) { full = true; return {.stop = true}; }
      round_.from = store::joined(key, id) + '\0';
      auto due = abort_of(lifecycle_.rules, key, upload.initiated);
      if (due && due->at <= now_) round_.ended.push_back({std::string(key), std::string(id), due->rule});
      return {};
    });
    round_.done = !full;
  }

 private:
  void judge() {
    if (of_key_.empty()) return;
    auto tags = [&](std::size_t i) -> Words {
      if (!ask_for_tags_ || !of_key_[i].tagged) return {};
      auto object = object_of(txn_, bucket_, store::joined(round_.name, key_, places_[i]), of_key_[i]);
      return object ? std::move(object->content.tags) : Words{};
    };
    for (auto& deed : judge_key(lifecycle_.rules, key_, of_key_, tags, now_)) round_.wanted.push_back({key_, of_key_[deed.index].id, deed});
    round_.from = past_key(key_);
    of_key_.clear();
    places_.clear();
  }

  store::Txn& txn_;
  const Bucket& bucket_;
  store::Bound<Head> heads_;
  store::Bound<Upload> uploads_;
  const Lifecycle& lifecycle_;
  const base::Time now_;
  Round& round_;
  const bool ask_for_tags_;
  std::size_t read_ = 0;
  std::string key_;
  std::vector<Version> of_key_;
  std::vector<std::string> places_;
};

// Does what was found, unless it has changed since.
class Doing {
 public:
  Doing(Call& call, const std::string& name, const Bucket& bucket) : call_(call), name_(name), bucket_(bucket), versions_(call, name, bucket) {}

  void version(const Wanted& w) {
    using Kind = Deed::Kind;
    auto found = versions_.find(w.key, w.version);
    if (!found) return;
    const bool of_current = w.deed.kind == Kind::expire_current || w.deed.kind == Kind::remove_marker;
    if (of_current && versions_.latest(w.key)->ordinal != found->ordinal) return;
    switch (w.deed.kind) {
      case Kind::expire_current: return expire(w, *found);
      case Kind::remove_noncurrent:
        if (guard_of(found->version.lock, call_.now()) == Guard::none) remove(w, *found);
        return;
      case Kind::remove_marker: return remove(w, *found);
      case Kind::transition: return move(w, *found);
    }
  }

  void upload(const Ended& e) {
    auto rows = call_.elsewhere(kUploads, bucket_.account, bucket_.region);
    if (!rows.has(store::joined(name_, e.key, e.upload))) return;
    drop_upload(name_, bucket_, e.key, e.upload, call_);
    record_lifecycle(call_, name_, bucket_, {"LifecycleAbort", "S3.DELETE.UPLOAD", e.key, {}, e.rule});
  }

 private:
  void expire(const Wanted& w, const Versions::Found& found) {
    if (bucket_.versioning.empty()) return remove(w, found);
    std::string id = versions_.add(w.key, {.modified = modified_now(call_)}, {});
    record_lifecycle(call_, name_, bucket_, {"LifecycleExpiration", "S3.CREATE.DELETEMARKER", w.key, id, w.deed.rule});
    notify(call_, name_, bucket_, {.event = "LifecycleExpiration:DeleteMarkerCreated", .key = w.key, .version = id, .etag = std::string(kEmptyTag)});
  }

  void remove(const Wanted& w, const Versions::Found& found) {
    auto shown = versions_.shown(found.version);
    versions_.remove(w.key, found);
    record_lifecycle(call_, name_, bucket_, {"LifecycleExpiration", "S3.EXPIRE.OBJECT", w.key, shown, w.deed.rule});
    notify(call_, name_, bucket_, {.event = "LifecycleExpiration:Delete", .key = w.key, .version = shown});
  }

  // There is one kind of storage: its class is what the object is said to be kept in.
  void move(const Wanted& w, Versions::Found& found) {
    if (found.version.marker) return;
    Object object = versions_.object(w.key, found);
    found.version.storage_class = object.content.storage_class = w.deed.storage_class;
    versions_.update(w.key, found, std::move(object));
    record_lifecycle(call_, name_, bucket_,
                     {"LifecycleTransition", "S3.TRANSITION.OBJECT", w.key, versions_.shown(found.version), w.deed.rule, w.deed.storage_class});
    notify(call_, name_, bucket_, {.event = "LifecycleTransition", .key = w.key, .version = versions_.shown(found.version),
                                   .size = found.version.size, .etag = found.version.etag, .storage_class = w.deed.storage_class});
  }

  Call& call_;
  const std::string& name_;
  const Bucket& bucket_;
  Versions versions_;
};

// What was found is done, and where the bucket is through, the next midnight is noted, in one commit.
void carry_out(House& house, const Round& round) {
  if (round.wanted.empty() && round.ended.empty() && !round.done) return;
  service::Effects effects;
  house.note([&](store::Txn& txn) {
    store::Bound<Bucket> buckets(txn, kBuckets, "", "");
    store::Bound<Lifecycle> lifecycles(txn, kLifecycles, "", "");
    auto bucket = buckets.get(round.name);
    auto lifecycle = lifecycles.get(round.name);
    if (!bucket || !lifecycle) return;
    Call call(house, txn, service::service_principal("s3.amazonaws.com", "arn:" + house.settings.partition + ":s3:::" + round.name, bucket->account),
              {bucket->account, bucket->region}, {.source_ip = "s3.amazonaws.com", .user_agent = "s3.amazonaws.com", .host = "s3.amazonaws.com"}, effects);
    call.set_request_id(request_id());
    Doing doing(call, round.name, *bucket);
    for (auto& w : round.wanted) doing.version(w);
    for (auto& e : round.ended) doing.upload(e);
    if (!round.done) return;
    lifecycle->next = midnight_after(house.clock.now());
    lifecycles.put(round.name, *lifecycle);
  });
  for (auto& place : effects.forgotten) house.blobs.remove(place);
}

// A turn with one bucket.
void take_turn(House& house, Round& round) {
  {
    store::Txn txn = house.store.read();
    auto bucket = store::Bound<Bucket>(txn, kBuckets, "", "").get(round.name);
    auto lifecycle = store::Bound<Lifecycle>(txn, kLifecycles, "", "").get(round.name);
    if (!bucket || !lifecycle) { round.done = true; return; }
    Reading reading(txn, *bucket, *lifecycle, house.clock.now(), round);
    if (round.uploads) reading.uploads();
    else reading.keys();
  }
  carry_out(house, round);
  round.wanted.clear();
  round.ended.clear();
}

std::vector<std::string> due_buckets(House& house) {
  store::Txn txn = house.store.read();
  std::vector<std::string> out;
  const base::Time now = house.clock.now();
  store::Bound<Lifecycle>(txn, kLifecycles, "", "").each([&](std::string_view name, const Lifecycle& l) {
    if (l.next <= now) out.emplace_back(name);
  });
  return out;
}

}  // namespace

service::Worker lifecycle_worker() {
  // Rules that are put are looked at from the next midnight on: until then there is nothing to find.
  struct Progress { base::Time wake; std::vector<std::string> due; std::optional<Round> round; };
  auto progress = std::make_shared<Progress>();
  return {"lifecycle", [progress](House& house) -> std::optional<base::Time> {
            auto& [wake, due, round] = *progress;
            const base::Time now = house.clock.now();
            if (!round && due.empty()) {
              if (now < wake) return wake;
              wake = midnight_after(now);
              due = due_buckets(house);
              if (due.empty()) return wake;
            }
            if (!round) {
              round = Round{.name = std::move(due.back()), .from = {}};
              due.pop_back();
            }
            take_turn(house, *round);
            if (round->done) round.reset();
            return now;
          }};
}

}  // namespace s3
