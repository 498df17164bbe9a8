#pragma once
// Bodies, encrypted in numbered chunks under a fresh key of their own. Small ones stay inline, so that they
// ride in the journal entry that names them; larger ones are files, synced before that entry is written.
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "shape/shape.h"

namespace store {

inline constexpr std::size_t kChunk = 64u << 10;        // plain bytes a chunk
inline constexpr std::size_t kInline = 16u << 10;       // bodies up to this stay inline

// Where a body's encrypted bytes are; part of the stored record that owns it. Its key is kept apart, wrapped.
struct BodyPlace {
  std::int64_t size = 0;          // plain bytes
  std::string inlined;            // the sealed chunk, or
  std::string file;               // the name of a file
};
BOOST_DESCRIBE_STRUCT(BodyPlace, (), (size, inlined, file))

struct Body {
  BodyPlace place;
  std::string key;                // 32 bytes
  std::string md5;                // 16 bytes of the plain bytes
};

class Blobs {
 public:
  explicit Blobs(std::filesystem::path directory);      // empty: in memory

  class Writer {
   public:
    explicit Writer(Blobs&);
    ~Writer();                                           // a writer that is dropped leaves nothing
    Writer(Writer&&) noexcept;
    void add(std::string_view plain);
    std::int64_t size() const { return size_; }
    Body finish();                                       // synced
   private:
    void put_chunk();
    Blobs* blobs_;
    std::string key_, buffer_, sealed_, file_;
    std::uint64_t chunks_ = 0;
    std::int64_t size_ = 0;
    int fd_ = -1;
    base::Digest md5_{base::Digest::Kind::md5};
  };

  // The plain bytes [from, from + length) to sink, a chunk at a time; false when the bytes are damaged or gone.
  bool read(const BodyPlace&, std::string_view key, std::int64_t from, std::int64_t length, const std::function<bool(std::string_view)>& sink) const;
  std::optional<std::string> read_all(const BodyPlace&, std::string_view key) const;

  // After the commit that forgot it. Its bytes go when nobody holds it any more.
  void remove(const BodyPlace&);
  // While the answer lives, the body stays readable to its end whatever is removed meanwhile. A reader holds it while a
  // look still lives that he took before he read the state.
  using Held = std::shared_ptr<const void>;
  Held look();
  Held hold(const BodyPlace&);
  void keep_only(const std::function<bool(std::string_view file)>& wanted);   // at start: what no record names

 private:
  std::optional<std::string> chunk(const BodyPlace&, std::uint64_t number) const;    // sealed
  std::filesystem::path path(std::string_view file) const;
  void settle();                                         // under mutex_: what was removed and nobody can hold any more
  std::filesystem::path directory_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> memory_;
  std::map<std::string, std::size_t, std::less<>> held_;
  std::uint64_t turn_ = 0;
  std::set<std::uint64_t> looks_;                        // the turns they were taken at
  struct Leaving { std::uint64_t turn; std::string file; };
  std::vector<Leaving> leaving_;                         // removed, still held
};

}  // namespace store
