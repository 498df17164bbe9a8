#include "services/logs/metric_filters.h"

#include <cmath>
#include <set>

#include "base/json.h"
#include "services/logs/groups.h"
#include "services/logs/pattern.h"
#include "services/logs/pattern_parts.h"

namespace logs {
namespace {

constexpr std::int64_t kMostFilters = 100;                   // of a group
constexpr std::size_t kMostDimensions = 3, kMostCombinations = 1000;
constexpr std::int64_t kMinute = 60'000;                     // ms
constexpr std::size_t kMostText = 8u << 20;

Pattern compiled(std::string_view text) {
  try {
    return Pattern::compile(text);
  } catch (const PatternFault& fault) {
    throw invalid(fault.what());
  }
}

// Compiled once for each text; few are in use.
class Patterns {
 public:
  Pattern get(const std::string& text) {
    std::lock_guard lock(mutex_);
    if (auto it = known_.find(text); it != known_.end()) return it->second;
    if (known_.size() >= 2000) known_.clear();
    return known_.emplace(text, Pattern::compile(text)).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, Pattern> known_;
};

void check(const MetricTransformation& t, const Pattern& pattern) {
  if (t.metricName.empty() || t.metricNamespace.empty()) throw invalid("Metric name and namespace must not be empty.");
  const bool selects = t.metricValue.starts_with('$');
  if (selects ? !pattern.has_fields() : !number_in(t.metricValue))
    throw invalid("Invalid metric transformation: the metric value must be a number or a field of the filter pattern.");
  if (t.defaultValue && !std::isfinite(*t.defaultValue)) throw invalid("Invalid metric transformation: the default value must be a number.");
  if (!t.dimensions || t.dimensions->empty()) return;
  if (t.dimensions->size() > kMostDimensions) throw invalid("A metric filter can have at most 3 dimensions.");
  if (t.defaultValue) throw invalid("Invalid metric transformation: dimensions and a default value are mutually exclusive.");
  for (auto& [name, selector] : *t.dimensions)
    if (!selector.starts_with('$') || !pattern.has_fields()) throw invalid("Invalid metric transformation: a dimension must name a field of the filter pattern.");
}

// One metric's points, while a batch of events is looked at.
using Points = std::map<std::string, Point>;                 // by row

void add(Points& points, const std::string& row, double value, const Maybe<Unit>& unit) {
  Point& p = points[row];
  p.least = p.samples ? std::min(p.least, value) : value;
  p.most = p.samples ? std::max(p.most, value) : value;
  p.sum += value;
  ++p.samples;
  if (unit) p.unit = *unit;
}

// Empty where a dimension's field is not in the event: it counts for no point then.
std::optional<std::string> dimensions_of(const MetricTransformation& t, const Pattern& pattern, const Message& message) {
  std::string json;
  base::JsonWriter w(json);
  w.open('{');
  if (t.dimensions)
    for (auto& [name, selector] : *t.dimensions) {
      auto value = pattern.value(message, selector);
      if (!value) return {};
      w.key(name).text(*value);
    }
  w.close('}');
  return json;
}

std::string row_of(std::int64_t time, const MetricTransformation& t, std::string_view dimensions) {
  return time_digits(time / kMinute * kMinute) + store::joined(t.metricNamespace, t.metricName, dimensions);
}

class Counter {
 public:
  Counter(KeptMetricFilter filter, Pattern pattern) : transformation_(std::move(filter.transformation)), pattern_(std::move(pattern)) {}

  void count(std::int64_t time, const Message& message, Points& points, Points& defaults) {
    const MetricTransformation& t = transformation_;
    if (!pattern_.matches(message)) {
      if (t.defaultValue) add(defaults, row_of(time, t, "{}"), *t.defaultValue, t.unit);
      return;
    }
    auto text = t.metricValue.starts_with('$') ? pattern_.value(message, t.metricValue) : std::optional<std::string>(t.metricValue);
    auto value = text ? number_in(*text) : std::nullopt;
    auto dimensions = dimensions_of(t, pattern_, message);
    if (value && dimensions && known(*dimensions)) add(points, row_of(time, t, *dimensions), *value, t.unit);
  }

 private:
  // AWS switches a filter off that finds more than a thousand combinations of dimensions in an hour; here those beyond a
  // thousand of one PutLogEvents are not counted.
  bool known(const std::string& dimensions) { return seen_.contains(dimensions) || (seen_.size() < kMostCombinations && seen_.insert(dimensions).second); }

