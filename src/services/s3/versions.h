#pragma once
// A bucket's keys and their versions, whatever its versioning: one place that reads and writes them.
#include "service/call.h"
#include "services/s3/state.h"

namespace s3 {

class Versions {
 public:
  Versions(service::Call&, std::string bucket, const Bucket& settings);

  struct Found { std::uint64_t ordinal = 0; Version version; };
  std::optional<Found> latest(std::string_view key) const;                         // may be a delete marker
  // The version of that id, or the latest. InvalidArgument for what is no version id.
  std::optional<Found> find(std::string_view key, const std::optional<std::string>& id) const;
  Object object(std::string_view key, const Found&) const;                         // of what is no delete marker

  // Becomes the newest version of its key; what it replaces is forgotten, bodies included. Answers its id.
  // Without an Object it is a delete marker.
  std::string add(std::string_view key, Version, std::optional<Object>);
  void update(std::string_view key, const Found&, Object);                         // the same version, with other tags
  void update(std::string_view key, const Found&);                                 // its lock
  void remove(std::string_view key, const Found&);                                 // for good

  // As answers show a version's id: not at all where there never was versioning.
  std::optional<std::string> shown(const Version&) const;

 private:
  std::string row(std::string_view key, std::uint64_t ordinal) const;
  std::optional<Found> at(std::string_view key, std::uint64_t ordinal) const;
  std::optional<Found> null_version(std::string_view key) const;
  store::Bound<Ordinal> nulls() const;
  store::Bound<Object> objects() const;
  void write(const std::string& row, Row);
  void forget(std::string_view key, const Found&);

  service::Call& call_;
  std::string bucket_;
  const Bucket& settings_;
  store::Bound<Row> rows_;
  store::Bound<Head> heads_;
};

// The rest of a version that is no delete marker, from its row or the one of its own.
std::optional<Object> object_of(store::Txn&, const Bucket& settings, std::string_view row, const Version&);

// The place of a version in its key's rows, and back.
std::string place_of(std::uint64_t ordinal);

// A piece of `owner` names its body, or does so no longer: a body that nobody names is removed after the commit.
void name_body(service::Call&, const store::BodyPlace&, std::string_view owner);
void forget_body(service::Call&, const store::BodyPlace&, std::string_view owner);

}  // namespace s3
