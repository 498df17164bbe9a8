#include "services/cloudtrail/selector_checks.h"

#include <re2/re2.h>

#include <set>

#include "services/cloudtrail/match.h"
#include "services/cloudtrail/names.h"

namespace cloudtrail {

namespace {

constexpr std::size_t kMostSelectors = 5, kMostResources = 250, kMostConditions = 500;

service::ApiError invalid(std::string text) { return error("InvalidEventSelectorsException", std::move(text)); }

// ---- basic

bool value_ok(std::string_view type, const std::string& v, SelectorWildcards wildcards) {
  if (stands_for_all(type, v)) return wildcards.accepted || !v.ends_with('*');
  static const RE2 object(R"(arn:[a-z-]+:s3:::[^/*?]+/.*)"), function(R"(arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:.+)"),
      table(R"(arn:[a-z-]+:dynamodb:[a-z0-9-]+:\d{12}:table/.+)");
  return RE2::FullMatch(v, type == "AWS::S3::Object" ? object : type == "AWS::Lambda::Function" ? function : table);
}

void check_resource(DataResource& d, SelectorWildcards wildcards, std::size_t& resources) {
  std::string type = d.type.value_or("");
  if (type != "AWS::S3::Object" && type != "AWS::Lambda::Function" && type != "AWS::DynamoDB::Table")
    throw invalid("Value " + type + " for DataResources.Type is invalid.");
  if (!d.values) d.values.emplace();
  for (auto& v : *d.values) {
    if (!value_ok(type, v, wildcards)) throw invalid("Value " + v + " for DataResources.Values is invalid.");
    resources += !stands_for_all(type, v);
  }
}

EventSelector checked(EventSelector s, SelectorWildcards wildcards, std::size_t& resources) {
  if (!s.readWriteType) s.readWriteType = "All";
  if (!s.includeManagementEvents) s.includeManagementEvents = true;
  if (!s.dataResources) s.dataResources.emplace();
  if (!s.excludeManagementEventSources) s.excludeManagementEventSources.emplace();
  for (auto& d : *s.dataResources) check_resource(d, wildcards, resources);
  if (!*s.includeManagementEvents && s.dataResources->empty())
    throw invalid("An event selector must include management events, or specify at least one data resource.");
  for (auto& source : *s.excludeManagementEventSources) {
    if (source != "kms.amazonaws.com" && source != "rdsdata.amazonaws.com") throw invalid("Value " + source + " for ExcludeManagementEventSources is invalid.");
    if (!*s.includeManagementEvents) throw invalid("ExcludeManagementEventSources requires IncludeManagementEvents to be true.");
  }
  return s;
}

// ---- advanced

using Field = AdvancedFieldSelector;

struct Operators { std::size_t values = 0; bool only_equals = true, only_equality = true; };

Operators operators_of(const Field& f) {
  Operators out;
  auto count = [&](const Maybe<Operator>& o) { out.values += o ? o->size() : 0; return o.has_value(); };
  count(f.equals);
  bool not_equals = count(f.notEquals), starts = count(f.startsWith), ends = count(f.endsWith), not_starts = count(f.notStartsWith), not_ends = count(f.notEndsWith);
  out.only_equality = !starts && !ends && !not_starts && !not_ends;
  out.only_equals = out.only_equality && !not_equals;
  return out;
}

const Field* find(const AdvancedEventSelector& s, std::string_view name) {
  for (auto& f : s.fieldSelectors) if (f.field == name) return &f;
  return nullptr;
}

// A field that must be there, by Equals, with one value.
const std::string& single(const AdvancedEventSelector& s, std::string_view name) {
  const Field* f = find(s, name);
  if (!f) throw invalid("A field selector for " + std::string(name) + " is required.");
  if (!operators_of(*f).only_equals || !f->equals || f->equals->size() != 1)
    throw invalid("The field " + std::string(name) + " must have the Equals operator with exactly one value.");
  return f->equals->front();
}

std::set<std::string_view> fields_of(std::string_view category) {
  if (category == "Management") return {"eventCategory", "eventSource", "readOnly"};
  if (category == "Data")
    return {"eventCategory", "resources.type", "readOnly", "eventName", "resources.ARN", "eventSource", "eventType", "sessionCredentialFromConsole", "userIdentity.arn"};
  if (category == "NetworkActivity") return {"eventCategory", "eventSource", "eventName", "errorCode", "vpcEndpointId"};
  return {};
}

void check_fields(const AdvancedEventSelector& s, const std::string& category, std::size_t& conditions) {
  auto known = fields_of(category);
  if (known.empty()) throw invalid("Value " + category + " for eventCategory is invalid for a trail.");
  std::set<std::string_view> seen;
  for (auto& f : s.fieldSelectors) {
    if (!seen.insert(f.field).second) throw invalid("The field " + f.field + " can be used only once in an advanced event selector.");
    if (!known.contains(f.field)) throw invalid("The field " + f.field + " is not supported for the event category " + category + ".");
    auto operators = operators_of(f);
    if (operators.values == 0) throw invalid("The field " + f.field + " must have at least one operator.");
    conditions += operators.values;
  }
}

void check_kind(const AdvancedEventSelector& s, const std::string& category) {
  if (find(s, "readOnly"))
    if (auto& v = single(s, "readOnly"); v != "true" && v != "false") throw invalid("Value " + v + " for readOnly is invalid.");
  if (category == "Data") {
    static const RE2 form(R"(AWS::[A-Za-z0-9]+::[A-Za-z0-9]+)");
    if (auto& type = single(s, "resources.type"); !RE2::FullMatch(type, form)) throw invalid("Value " + type + " for resources.type is invalid.");
  }
  if (category == "NetworkActivity" && !single(s, "eventSource").ends_with(".amazonaws.com"))
    throw invalid("Value " + single(s, "eventSource") + " for eventSource is invalid.");
  if (auto* f = find(s, "sessionCredentialFromConsole"); f && !operators_of(*f).only_equality)
    throw invalid("The field sessionCredentialFromConsole supports only the Equals and NotEquals operators.");
  if (find(s, "errorCode"))
    if (auto& v = single(s, "errorCode"); v != "VpceAccessDenied") throw invalid("Value " + v + " for errorCode is invalid.");
}

}  // namespace

std::vector<EventSelector> checked(std::vector<EventSelector> selectors, SelectorWildcards wildcards) {
  if (selectors.empty()) throw invalid("Specify at least one event selector.");
  if (selectors.size() > kMostSelectors) throw invalid("Specify a valid number of event selectors (1 to 5) for your trail.");
  std::size_t resources = 0;
  for (auto& s : selectors) s = checked(std::move(s), wildcards, resources);
  if (resources > kMostResources) throw invalid("Specify a valid number of DataResources.Values (0 to 250) for all your selectors");
  return selectors;
}

void check_advanced(const std::vector<AdvancedEventSelector>& selectors) {
  if (selectors.empty()) throw invalid("Specify at least one advanced event selector.");
  std::size_t conditions = 0;
  for (auto& s : selectors) {
    auto& category = single(s, "eventCategory");
    check_fields(s, category, conditions);
    check_kind(s, category);
  }
  if (conditions > kMostConditions) throw invalid("Specify a valid number of values (1 to 500) for all conditions of your advanced event selectors.");
}

}  // namespace cloudtrail
