#pragma once
// What all batch operations share: SQS API Reference, the errors of SendMessageBatch.
#include <set>

#include "services/sqs/errors.h"
#include "services/sqs/state.h"

namespace sqs {

inline bool is_batch_id(std::string_view id) {
  return !id.empty() && id.size() <= 80 &&
         std::all_of(id.begin(), id.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; });
}

template <class Entries> void check_batch(const Entries& entries, std::string_view entry_name) {
  if (entries.empty()) throw ApiError{"EmptyBatchRequest", 400, "There should be at least one " + std::string(entry_name) + " in the request."};
  if (entries.size() > 10)
    throw ApiError{"TooManyEntriesInBatchRequest", 400, "Maximum number of entries per request are 10. You have sent " + std::to_string(entries.size()) + "."};
  std::set<std::string_view> ids;
  for (auto& e : entries) {
    if (!is_batch_id(e.id))
      throw ApiError{"InvalidBatchEntryId", 400,
                     "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long."};
    if (!ids.insert(e.id).second) throw ApiError{"BatchEntryIdsNotDistinct", 400, "Id " + e.id + " repeated."};
  }
}

// Does each entry by itself. An entry that fails must have written nothing.
template <class Result, class Entries, class F> Result each_entry(const Entries& entries, F run) {
  Result out;
  for (auto& e : entries) {
    try {
      out.successful.push_back(run(e));
    } catch (const ApiError& error) {
      out.failed.push_back({e.id, error.status < 500, std::string(query_code(error.code)), error.message});
    }
  }
  return out;
}

}  // namespace sqs
