#include "server/kept_records.h"

#include "record/history.h"
#include "server/config.h"

namespace server {

std::string kept_record(const journal::Journal& journal, const std::string& event_id) {
  const std::string key = record::history_key("EventId", event_id), mark = record::whole_region("");
  auto streams = journal.streams();
  for (bool whole : {true, false})
    for (auto& stream : streams) {
      if (stream.region.ends_with(mark) != whole) continue;
      auto found = journal.lookup({.account = stream.account, .region = stream.region, .key = key, .from = {INT64_MIN}, .to = {INT64_MAX}, .after = {}, .limit = 1});
      if (!found.records.empty()) return std::move(found.records[0].json);
    }
  throw Misuse("no record with the event id " + event_id + " is kept");
}

}  // namespace server
