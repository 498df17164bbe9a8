#include "service/route.h"

#include "base/bytes.h"

namespace service {
namespace {

using Segments = std::vector<std::string>;

std::string_view cut(std::string_view& text, char at) {
  std::string_view head = text.substr(0, text.find(at));
  text.remove_prefix(std::min(text.size(), head.size() + 1));
  return head;
}

// "/a//b%2Fc/" is {"a", "", "b/c", ""}; "/" and "" are none.
std::optional<Segments> segments_of(std::string_view path, std::string_view bucket) {
  Segments out;
  if (!bucket.empty()) out.emplace_back(bucket);
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.empty()) return out;
  for (std::size_t start = 0;;) {
    std::size_t end = std::min(path.find('/', start), path.size());
    auto one = base::percent_decode(path.substr(start, end - start));
    if (!one) return {};
    out.push_back(std::move(*one));
    if (end == path.size()) return out;
    start = end + 1;
  }
}

const wire::Pair* find(std::span<const wire::Pair> query, std::string_view name) {
  for (auto& pair : query) if (pair.name == name) return &pair;
  return nullptr;
}

// The parts of Operation.http.
struct Pattern {
  explicit Pattern(std::string_view http) {
    method = cut(http, ' ');
    std::string_view target = cut(http, ' ');
    header = http;
    path = cut(target, '?');
    query = target;
  }

  bool has_marker(std::string_view name) const {
    for (std::string_view rest = query; !rest.empty();) {
      std::string_view marker = cut(rest, '&');
      if (cut(marker, '=') == name) return true;
    }
    return false;
  }

  std::string_view method, path, query, header;
};

// How well the path fits, in literal segments; nullopt: not at all.
std::optional<int> match_path(std::string_view pattern, const Segments& segments) {
  pattern.remove_prefix(1);
  int literal = 0;
  std::size_t i = 0;
  while (!pattern.empty()) {
    std::string_view part = cut(pattern, '/');
    if (i == segments.size()) return {};
    if (part.ends_with("+}")) {
      if (i + 1 == segments.size() && segments[i].empty()) return {};
      i = segments.size();
    } else if (segments[i].empty()) {
      return {};
    } else if (part.starts_with('{')) {
      ++i;
    } else if (part == segments[i]) {
      ++literal, ++i;
    } else {
      return {};
    }
  }
  if (i < segments.size() && !(i + 1 == segments.size() && segments[i].empty())) return {};      // a trailing slash changes nothing
  return literal;
}

// The labels of a path that fits.
std::vector<wire::Pair> labels_of(std::string_view pattern, Segments segments) {
  std::vector<wire::Pair> labels;
  pattern.remove_prefix(1);
  for (std::size_t i = 0; !pattern.empty(); ++i) {
    std::string_view part = cut(pattern, '/');
    const bool greedy = part.ends_with("+}");
    if (!part.starts_with('{')) continue;
    std::string value = std::move(segments[i]);
    while (greedy && ++i < segments.size()) (value += '/') += segments[i];
    labels.push_back({std::string(part.substr(1, part.size() - (greedy ? 3 : 2))), std::move(value)});
  }
  return labels;
}

bool has_method(std::string_view http, std::string_view method) {
  return !method.empty() && http.size() > method.size() && http[0] == method[0] && http[method.size()] == ' ' && http.starts_with(method);
}

// How many markers and headers the pattern asks for and finds; nullopt: not all of them.
std::optional<int> match_rest(const Pattern& p, std::span<const wire::Pair> query, std::span<const wire::Header> headers) {
  int found = 0;
  for (std::string_view rest = p.query; !rest.empty(); ++found) {
    std::string_view marker = cut(rest, '&'), value = marker;
    const wire::Pair* pair = find(query, cut(value, '='));
    if (!pair || (marker.find('=') != marker.npos && pair->value != value)) return {};
  }
  if (p.header.empty()) return found;
  for (auto& h : headers) if (base::iequals(h.name, p.header)) return found + 1;
  return {};
}

// "GetAnalytics" for GET ?analytics.
std::string guessed_name(std::string_view method, std::string_view subresource) {
  std::string out = base::lower(method);
  bool up = true;
  if (!out.empty()) out[0] = char(std::toupper(std::uint8_t(out[0])));
  for (char c : subresource) {
    if (c == '-') { up = true; continue; }
    out += up ? char(std::toupper(std::uint8_t(c))) : c;
    up = false;
  }
  return out;
}

}  // namespace

Route route(const Service& service, std::string_view method, std::string_view path, std::string_view bucket, std::span<const wire::Pair> query,
            std::span<const wire::Header> headers) {
  Route best;
  auto segments = segments_of(path, bucket);
  if (!segments) {
    best.error = {"InvalidURI", 400, "Couldn't parse the specified URI."};
    return best;
  }
  std::pair<int, int> score{-1, -1};
  for (auto& operation : service.operations) {
    if (!has_method(operation.http, method) || (query.empty() && operation.http.find('?') != std::string_view::npos)) continue;
    Pattern pattern(operation.http);
    auto rest = match_rest(pattern, query, headers);
    if (!rest) continue;
    auto literal = match_path(pattern.path, *segments);
    if (!literal || std::pair(*literal, *rest) <= score) continue;
    score = {*literal, *rest};
    best.operation = &operation;
  }
  for (auto& [name, value] : query) {
    if (std::find(service.subresources.begin(), service.subresources.end(), name) == service.subresources.end()) continue;
    if (best.operation && Pattern(best.operation->http).has_marker(name)) continue;
    return {nullptr, {}, guessed_name(method, name), {"NotImplemented", 501, "A header or query you provided implies functionality that is not implemented."}};
  }
  if (best.operation) best.labels = labels_of(Pattern(best.operation->http).path, std::move(*segments));
  else best.error = {"MethodNotAllowed", 405, "The specified method is not allowed against this resource."};
  return best;
}

}  // namespace service