  MetricTransformation transformation_;
  Pattern pattern_;
  std::set<std::string> seen_;
};

}  // namespace

Access to_put_metric_filter(const PutMetricFilter& q, Call& call) { return on_group("logs:PutMetricFilter", q.logGroupName, call); }
Access to_delete_metric_filter(const DeleteMetricFilter& q, Call& call) { return on_group("logs:DeleteMetricFilter", q.logGroupName, call); }
Access to_test_metric_filter(const TestMetricFilter&, Call&) { return {.action = "logs:TestMetricFilter"}; }
Access to_describe_metric_filters(const DescribeMetricFilters& q, Call& call) {
  if (!q.logGroupName) return on_all_groups("logs:DescribeMetricFilters", call);
  return on_group("logs:DescribeMetricFilters", *q.logGroupName, call);
}

Nothing put_metric_filter(const PutMetricFilter& q, Call& call) {
  Group g = group_of(call, q.logGroupName);
  if (g.group_class != "STANDARD") throw ApiError{"InvalidOperationException", 400, "Metric filters are not supported for log groups of the " + g.group_class + " class."};
  if (q.applyOnTransformedLogs.value_or(false)) throw ApiError{"InvalidOperationException", 400, "The log group has no log transformer."};
  if (q.fieldSelectionCriteria || (q.emitSystemFieldDimensions && !q.emitSystemFieldDimensions->empty()))
    throw invalid("System fields are not part of this server: fieldSelectionCriteria and emitSystemFieldDimensions cannot be used.");
  check(q.metricTransformations.front(), compiled(q.filterPattern));
  auto filters = call.in(kMetricFilters);
  const std::string key = stream_key(g.id, q.filterName);
  auto before = filters.get(key);
  if (!before && g.metric_filters >= kMostFilters) throw ApiError{"LimitExceededException", 400, "Resource limit exceeded."};
  filters.put(key, {q.filterName, q.filterPattern, q.metricTransformations.front(), before ? before->created : call.now()});
  if (before) return {};
  ++g.metric_filters;
  put_group(call, g);
  return {};
}

DescribeMetricFiltersResult describe_metric_filters(const DescribeMetricFilters& q, Call& call) {
  if (q.metricName.has_value() != q.metricNamespace.has_value()) throw invalid("metricName and metricNamespace must be specified together.");
  DescribeMetricFiltersResult out;
  auto wanted = [&](const KeptMetricFilter& f) {
    return !q.metricName || (f.transformation.metricName == *q.metricName && f.transformation.metricNamespace == *q.metricNamespace);
  };
  auto shown = [](const std::string& group, const KeptMetricFilter& f) {
    return MetricFilter{f.name, f.pattern, {f.transformation}, f.created.ms, group, false};
  };
  const std::string prefix = q.filterNamePrefix ? std::string(*q.filterNamePrefix) : "";
  if (q.logGroupName) {
    Group g = group_of(call, *q.logGroupName);
    out.nextToken = page(call.in(kMetricFilters), stream_key(g.id, prefix), q.nextToken, page_size(q.limit), [&](std::string_view, const KeptMetricFilter& f) {
      if (!wanted(f)) return false;
      out.metricFilters.push_back(shown(g.name, f));
      return true;
    });
    return out;
  }
  // Over all groups a token is group NUL filter.
  std::string from = after(q.nextToken), last;
  call.in(kGroups).each("", from.substr(0, from.find('\0')), [&](std::string_view, const Group& g) {
    if (!g.metric_filters) return true;
    bool more = true;
    call.in(kMetricFilters).each(stream_key(g.id, prefix), "", [&](std::string_view, const KeptMetricFilter& f) {
      std::string key = store::joined(g.name, f.name);
      if (key < from || !wanted(f)) return true;
      if (out.metricFilters.size() == page_size(q.limit)) { out.nextToken = base::base64url(last); return more = false; }
      out.metricFilters.push_back(shown(g.name, f));
      last = std::move(key);
      return true;
    });
    return more;
  });
  return out;
}

Nothing delete_metric_filter(const DeleteMetricFilter& q, Call& call) {
  Group g = group_of(call, q.logGroupName);
  const std::string key = stream_key(g.id, q.filterName);
  if (!call.in(kMetricFilters).has(key)) throw ApiError{"ResourceNotFoundException", 400, "The specified metric filter does not exist."};
  call.in(kMetricFilters).erase(key);
  --g.metric_filters;
  put_group(call, g);
  return {};
}

TestMetricFilterResult test_metric_filter(const TestMetricFilter& q, Call&) {
  Pattern pattern = compiled(q.filterPattern);
  TestMetricFilterResult out;
  for (std::size_t i = 0; i < q.logEventMessages.size(); ++i)
    if (pattern.matches(q.logEventMessages[i])) out.matches.push_back({std::int64_t(i + 1), q.logEventMessages[i], pattern.extract(q.logEventMessages[i])});
  return out;
}

// A default value stands for the minutes in which events came and none of them matched.
void count_metrics(Call& call, const Group& g, std::span<const InputLogEvent> events) {
  auto& patterns = call.house().cache<Patterns>();
  std::vector<Counter> counters;
  call.in(kMetricFilters).each(g.id + '\0', "", [&](std::string_view, const KeptMetricFilter& f) { counters.emplace_back(f, patterns.get(f.pattern)); return true; });
  Points points, defaults;
  for (auto& e : events) {
    Message message(e.message);
    for (auto& c : counters) c.count(e.timestamp, message, points, defaults);
  }
  auto rows = call.in(kPoints);
  for (auto& [row, fresh] : points) {
    Point p = rows.get(row).value_or(Point{});
    p.least = p.samples ? std::min(p.least, fresh.least) : fresh.least;
    p.most = p.samples ? std::max(p.most, fresh.most) : fresh.most;
    p.sum += fresh.sum;
    p.samples += fresh.samples;
    p.unit = fresh.unit;
    rows.put(row, p);
  }
  for (auto& [row, once] : defaults)
    if (!rows.has(row)) rows.put(row, {1, once.least, once.least, once.least, once.unit});
}

std::string metric_lines(House& house, const Scope& at) {
  std::string out;
  store::Txn txn = house.store.read();
  store::Bound<Point>(txn, kPoints, at.account, at.region).each("", "", [&](std::string_view key, const Point& p) {
    std::string_view rest = key.substr(13);
    const std::size_t space = rest.find('\0'), name = rest.find('\0', space + 1);
    base::JsonWriter w(out);
    w.open('{').key("minute").text(base::iso({std::stoll(std::string(key.substr(0, 13)))})).key("namespace").text(rest.substr(0, space));
    w.key("metric").text(rest.substr(space + 1, name - space - 1)).key("dimensions").raw(rest.substr(name + 1));
    w.key("samples").number(p.samples).key("sum").real(p.sum).key("minimum").real(p.least).key("maximum").real(p.most).key("unit").text(p.unit.empty() ? "None" : p.unit).close('}');
    out += '\n';
    return out.size() < kMostText;
  });
  return out;
}

}  // namespace logs
