#pragma once
// The heads of all streams: as the committer has numbered them, and as far as they are durable.
#include <map>
#include <mutex>

#include "journal/segment.h"

namespace journal {

struct Stream {
  Head assigned;                                       // the committer's alone
  Head durable;
  bool touched = false;                                // by the batch in the making
};

// What a journal knows of the segments before one: those it has dropped, or, at opening, need not look into.
struct Origin {
  std::uint64_t segment = 1;                           // that one; of those kept the oldest
  Sequence first = 1;                                  // and its first entry
  std::map<std::string, Head, std::less<>> heads;      // of the streams, before it
};
void follow(Origin&, std::uint64_t segment, Sequence last, const std::vector<std::pair<std::string, Run>>& streams);       // beyond that segment
std::string encode(const Origin&);
Origin decode_origin(std::string_view);                // throws Damage
constexpr const char* kOriginName = "origin";
Origin read_origin(const Medium&);                     // without a file: that of a journal which has dropped nothing
constexpr const char* kHeadsName = "heads";
std::optional<Origin> read_heads(const Medium&);       // of some segment further on; nothing: none that can be used

class Streams {
 public:
  // Recovery's, before there are threads. Damage when what follows does not continue its chain.
  void begin(const Origin&);
  void follow(const RecordView&);
  void follow(std::string_view stream, const Run&);

  // The committer's.
  Stream& at(std::string_view stream);
  void publish(std::vector<Stream*>& touched);         // what is assigned is durable

  Head durable(std::string_view stream) const;
  std::vector<StreamHead> list() const;

 private:
  void continues(std::string_view stream, const Head&, std::uint64_t number, std::string_view previous) const;

  mutable std::mutex mutex_;                           // of the map's shape, and the durable heads
  std::map<std::string, Stream, std::less<>> streams_;
};

}  // namespace journal
