#include "services/ssm/parameter.h"

#include "base/arn.h"
#include "base/bytes.h"
#include "service/outbox.h"
#include "services/events/api_events.h"

namespace ssm {
namespace {

std::string_view trimmed(std::string_view text) { return base::trim(text); }

std::optional<ParameterRecord> stored(Call& call, const Scope& at, std::string_view name) {
  return call.elsewhere(kParameters, at.account, at.region).get(name);
}

// "parameter/a/b" is /a/b; "parameter/a" may be of a and of /a.
void by_resource(Call& call, std::string_view resource, Found& out) {
  auto selected = split_selector(resource);
  if (!selected) throw invalid("Invalid parameter ARN.");
  out.selector = selected->selector;
  out.by_arn = true;
  std::string_view name = selected->name;
  if (name.find('/') == name.npos) {
    out.name = name;
    out.stored = stored(call, out.at, out.name);
    if (out.stored) return;
  }
  out.name = "/" + std::string(name);
  out.stored = stored(call, out.at, out.name);
}

}  // namespace

std::string parameter_arn(const House& house, const Scope& at, std::string_view name) {
  return "arn:" + house.settings.partition + ":ssm:" + at.region + ":" + at.account + ":parameter" + (name.starts_with('/') ? "" : "/") + std::string(name);
}

Found find(Call& call, std::string_view given) {
  std::string_view text = trimmed(given);
  if (!text.starts_with("arn:")) {
    auto selected = split_selector(text);
    const std::string name(selected ? selected->name : text);
    if (!selected || name.find(' ') != name.npos || (name.find('/') != name.npos && !name.starts_with('/')))
      throw invalid(name_fault("a b", 0)->text);
    return {call.scope(), name, std::string(selected->selector), false, stored(call, call.scope(), name)};
  }
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "ssm" || !arn->resource.starts_with("parameter/") || (!arn->account.empty() && !base::is_account_id(arn->account)))
    throw invalid("Invalid parameter ARN: " + std::string(text));
  Found out{arn->account.empty() ? call.scope() : Scope{std::string(arn->account), std::string(arn->region)}, {}, {}, true, {}};
  by_resource(call, arn->resource.substr(10), out);
  if (arn->region != call.scope().region) out.stored.reset();
  return out;
}

Found find_own(Call& call, std::string_view given) {
  std::string_view name = trimmed(given);
  if (name.find(':') != name.npos || name.find(' ') != name.npos) throw invalid(name_fault("a b", 0)->text);
  return {call.scope(), std::string(name), {}, false, stored(call, call.scope(), name)};
}

ApiError no_parameter(const Found& p) {
  std::string text;
  if (p.name.starts_with(kPublic)) text = "Public parameter " + p.name + " is not part of this server.";
  return {"ParameterNotFound", 400, text};
}

Access to_parameter(std::string_view action, const Found& p, Call& call, ConditionKeys more) {
  Access out{.action = action, .resource = parameter_arn(call.house(), p.at, p.name), .owner = p.at.account, .keys = std::move(more)};
  if (p.name.starts_with(kPublic)) out.resource = parameter_arn(call.house(), {"", p.at.region}, p.name);
  out.recorded = p.stored || p.at.account == call.scope().account;
  if (!p.stored) return out;
  if (!p.stored->policy.empty()) out.resource_policy = call.house().compiled(p.stored->policy);
  for (auto& [key, value] : p.stored->tags)
    for (auto prefix : {"aws:ResourceTag/", "ssm:resourceTag/"}) out.keys.push_back({prefix + key, {value}});
  return out;
}

ConditionKeys tag_keys(const std::vector<Tag>& tags) {
  ConditionKeys out;
  std::vector<std::string> names;
  for (auto& t : tags) {
    out.push_back({"aws:RequestTag/" + t.key, {t.value}});
    names.push_back(t.key);
  }
  if (!names.empty()) out.push_back({"aws:TagKeys", std::move(names)});
  return out;
}

VersionRecord latest(Call& call, const Scope& at, const ParameterRecord& p) {
  auto v = versions(call, at).get(version_key(p.name, p.version));
  if (!v) std::abort();              // the two are written together
  return std::move(*v);
}

Chosen choose(Call& call, const Found& p) {
  if (p.selector.empty()) return {p.stored->version, latest(call, p.at, *p.stored)};
  if (auto number = version_selected(p.selector)) {
    if (auto v = versions(call, p.at).get(version_key(p.name, *number))) return {*number, std::move(*v)};
    throw ApiError{"ParameterVersionNotFound", 400, "Systems Manager could not find version " + std::to_string(*number) + " of " + p.name + ". Verify the version and try again."};
  }
  const std::string begin = store::joined(p.name, ""), label = p.selector.substr(1);
  std::optional<Chosen> out;
  versions(call, p.at).each(begin, "", [&](std::string_view key, VersionRecord v) {
    if (std::find(v.labels.begin(), v.labels.end(), label) == v.labels.end()) return true;
    out = Chosen{std::atoll(std::string(key.substr(begin.size())).c_str()), std::move(v)};
    return false;
  });
  if (!out)
    throw ApiError{"ParameterVersionNotFound", 400, "Systems Manager could not find label " + label + " of " + p.name + ". Verify the label and try again."};
  return std::move(*out);
}

void show_resource(Call& call, const Found& p) {
  const std::string arn = parameter_arn(call.house(), p.at, p.name);
  auto& made = call.effects().made;
  if (std::none_of(made.begin(), made.end(), [&](auto& r) { return r.arn == arn; })) made.push_back({p.at.account, "", arn});
}

void tell_change(House& house, store::Txn& txn, const Scope& at, base::Time now, Change change, std::string_view name, const VersionRecord& v) {
  static constexpr std::array<std::string_view, 4> kWords = {"Create", "Update", "Delete", "LabelParameterVersion"};
  events::ServiceEvent event;
  event.account = at.account;
  event.region = at.region;
  event.source = "aws.ssm";
  event.detailType = "Parameter Store Change";
  event.resources = {parameter_arn(house, at, name)};
  base::JsonWriter w(event.detail);
  w.open('{').key("operation").text(kWords[std::size_t(change)]).key("name").text(name).key("type").text(v.type);
  if (!v.description.empty()) w.key("description").text(v.description);
  w.close('}');
  event.time = now;
  event.id = base::uuid();
  service::put_outbox(txn, {std::string(events::kServiceEvent), shape::packed(event), now, 0});
}

}  // namespace ssm
