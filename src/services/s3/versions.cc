#include "services/s3/versions.h"

#include "services/s3/errors.h"
#include "services/s3/names.h"

namespace s3 {

std::string place_of(std::uint64_t ordinal) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(~ordinal));
  return text;
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
      versions_(call.elsewhere(kVersions, settings.account, settings.region)),
      objects_(call.elsewhere(kObjects, settings.account, settings.region)),
      nulls_(call.elsewhere(kNulls, settings.account, settings.region)) {}

std::string Versions::row(std::string_view key, std::uint64_t ordinal) const {
  return store::joined(bucket_, key, place_of(ordinal));
}

std::optional<Versions::Found> Versions::at(std::string_view key, std::uint64_t ordinal) const {
  auto version = versions_.get(row(key, ordinal));
  if (!version) return {};
  return Found{ordinal, std::move(*version)};
}

std::optional<Versions::Found> Versions::null_version(std::string_view key) const {
  auto moved = settings_.versioning.empty() ? std::nullopt : nulls_.get(store::joined(bucket_, key));
  return at(key, moved ? std::uint64_t(moved->value) : 0);
}

std::optional<Versions::Found> Versions::latest(std::string_view key) const {
  if (settings_.versioning.empty()) return at(key, 0);
  std::optional<Found> out;
  versions_.each(store::joined(bucket_, key, ""), "", [&](std::string_view at, Version version) {
    out = Found{~std::stoull(std::string(at.substr(at.size() - 16)), nullptr, 16), std::move(version)};
    return false;
  });
  return out;
}

std::optional<Versions::Found> Versions::find(std::string_view key, const std::optional<std::string>& id) const {
  if (!id) return latest(key);
  if (*id == "null") return null_version(key);
  auto ordinal = ordinal_of(*id);
  if (!ordinal) throw invalid_argument("Invalid version id specified", "versionId", *id);
  auto found = at(key, *ordinal);
  if (found && found->version.id != *id) return {};
  return found;
}

Object Versions::object(std::string_view key, const Found& found) const {
  auto object = objects_.get(row(key, found.ordinal));
  if (!object) std::abort();           // versions and objects are written together
  return std::move(*object);
}

// Ordinals grow with the commits; within one of them, from what is there.
std::string Versions::add(std::string_view key, Version version, const Object* object) {
  std::uint64_t ordinal = 0;
  if (!settings_.versioning.empty()) {
    ordinal = call_.txn().version() << 10;
    if (auto last = latest(key)) ordinal = std::max(ordinal, last->ordinal + 1);
  }
  const bool versioned = settings_.versioning == "Enabled";
  if (!versioned) if (auto old = null_version(key)) remove(key, *old);
  version.id = versioned ? version_id(ordinal) : "null";
  version.marker = !object;
  if (object) {
    version.tagged = !object->content.tags.empty();
    version.inlined = std::all_of(object->pieces.begin(), object->pieces.end(), [](auto& piece) { return piece.place.file.empty(); });
  }
  if (!versioned && ordinal) nulls_.put(store::joined(bucket_, key), {std::int64_t(ordinal)});
  const std::string at = row(key, ordinal);
  versions_.put(at, version);
  if (object) {
    objects_.put(at, *object);
    for (auto& piece : object->pieces) name_body(call_, piece.place, at);
  }
  return version.id;
}

void Versions::update(std::string_view key, const Found& found, const Object& object) {
  Version version = found.version;
  version.tagged = !object.content.tags.empty();
  versions_.put(row(key, found.ordinal), version);
  objects_.put(row(key, found.ordinal), object);
}

void Versions::update(std::string_view key, const Found& found) { versions_.put(row(key, found.ordinal), found.version); }

void Versions::remove(std::string_view key, const Found& found) {
  const std::string at = row(key, found.ordinal);
  if (!found.version.marker) {
    if (!found.version.inlined)
      for (auto& piece : object(key, found).pieces) forget_body(call_, piece.place, at);
    objects_.erase(at);
  }
  versions_.erase(at);
  if (found.version.id == "null" && found.ordinal) nulls_.erase(store::joined(bucket_, key));
}

std::optional<std::string> Versions::shown(const Version& version) const {
  if (settings_.versioning.empty()) return {};
  return version.id;
}

}  // namespace s3
