#pragma once
// Metric filters: what they match is counted as events are put, a minute and a metric a point.
#include <span>

#include "services/logs/door.h"

namespace logs {

Access to_put_metric_filter(const PutMetricFilter&, Call&);
Access to_describe_metric_filters(const DescribeMetricFilters&, Call&);
Access to_delete_metric_filter(const DeleteMetricFilter&, Call&);
Access to_test_metric_filter(const TestMetricFilter&, Call&);

Nothing put_metric_filter(const PutMetricFilter&, Call&);
DescribeMetricFiltersResult describe_metric_filters(const DescribeMetricFilters&, Call&);
Nothing delete_metric_filter(const DeleteMetricFilter&, Call&);
TestMetricFilterResult test_metric_filter(const TestMetricFilter&, Call&);

// Adds what the group's filters find in these events to the points.
void count_metrics(Call&, const Group&, std::span<const InputLogEvent>);

// What has been counted in an account's Region in the last fifteen days, for its operator: a JSON object a line, one for
// each minute and metric, oldest first.
std::string metric_lines(House&, const Scope&);

}  // namespace logs
