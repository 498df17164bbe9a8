#pragma once
// Whether a trail wants a record: as the trail was configured at the state version the call was judged by
// (docs/decisions/0003-epochs.md).
#include <map>

#include "journal/journal.h"
#include "services/cloudtrail/match.h"
#include "services/cloudtrail/names.h"

namespace cloudtrail {

// Made for one reading of a stream; sees organizations as they are when it is made.
class Judge {
 public:
  Judge(service::House&, const Trail&);

  // A change stands between two configurations: its own record is wanted when either wants it, so that StopLogging is
  // delivered, and what is read after it is not.
  bool wants(const journal::RecordView&);

 private:
  bool wants(const journal::RecordView&, std::uint64_t version);
  bool covers_account(const Epoch&, const journal::RecordView&, std::uint64_t version);
  const Selection& selection(const Epoch&);
  const Trail& trail_;
  const service::Ports& ports_;
  store::Txn txn_;
  std::map<std::int64_t, Selection> selections_;      // by the epoch's beginning
};

// The epoch a version belongs to; nullptr before the first.
const Epoch* epoch_at(const Trail&, std::uint64_t version);

bool selected(const Selection&, const journal::RecordView&);

}  // namespace cloudtrail
