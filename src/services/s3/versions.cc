#include "services/s3/versions.h"

#include "base/ids.h"
#include "services/s3/errors.h"
#include "services/s3/names.h"

namespace s3 {
namespace {

// A version's row holds its Object too, unless that has about this much in it: listings have to step over it.
constexpr std::size_t kMostBeside = 4u << 10, kPieceAlone = 256;

}  // namespace

std::string place_of(std::uint64_t ordinal) {
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; ordinal >>= 4) text[i] = base::kHexDigits[~ordinal & 15];
  return text;
}

std::optional<Object> object_of(store::Txn& txn, const Bucket& settings, std::string_view row, const Version& version) {
  if (version.apart) return store::Bound<Object>(txn, kObjects, settings.account, settings.region).get(row);
  auto whole = store::Bound<Row>(txn, kRows, settings.account, settings.region).get(row);
  return whole ? std::move(whole->object) : std::nullopt;
}

bool names_blob(store::Txn& txn, std::string_view file) {
  bool found = false;
  store::Bound<Naming>(txn, kNaming, "", "").each(store::joined(file, ""), "", [&](std::string_view, const Naming&) {
    found = true;
    return false;
  });
  return found;
}

void name_body(service::Call& call, const store::BodyPlace& place, std::string_view owner) {
  if (place.file.empty()) return;
  call.in(kNaming).put(store::joined(place.file, owner), {});
  std::erase_if(call.effects().forgotten, [&](auto& f) { return f.file == place.file; });      // written over by a copy of itself
}

void forget_body(service::Call& call, const store::BodyPlace& place, std::string_view owner) {
  if (place.file.empty()) return;
  call.in(kNaming).erase(store::joined(place.file, owner));
  auto& forgotten = call.effects().forgotten;
  if (names_blob(call.txn(), place.file)) return;
  if (std::none_of(forgotten.begin(), forgotten.end(), [&](auto& f) { return f.file == place.file; }))
    forgotten.push_back({place.size, {}, place.file});
}

Versions::Versions(service::Call& call, std::string bucket, const Bucket& settings)
    : call_(call),
      bucket_(std::move(bucket)),
      settings_(settings),
      rows_(call.elsewhere(kRows, settings.account, settings.region)),
      heads_(call.elsewhere(kHeads, settings.account, settings.region)) {}

store::Bound<Ordinal> Versions::nulls() const { return call_.elsewhere(kNulls, settings_.account, settings_.region); }
store::Bound<Object> Versions::objects() const { return call_.elsewhere(kObjects, settings_.account, settings_.region); }

std::string Versions::row(std::string_view key, std::uint64_t ordinal) const {
  std::string out;
  out.reserve(bucket_.size() + key.size() + 18);
  out.append(bucket_).append(1, '\0').append(key).append(1, '\0');
  return out += place_of(ordinal);
}

std::optional<Versions::Found> Versions::at(std::string_view key, std::uint64_t ordinal) const {
  auto head = heads_.get(row(key, ordinal));
  if (!head) return {};
  return Found{ordinal, std::move(head->version)};
}

std::optional<Versions::Found> Versions::null_version(std::string_view key) const {
  auto moved = settings_.versioning.empty() ? std::nullopt : nulls().get(store::joined(bucket_, key));
  return at(key, moved ? std::uint64_t(moved->value) : 0);
}

std::optional<Versions::Found> Versions::latest(std::string_view key) const {
  if (settings_.versioning.empty()) return at(key, 0);
  std::optional<Found> out;
  heads_.each(store::joined(bucket_, key, ""), "", [&](std::string_view at, Head head) {
    out = Found{~std::stoull(std::string(at.substr(at.size() - 16)), nullptr, 16), std::move(head.version)};
    return false;
  });
  return out;
}

std::optional<Versions::Found> Versions::find(std::string_view key, const std::optional<std::string>& id) const {
  if (!id) return latest(key);
  if (*id == "null") return null_version(key);
  auto ordinal = ordinal_of(*id);
  if (id->empty()) throw invalid_argument("Version id cannot be the empty string", "versionId");
  if (!ordinal) throw invalid_argument("Invalid version id specified", "versionId", *id);
  auto found = at(key, *ordinal);
  if (found && found->version.id != *id) return {};
  return found;
}

Object Versions::object(std::string_view key, const Found& found) const {
  auto object = object_of(call_.txn(), settings_, row(key, found.ordinal), found.version);
  if (!object) std::abort();           // who asks has found it there, and no delete marker
  return std::move(*object);
}

// Ordinals grow with the commits; within one of them, from what is there.
std::string Versions::add(std::string_view key, Version version, std::optional<Object> object) {
  std::uint64_t ordinal = 0;
  if (!settings_.versioning.empty()) {
    ordinal = call_.txn().version() << 10;
    if (auto last = latest(key)) ordinal = std::max(ordinal, last->ordinal + 1);
  }
  const bool versioned = settings_.versioning == "Enabled";
  const std::string at = row(key, ordinal);
  if (!versioned) if (auto old = null_version(key)) {
    if (old->ordinal == ordinal) forget(key, *old); else remove(key, *old);      // its row is written over, or goes
  }
  if (!versioned && ordinal) nulls().put(store::joined(bucket_, key), {std::int64_t(ordinal)});
  version.id = versioned ? version_id(ordinal) : "null";
  std::string id = version.id;
  if (object) for (auto& piece : object->pieces) name_body(call_, piece.place, at);
  write(at, {std::move(version), std::move(object)});
  return id;
}

void Versions::update(std::string_view key, const Found& found, Object object) { write(row(key, found.ordinal), {found.version, std::move(object)}); }

void Versions::update(std::string_view key, const Found& found) {
  const std::string at = row(key, found.ordinal);
  if (found.version.apart) return rows_.put(at, {found.version, {}});
  auto whole = rows_.get(at);
  if (!whole) std::abort();
  whole->version = found.version;
  rows_.put(at, *whole);
}

void Versions::write(const std::string& at, Row whole) {
  auto& [version, object] = whole;
  version.marker = !object;
  if (object) {
    version.tagged = !object->content.tags.empty();
    version.inlined = true;
    std::size_t bytes = 0;
    for (auto& piece : object->pieces) {
      version.inlined &= piece.place.file.empty();
      bytes += kPieceAlone + piece.place.inlined.size();
    }
    version.apart = bytes > kMostBeside;
  }
  if (version.apart) {
    objects().put(at, *object);
    object.reset();
  }
  rows_.put(at, whole);
}

// What a version has beside its row.
void Versions::forget(std::string_view key, const Found& found) {
  if (found.version.marker) return;
  if (!found.version.inlined)
    for (const Object whole = object(key, found); auto& piece : whole.pieces) forget_body(call_, piece.place, row(key, found.ordinal));
  if (found.version.apart) objects().erase(row(key, found.ordinal));
}

void Versions::remove(std::string_view key, const Found& found) {
  forget(key, found);
  rows_.erase(row(key, found.ordinal));
  if (found.version.id == "null" && found.ordinal) nulls().erase(store::joined(bucket_, key));
}

std::optional<std::string> Versions::shown(const Version& version) const {
  if (settings_.versioning.empty()) return {};
  return version.id;
}

}  // namespace s3
