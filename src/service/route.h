#pragma once
// From an HTTP request's method, path, query and headers to the operation it names: the REST protocols' routing.
//
// Operation.http is "METHOD /literal/{Label}/{Greedy+}?marker&other=value Header". A label is one segment of the path and not
// empty; a greedy one is the rest of the path, slashes and empty segments included, and not empty. The segments are parted
// before they are decoded, so an encoded slash belongs to its segment; '+' is itself. A marker must be in the query, with the
// given value if there is one; a trailing word names a header that must be there. Of several patterns that match, the one
// with the most literal segments, then the one with the most markers and headers is meant.
#include <span>

#include "service/operation.h"

namespace service {

struct Route {
  const Operation* operation = nullptr;
  std::vector<wire::Pair> labels;      // {"Bucket", "b"}, {"Key", "k"}
  std::string name;                    // without an operation: what the request seems to ask for, for its record; may be empty
  ApiError error;                      // without an operation: why
};

// `path` is still encoded. `bucket`: the first segment where it came in the host name; empty otherwise. `query` is decoded.
// A query name among the service's subresources that the operation's pattern does not have is NotImplemented: to
// pass it over could turn a question about a bucket into a change of it.
Route route(const Service&, std::string_view method, std::string_view path, std::string_view bucket, std::span<const wire::Pair> query,
            std::span<const wire::Header> headers);

}  // namespace service
