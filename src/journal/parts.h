#pragma once
#include "journal/committer.h"

namespace journal {

struct Journal::Parts {
  Parts(Options, std::shared_ptr<Medium>, Extractor);
  Streams streams;
  Fault fault;
  Shelf shelf;
  Committer committer;                                 // ends first
  const std::size_t entry_limit;
};

}  // namespace journal
