#pragma once
// What event history knows of a record: the members of a LookupEvents answer, and the keys it is found by. All of
// it derives from the record's text, so that an index that is lost is made again, identical.
// Source: CloudTrail API Reference, LookupEvents and Event.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/journal.h"

namespace record {

struct HistoryResource { std::string type, name; };

struct HistoryEvent {
  std::string event_id, name, source, user_name, access_key;
  bool read_only = false;
  std::vector<HistoryResource> resources;
  bool insight = false;                // an Insights event: name and source are those of the analysed API
  std::string insight_source;          // the trail whose data events were analysed; empty: management events were
};

std::optional<HistoryEvent> history_event(std::string_view json);

// The key of one lookup attribute ("EventName", "Username" ...) and value; empty for an attribute there is not.
std::string history_key(std::string_view attribute, std::string_view value);

// The same for Insights events, which are looked up apart: by event id, name or source, or all of a source's with no attribute.
std::string insight_key(std::string_view insight_source, std::string_view attribute, std::string_view value);

// The Region part of the stream that holds the whole of a Region's oversize records: no Region's name has a slash.
std::string whole_region(std::string_view region);

// For journal::Journal::open.
void history_keys(const journal::RecordView&, const std::function<void(std::string_view key)>& tell);

}  // namespace record
