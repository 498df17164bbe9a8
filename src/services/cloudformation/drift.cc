#include "services/cloudformation/drift.h"

#include "services/cloudformation/resources/live.h"
#include "services/cloudformation/rows.h"
#include "services/cloudformation/stages.h"
#include "services/cloudformation/template/drift.h"
#include "shape/pack.h"

namespace cloudformation {
namespace {

constexpr std::size_t kPage = 100;
constexpr std::string_view kVeil = "****";

// Looks, and touches nothing: reading operations as the caller, through CloudFormation.
class Eyes : public Acting {
 public:
  explicit Eyes(Call& call) : call_(call) {}
  void keep(const std::string&) override { std::abort(); }
  void remember(std::string_view, const std::string&) override { std::abort(); }
  House& house() const override { return call_.house(); }
  const std::string& account() const override { return call_.scope().account; }
  const std::string& region() const override { return call_.scope().region; }
  std::string partition() const override { return house().settings.partition; }
  base::Time now() const override { return call_.now(); }

 protected:
  service::Box run(std::string_view operation, const void* request, std::string_view region, const IdOf&, store::Body*) override {
    auto found = house().find(operation);
    if (!found.operation || found.operation->effect != service::Effect::read) std::abort();
    Call inner = call_.via(kHost).at({account(), region.empty() ? this->region() : std::string(region)});
    inner.set_request_id(found.service->make_request_id ? found.service->make_request_id() : base::uuid());
    inner.set_record_region({});
    return house().perform(*found.service, *found.operation, request, inner);
  }

