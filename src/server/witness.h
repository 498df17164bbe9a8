#pragma once
// What was last seen of a data folder, kept beside the root key and so outside the folder: an old copy of the folder put
// back in its place is noticed, and nobody takes it for the whole history.
#include <filesystem>

#include "journal/journal.h"

namespace server {

class Witness {
 public:
  explicit Witness(const std::filesystem::path& root_key);
  // Throws Misuse when the journal ends before what was seen, or goes another way.
  void check(const journal::Journal&) const;
  void see(const journal::Journal&) const;

 private:
  std::filesystem::path file_;
};

}  // namespace server
