#pragma once
// What must hold after a crash, of the journal, the state and the archive. Every check reports to GoogleTest.
#include "workload.h"

namespace crash {

struct Entry {                         // one audit record of the journal
  std::string account, region, json;
  std::uint64_t number = 0;
  journal::Sequence sequence = 0;
  std::string id, request_id, name, error, category;
  std::string subject;                 // what was made or deleted: a name, an id or a key
};
std::vector<Entry> entries(const journal::Journal&);

// Streams contiguous and chained, no shorter than they were known to be.
void check_streams(const journal::Journal&, const Ledger&);
// Every call that was answered has its record in its account's stream, with the answer that was given.
void check_told(const std::vector<Entry>&, const Ledger&);
// What is there is what successful records say was made and not deleted.
void check_state(Life&, const World&, const std::vector<Entry>&);

// Flushes, and reads the archive: each record the organization trail wants in exactly one file, byte for byte; each digest
// chain one chain, signed; each file listed once with its hash.
void check_archive(Life&, const World&);

}  // namespace crash