 private:
  Call& call_;
};

// What templates hide, and what dynamic references stand for, is not told.
void veil(language::Drift& d, const ResourceRecord& row) {
  const Value shown = language::from_json(row.shown.empty() ? "{}" : row.shown);
  for (auto& [name, v] : d.expected.members) {
    const Value* told = shown.find(name);
    if (told && language::same(*told, v)) continue;
    v = told ? *told : Value(kVeil);
    if (d.actual.has(name)) d.actual.set(name, Value(kVeil));
    for (auto& x : d.differences)
      if (x.path == "/" + name || x.path.starts_with("/" + name + "/")) x.expected = x.actual = kVeil;
  }
}

std::string bound_to(const StackRecord& s, std::string_view logical) { return "drift/" + s.arn + "/" + std::string(logical); }

bool is_looked_at(const ResourceRecord& row) {
  return !row.physical.empty() && row.stage != kGone && !row.status.starts_with("DELETE") && resources::find_reader(row.type);
}

DriftRecord look_at(const StackRecord& s, const ResourceRecord& row, Call& call) {
  DriftRecord out{row.logical, row.physical, row.type, "IN_SYNC", {}, call.now(), {}};
  const Resource r = resource_of(call.house(), s, row);
  language::Drift drift;
  service::Effects kept = std::move(call.effects());       // answers of those who are asked are not this call's
  call.effects() = {};
  try {
    Eyes eyes(call);
    drift = language::drift_of(r.properties, resources::find_reader(row.type)->read(eyes, r));
    if (!drift.differences.empty()) out.status = "MODIFIED";
  } catch (const ApiError& e) {
    drift.expected = r.properties;
    out.status = resources::is_gone(e) ? "DELETED" : "UNKNOWN";
    if (out.status == "UNKNOWN") out.reason = e.message;
  }
  call.effects() = std::move(kept);
  veil(drift, row);
  FoundDrift found{language::to_json(drift.expected), drift.actual.is_null() ? "" : language::to_json(drift.actual), {}};
  for (auto& x : drift.differences) found.differences.push_back({x.path, x.kind, x.expected, x.actual});
  out.found = sealed(call.house(), shape::packed(found), bound_to(s, row.logical));
  call.in(kDrifts).put(store::joined(s.id, row.logical), out);
  return out;
}

StackResourceDrift shown(const StackRecord& s, const DriftRecord& d, Call& call) {
  StackResourceDrift out{.stackId = s.arn, .logicalResourceId = d.logical, .physicalResourceId = d.physical, .resourceType = d.type, .expectedProperties = {},
                         .actualProperties = {}, .propertyDifferences = {}, .stackResourceDriftStatus = d.status, .timestamp = d.time, .driftStatusReason = {}};
  if (!d.reason.empty()) out.driftStatusReason = d.reason;
  auto found = shape::unpacked<FoundDrift>(opened(call.house(), d.found, bound_to(s, d.logical)));
  if (!found) return out;
  if (!found->expected.empty()) out.expectedProperties = found->expected;
  if (!found->actual.empty()) out.actualProperties = found->actual;
  for (auto& x : found->differences) out.propertyDifferences.push_back({x.path, x.expected, x.actual, x.kind});
  return out;
}

StackRecord comparable_stack(std::string_view name, Call& call) {
  StackRecord s = living_stack(name, call);
  for (std::string_view ok : {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"}) if (s.status == ok) return s;
  throw invalid("Drift detection cannot be performed on stack [" + s.arn + "] while it is in " + s.status + " state");
}

// The stack as all that is known of its resources has it.
StackDriftRecord conclude(const StackRecord& s, Call& call) {
  bool drifted = false, unknown = false;
  each_of(call.txn(), kDrifts, place_of(s, call.scope()), [&](std::string_view, DriftRecord d) {
    drifted |= d.status == "MODIFIED" || d.status == "DELETED";
    unknown |= d.status == "UNKNOWN";
  });
  StackDriftRecord out{drifted ? "DRIFTED" : unknown ? "UNKNOWN" : "IN_SYNC", call.now()};
  call.in(kStackDrifts).put(s.id, out);
  return out;
}

}  // namespace

DriftInformation drift_of_stack(const StackRecord& s, Call& call) {
  auto d = call.in(kStackDrifts).get(s.id);
  return d ? DriftInformation{d->status, d->time} : DriftInformation{};
}

ResourceDriftInformation drift_of_resource(const StackRecord& s, std::string_view logical, Call& call) {
  auto d = call.in(kDrifts).get(store::joined(s.id, logical));
  return d ? ResourceDriftInformation{d->status, d->time} : ResourceDriftInformation{};
}

void forget_drift(store::Txn& txn, const Place& place) {
  erase_all(txn, kDrifts, place);
  erase_all(txn, kDetections, place);
  at(txn, kStackDrifts, place).erase(place.stack);
}

Access to_detect_stack_drift(const DetectStackDrift& q, Call& call) { return on_stack("cloudformation:DetectStackDrift", q.stackName, call); }

DetectStackDriftResult detect_stack_drift(const DetectStackDrift& q, Call& call) {
  StackRecord s = comparable_stack(q.stackName, call);
  std::set<std::string> wanted;
  if (q.logicalResourceIds) wanted.insert(q.logicalResourceIds->begin(), q.logicalResourceIds->end());
  std::vector<ResourceRecord> rows;
  std::size_t named = 0;
  each_of(call.txn(), kResources, place_of(s, call.scope()), [&](std::string_view id, ResourceRecord row) {
    if (!wanted.empty() && !wanted.contains(std::string(id))) return;
    ++named;
    if (is_looked_at(row)) rows.push_back(std::move(row));
  });
  if (named < wanted.size()) throw invalid("LogicalResourceIds name resources that do not exist for stack " + s.name);
  DetectionRecord detection{.stack = s.arn, .status = "DETECTION_COMPLETE", .drift = {}, .reason = {}, .time = call.now()};
  std::string unknown;
  for (auto& row : rows) {
    DriftRecord d = look_at(s, row, call);
    detection.drifted += d.status == "MODIFIED" || d.status == "DELETED";
    if (d.status == "UNKNOWN") unknown += (unknown.empty() ? "" : ", ") + d.logical;
  }
  if (!unknown.empty()) {
    detection.status = "DETECTION_FAILED";
    detection.reason = "Failed to detect drift on resource [" + unknown + "]";
  }
  detection.drift = conclude(s, call).status;
  const std::string id = base::uuid();
  call.in(kDetections).put(store::joined(s.id, id), detection);
  return {id};
}

Access to_describe_drift_detection(const DescribeStackDriftDetectionStatus&, Call& call) { return on_all("cloudformation:DescribeStackDriftDetectionStatus", call); }

DescribeStackDriftDetectionStatusResult describe_drift_detection(const DescribeStackDriftDetectionStatus& q, Call& call) {
  std::optional<DetectionRecord> found;
  call.in(kDetections).each("", "", [&](std::string_view key, DetectionRecord d) {
    if (key.substr(key.find('\0') + 1) == q.stackDriftDetectionId) found = std::move(d);
    return !found;
  });
  if (!found) throw invalid("The stack drift detection ID " + std::string(q.stackDriftDetectionId) + " does not exist");
  DescribeStackDriftDetectionStatusResult out{.stackId = found->stack, .stackDriftDetectionId = q.stackDriftDetectionId, .stackDriftStatus = found->drift,
                                              .detectionStatus = found->status, .detectionStatusReason = {}, .driftedStackResourceCount = found->drifted, .timestamp = found->time};
  if (!found->reason.empty()) out.detectionStatusReason = found->reason;
  return out;
}

Access to_detect_resource_drift(const DetectStackResourceDrift& q, Call& call) { return on_stack("cloudformation:DetectStackResourceDrift", q.stackName, call); }

DetectStackResourceDriftResult detect_resource_drift(const DetectStackResourceDrift& q, Call& call) {
  StackRecord s = comparable_stack(q.stackName, call);
  auto row = call.in(kResources).get(store::joined(s.id, q.logicalResourceId));
  if (!row || row->stage == kGone) throw invalid("Resource " + q.logicalResourceId + " does not exist for stack " + s.name);
  if (!is_looked_at(*row)) throw invalid("Drift detection is not supported for resource " + q.logicalResourceId + " of type " + row->type);
  DriftRecord d = look_at(s, *row, call);
  conclude(s, call);
  return {shown(s, d, call)};
}

Access to_describe_resource_drifts(const DescribeStackResourceDrifts& q, Call& call) { return on_stack("cloudformation:DescribeStackResourceDrifts", q.stackName, call); }

DescribeStackResourceDriftsResult describe_resource_drifts(const DescribeStackResourceDrifts& q, Call& call) {
  StackRecord s = existing_stack(q.stackName, call);
  DescribeStackResourceDriftsResult out;
  const std::string prefix = store::joined(s.id, "");
  call.in(kDrifts).each(prefix, prefix + page_start(q.nextToken), [&](std::string_view key, DriftRecord d) {
    auto& filters = q.stackResourceDriftStatusFilters;
    if (filters && std::find(filters->begin(), filters->end(), d.status) == filters->end()) return true;
    if (out.stackResourceDrifts.size() == (q.maxResults ? std::size_t(*q.maxResults) : kPage)) {
      out.nextToken = page_token(key.substr(prefix.size()));
      return false;
    }
    out.stackResourceDrifts.push_back(shown(s, d, call));
    return true;
  });
  return out;
}

}  // namespace cloudformation
