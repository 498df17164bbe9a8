#include "services/ssm/labels.h"

namespace ssm {
namespace {

constexpr std::size_t kMostLabels = 10;

Found stored_own(Call& call, const std::string& name) {
  Found p = find_own(call, name);
  if (!p.stored) throw no_parameter(p);
  return p;
}

Chosen numbered(Call& call, Found p, std::int64_t version) {
  p.selector = ":" + std::to_string(version);
  return choose(call, p);
}

// A label is on one version only.
void take_away(Call& call, const Found& p, const std::vector<std::string>& labels, std::int64_t but) {
  const std::string begin = store::joined(p.name, ""), kept = version_key(p.name, but);
  std::vector<std::pair<std::string, VersionRecord>> changed;
  versions(call, p.at).each(begin, "", [&](std::string_view key, VersionRecord v) {
    if (key == kept) return true;
    if (std::erase_if(v.labels, [&](auto& l) { return std::find(labels.begin(), labels.end(), l) != labels.end(); })) changed.emplace_back(key, std::move(v));
    return true;
  });
  for (auto& [key, v] : changed) versions(call, p.at).put(key, v);
}

void remove(Call& call, const Found& p) {
  tell_change(call.house(), call.txn(), p.at, call.now(), Change::remove, p.name, latest(call, p.at, *p.stored));
  forget(call.txn(), p.at, *p.stored);
  show_resource(call, p);
}

}  // namespace

Access to_label_parameter_version(const LabelParameterVersion& q, Call& call) {
  return to_parameter("ssm:LabelParameterVersion", find_own(call, q.name), call);
}

LabelParameterVersionResult label_parameter_version(const LabelParameterVersion& q, Call& call) {
  Found p = stored_own(call, q.name);
  Chosen chosen = numbered(call, p, q.parameterVersion.value_or(p.stored->version));
  LabelParameterVersionResult out{{}, chosen.number};
  std::vector<std::string> good;
  for (auto& label : q.labels) (is_label(label) ? good : out.invalidLabels).push_back(label);
  for (auto& label : good)
    if (std::find(chosen.record.labels.begin(), chosen.record.labels.end(), label) == chosen.record.labels.end()) chosen.record.labels.push_back(label);
  if (chosen.record.labels.size() > kMostLabels)
    throw ApiError{"ParameterVersionLabelLimitExceeded", 400,
                   "An error occurred (ParameterVersionLabelLimitExceeded) when calling the LabelParameterVersion operation: A parameter version can have maximum 10 labels."
                   "Move one or more labels to another version and try again."};
  take_away(call, p, good, chosen.number);
  versions(call, p.at).put(version_key(p.name, chosen.number), chosen.record);
  if (!good.empty()) tell_change(call.house(), call.txn(), p.at, call.now(), Change::label, p.name, chosen.record);
  show_resource(call, p);
  return out;
}

Access to_unlabel_parameter_version(const UnlabelParameterVersion& q, Call& call) {
  return to_parameter("ssm:UnlabelParameterVersion", find_own(call, q.name), call);
}

UnlabelParameterVersionResult unlabel_parameter_version(const UnlabelParameterVersion& q, Call& call) {
  Found p = stored_own(call, q.name);
  Chosen chosen = numbered(call, p, q.parameterVersion);
  UnlabelParameterVersionResult out;
  for (auto& label : q.labels) (std::erase(chosen.record.labels, label) ? out.removedLabels : out.invalidLabels).push_back(label);
  versions(call, p.at).put(version_key(p.name, chosen.number), chosen.record);
  show_resource(call, p);
  return out;
}

Access to_delete_parameter(const DeleteParameter& q, Call& call) {
  return to_parameter("ssm:DeleteParameter", find_own(call, q.name), call);
}

shape::Nothing delete_parameter(const DeleteParameter& q, Call& call) {
  remove(call, stored_own(call, q.name));
  return {};
}

std::vector<Access> to_delete_parameters(const DeleteParameters& q, Call& call) {
  std::vector<Access> out;
  for (auto& name : q.names) out.push_back(to_parameter("ssm:DeleteParameters", find_own(call, name), call));
  return out;
}

DeleteParametersResult delete_parameters(const DeleteParameters& q, Call& call) {
  DeleteParametersResult out;
  for (auto& name : q.names) {
    Found p = find_own(call, name);
    if (!p.stored) {
      out.invalidParameters.push_back(name);
      continue;
    }
    remove(call, p);
    out.deletedParameters.push_back(name);
  }
  return out;
}

}  // namespace ssm
