#include "services/cloudtrail/match.h"

#include <algorithm>

namespace cloudtrail {

namespace {

std::vector<std::string> texts(const Maybe<Operator>& from) {
  if (!from) return {};
  return {from->begin(), from->end()};
}

bool any(const std::vector<std::string>& values, auto hit) { return std::any_of(values.begin(), values.end(), hit); }

// Of the value "<first><second>", without joining it.
bool begins(std::string_view first, std::string_view second, std::string_view with) {
  if (with.size() <= first.size()) return first.starts_with(with);
  return with.starts_with(first) && second.starts_with(with.substr(first.size()));
}

}  // namespace

bool stands_for_all(std::string_view type, std::string_view value) {
  auto service = value.starts_with("arn:") ? value.substr(std::min(value.find(':', 4), value.size())) : std::string_view();
  if (type == "AWS::S3::Object") return service == ":s3" || service == ":s3:::" || service == ":s3:::*";
  if (type == "AWS::Lambda::Function") return service == ":lambda" || service == ":lambda:*";
  return service == ":dynamodb";
}

Selection::Selection(const std::vector<EventSelector>& basic, const std::vector<AdvancedEventSelector>& advanced) {
  for (auto& s : advanced) add(s);
  if (advanced.empty()) for (auto& s : basic) add(s);
}

void Selection::add(const EventSelector& s) {
  Rule rule;
  if (*s.readWriteType != "All") rule.read_only = *s.readWriteType == "ReadOnly";
  if (*s.includeManagementEvents) {
    rule.excluded = *s.excludeManagementEventSources;
    rules_.push_back(rule);
    rule.excluded.clear();
  }
  rule.data = true;
  for (auto& d : *s.dataResources)
    for (auto& v : *d.values) rule.values.push_back({*d.type, v, stands_for_all(*d.type, v), *d.type != "AWS::S3::Object"});
  if (!rule.values.empty()) rules_.push_back(std::move(rule));
}

void Selection::add(const AdvancedEventSelector& s) {
  Rule rule;
  for (auto& f : s.fieldSelectors) {
    if (f.field == "eventCategory") {
      rule.data = f.equals->front() == "Data";
      rule.never = !rule.data && f.equals->front() != "Management";      // network activity does not occur here
    } else if (f.field == "readOnly") {
      rule.read_only = f.equals->front() == "true";
    } else if (f.field == "resources.type") {
      rule.type = f.equals->front();
    } else {
      rule.fields.push_back({f.field, texts(f.equals), texts(f.startsWith), texts(f.endsWith), texts(f.notEquals), texts(f.notStartsWith), texts(f.notEndsWith)});
    }
  }
  rules_.push_back(std::move(rule));
}

// Positive operators select together, negative ones deselect: Equals, StartsWith and EndsWith are one list of ways in.
bool Selection::Field::holds(std::string_view v, bool present) const {
  bool selected = equals.empty() && starts.empty() && ends.empty();
  if (!present) return selected;
  selected = selected || any(equals, [&](auto& e) { return v == e; }) || any(starts, [&](auto& e) { return v.starts_with(e); }) ||
             any(ends, [&](auto& e) { return v.ends_with(e); });
  return selected && !any(not_equals, [&](auto& e) { return v == e; }) && !any(not_starts, [&](auto& e) { return v.starts_with(e); }) &&
         !any(not_ends, [&](auto& e) { return v.ends_with(e); });
}

bool Selection::Field::holds(const Subject& s, std::string_view type) const {
  if (name == "resources.ARN") {
    bool selected = equals.empty() && starts.empty() && ends.empty();
    for (auto& r : s.resources) {
      if (r.type != type) continue;
      if (r.open) return true;
      std::string whole = std::string(r.arn).append(r.more);
      Field positive{"", equals, starts, ends, {}, {}, {}}, negative{"", {}, {}, {}, not_equals, not_starts, not_ends};
      if (!negative.holds(whole, true)) return false;
      selected = selected || positive.holds(whole, true);
    }
    return selected;
  }
  auto one = [&](std::string_view v) { return holds(v, !v.empty()); };
  if (name == "eventSource") return one(s.source);
  if (name == "eventName") return one(s.name);
  if (name == "eventType") return one(s.type);
  if (name == "userIdentity.arn") return one(s.caller_arn);
  if (name == "errorCode") return one(s.error_code);
  if (name == "vpcEndpointId") return one(s.vpc_endpoint);
  return one(s.from_console);
}

bool Selection::Rule::matches(const Subject& s) const {
  if (!may_match(s.data, s.read_only)) return false;
  if (std::find(excluded.begin(), excluded.end(), s.source) != excluded.end()) return false;
  if (!values.empty())
    return std::any_of(values.begin(), values.end(), [&](const Value& v) {
      return std::any_of(s.resources.begin(), s.resources.end(), [&](const Subject::Resource& r) {
        if (r.type != v.type) return false;
        if (v.all) return true;
        if (r.open) return v.text.starts_with(r.arn) || r.arn.starts_with(v.text);
        if (!v.exact) return begins(r.arn, r.more, v.text);
        return r.arn == v.text || (r.arn.starts_with(v.text) && r.arn[v.text.size()] == ':');      // a version or alias of the function
      });
    });
  if (!type.empty() && std::none_of(s.resources.begin(), s.resources.end(), [&](auto& r) { return r.type == type; })) return false;
  return std::all_of(fields.begin(), fields.end(), [&](const Field& f) { return f.holds(s, type); });
}

std::optional<bool> Selection::at_once(bool data, bool read_only) const {
  bool open = false;
  for (auto& r : rules_) {
    if (!r.may_match(data, read_only)) continue;
    if (r.unconditional()) return true;
    open = true;
  }
  return open ? std::nullopt : std::optional(false);
}

bool Selection::wants(const Subject& s) const {
  return std::any_of(rules_.begin(), rules_.end(), [&](const Rule& r) { return r.matches(s); });
}

bool Selection::wants_data() const {
  return std::any_of(rules_.begin(), rules_.end(), [](const Rule& r) { return r.data && !r.never; });
}

}  // namespace cloudtrail
