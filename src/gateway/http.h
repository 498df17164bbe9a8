#pragma once
// A request's head as it was sent, neutral between the parser that fills it and signing, wire and routing that read it.
// Every view points into the arena of the parser (or the text of whoever built it) and lives as long.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/message.h"

namespace gateway {

using wire::Header;               // name as sent; value without surrounding blanks

struct Request {
  std::string_view method;
  std::string_view target;        // as sent
  std::string_view path;          // still encoded, before '?'; empty for CONNECT and "*"
  std::string_view query;         // still encoded, after '?'
  std::vector<Header> headers;    // in the order sent

  std::string_view find(std::string_view name) const;   // the first of that name in any case, trimmed; empty if absent
  bool has(std::string_view name) const;
  void clear();                   // keeps the capacity of headers
};

// Decoded name and value pairs of a query string or form, in order; '+' is a space. nullopt for a broken escape.
using QueryPairs = std::vector<std::pair<std::string, std::string>>;
std::optional<QueryPairs> query_pairs(std::string_view query);

// Calls visit(name, value) with the raw text of each pair; empty pieces between '&' are passed over.
template <class Visit>
void each_raw_pair(std::string_view query, Visit&& visit) {
  while (!query.empty()) {
    std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(pair.size() + (pair.size() < query.size()));
    if (pair.empty()) continue;
    std::size_t equals = pair.find('=');
    if (equals == pair.npos) visit(pair, std::string_view{});
    else visit(pair.substr(0, equals), pair.substr(equals + 1));
  }
}

// A typed answer to a request that cannot be served: HTTP status, the code and message of the dialect's error document,
// and the further elements S3 adds to it, in order.
struct Refusal {
  int status = 0;
  std::string code, message;
  std::vector<std::pair<std::string, std::string>> details;
};

}  // namespace gateway
