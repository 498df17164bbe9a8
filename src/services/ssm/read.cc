#include "services/ssm/read.h"

#include "base/bytes.h"
#include "services/secretsmanager/api.h"
#include "services/ssm/filters.h"
#include "services/ssm/policies.h"
#include "services/ssm/sealing.h"

namespace ssm {
namespace {

Parameter shown(Call& call, const Found& p, const Chosen& chosen, bool decrypt) {
  auto& v = chosen.record;
  Parameter out{p.name, v.type, Secret<std::string>(open(call, p.at, p.name, v, decrypt)), chosen.number, {}, {}, v.modified, parameter_arn(call.house(), p.at, p.name), v.data_type};
  if (!p.selector.empty()) out.selector = p.selector;
  return out;
}

// A secret of Secrets Manager under a name of Parameter Store's. Source: Systems Manager User Guide, "Referencing AWS Secrets
// Manager secrets from Parameter Store parameters".
Parameter secret(Call& call, const Found& p, bool decrypt) {
  if (!decrypt) throw invalid("WithDecryption flag must be True for retrieving a Secret Manager secret.");
  secretsmanager::GetSecretValue question;
  question.secretId = p.name.substr(kSecretReference.size());
  if (!p.selector.empty()) {
    if (p.selector.size() >= 33) question.versionId = p.selector.substr(1);
    else question.versionStage = p.selector.substr(1);
  }
  try {
    auto answer = call.via("ssm.amazonaws.com").ask(question);
    Parameter out{p.name, std::string(kSecure), answer.secretString ? *answer.secretString : Secret<std::string>(base::base64(answer.secretBinary->bytes)), 0, {}, {},
                  answer.createdDate, parameter_arn(call.house(), p.at, p.name), "text"};
    std::string source;
    base::JsonWriter w(source);
    w.open('{').key("ARN").text(answer.arn).key("name").text(answer.name).key("versionId").text(answer.versionId).key("versionStages").open('[');
    for (auto& stage : answer.versionStages) w.text(stage);
    w.close(']').close('}');
    out.sourceResult = std::move(source);
    return out;
  } catch (const ApiError& e) {
    if (e.code != "ResourceNotFoundException") throw;
    throw ApiError{"ParameterNotFound", 400, "An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret " + p.name + " not found."};
  }
}

bool is_secret(const Found& p) { return p.name.starts_with(kSecretReference) && p.name.size() > kSecretReference.size(); }

Parameter read(Call& call, const Found& p, bool decrypt) {
  if (is_secret(p)) return secret(call, p, decrypt);
  if (!p.stored) throw no_parameter(p);
  return shown(call, p, choose(call, p), decrypt);
}

std::size_t page_size(const Maybe<PageSize>& limit) { return limit ? std::size_t(limit->value) : 50; }

// The older form of filters.
std::vector<ParameterStringFilter> filters_of(const DescribeParameters& q) {
  if (q.filters && !q.filters->empty() && q.parameterFilters && !q.parameterFilters->empty())
    throw invalid("You can use either Filters or ParameterFilters in a single request.");
  std::vector<ParameterStringFilter> out;
  if (q.parameterFilters) out = *q.parameterFilters;
  check_filters(out, false);
  if (q.filters)
    for (auto& f : *q.filters) {
      ParameterStringFilter newer;
      newer.key = std::string(f.key);
      newer.option = std::string(f.key == "Type" ? "Equals" : "BeginsWith");
      newer.values.emplace(std::vector<Text<1, 1024>>(f.values.begin(), f.values.end()));
      out.push_back(std::move(newer));
    }
  return out;
}

template <class T> void describe(const VersionRecord& v, T& out) {
  out.type = v.type;
  if (!v.key_id.empty()) out.keyId = v.key_id;
  out.lastModifiedDate = v.modified;
  out.lastModifiedUser = v.modified_by;
  if (!v.description.empty()) out.description = v.description;
  if (!v.allowed_pattern.empty()) out.allowedPattern = v.allowed_pattern;
  out.tier = v.tier;
  out.dataType = v.data_type;
}

}  // namespace

Access to_get_parameter(const GetParameter& q, Call& call) { return to_parameter("ssm:GetParameter", find(call, q.name), call); }

GetParameterResult get_parameter(const GetParameter& q, Call& call) {
  Found p = find(call, q.name);
  GetParameterResult out{read(call, p, q.withDecryption.value_or(false))};
  show_resource(call, p);
  return out;
}

std::vector<Access> to_get_parameters(const GetParameters& q, Call& call) {
  std::vector<Access> out;
  for (auto& name : q.names) out.push_back(to_parameter("ssm:GetParameters", find(call, name), call));
  return out;
}

GetParametersResult get_parameters(const GetParameters& q, Call& call) {
  GetParametersResult out;
  std::vector<Found> seen;
  for (auto& name : q.names) {
    Found p = find(call, name);
    try {
      out.parameters.push_back(read(call, p, q.withDecryption.value_or(false)));
      seen.push_back(std::move(p));
    } catch (const ApiError& e) {
      if (e.code != "ParameterNotFound" && e.code != "ParameterVersionNotFound") throw;
      out.invalidParameters.push_back(name);
    }
  }
  for (auto& p : seen) show_resource(call, p);
  return out;
}

Access to_get_parameters_by_path(const GetParametersByPath& q, Call& call) {
  std::string_view path = base::trim(q.path);
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (auto fault = path_fault(path)) throw invalid(*fault);
  return {.action = "ssm:GetParametersByPath", .resource = parameter_arn(call.house(), call.scope(), path),
          .keys = {{"ssm:Recursive", {q.recursive.value_or(false) ? "true" : "false"}}}};
}

GetParametersByPathResult get_parameters_by_path(const GetParametersByPath& q, Call& call) {
  const std::string path(base::trim(q.path));
  if ((path + "/").starts_with(kPublic))
    throw ApiError{"ParameterNotFound", 400, "Public parameters under " + path + " are not part of this server."};
  const std::vector<ParameterStringFilter> filters = q.parameterFilters.value_or(std::vector<ParameterStringFilter>());
  check_filters(filters, true);
  const std::size_t limit = q.maxResults ? std::size_t(q.maxResults->value) : 10;
  std::string begin = path == "/" ? "" : path.ends_with('/') ? path : path + "/", last;
  GetParametersByPathResult out;
  std::vector<std::pair<Found, Chosen>> chosen;
  call.in(kParameters).each(begin, page_start(q.nextToken), [&](std::string_view name, ParameterRecord p) {
    if (!stands_under(name, path, q.recursive.value_or(false))) return true;
    Found found{call.scope(), p.name, {}, false, {}};
    Chosen v{p.version, latest(call, call.scope(), p)};
    for (auto& f : filters) {                      // a label chooses the version that has it
      if (f.key != "Label" || !f.values) continue;
      for (auto& label : *f.values) {
        try {
          v = choose(call, {call.scope(), p.name, ":" + label, false, p});
        } catch (const ApiError&) {
        }
      }
    }
    if (!passes(filters, p, v.record)) return true;
    if (chosen.size() == limit) {
      out.nextToken = base::base64url(last);
      return false;
    }
    last = name;
    chosen.emplace_back(std::move(found), std::move(v));
    return true;
  });
  for (auto& [p, v] : chosen) out.parameters.push_back(shown(call, p, v, q.withDecryption.value_or(false)));
  return out;
}

Access to_get_parameter_history(const GetParameterHistory& q, Call& call) {
  return to_parameter("ssm:GetParameterHistory", find(call, q.name), call);
}

GetParameterHistoryResult get_parameter_history(const GetParameterHistory& q, Call& call) {
  Found p = find(call, q.name);
  if (!p.selector.empty()) throw invalid(name_fault("a b", 0)->text);
  if (!p.stored) throw no_parameter(p);
  const std::string begin = store::joined(p.name, "");
  const std::size_t limit = page_size(q.maxResults);
  GetParameterHistoryResult out;
  std::vector<std::pair<std::string, VersionRecord>> rows;
  versions(call, p.at).each(begin, page_start(q.nextToken), [&](std::string_view key, VersionRecord v) {
    if (rows.size() == limit) {
      out.nextToken = base::base64url(rows.back().first);
      return false;
    }
    rows.emplace_back(key, std::move(v));
    return true;
  });
  for (auto& [key, v] : rows) {
    ParameterHistory h;
    h.name = p.name;
    h.version = std::atoll(key.substr(begin.size()).c_str());
    describe(v, h);
    h.value = Secret<std::string>(open(call, p.at, p.name, v, q.withDecryption.value_or(false)));
    h.labels = v.labels;
    if (h.version == p.stored->version) h.policies = shown(p.stored->policies);
    out.parameters.push_back(std::move(h));
  }
  show_resource(call, p);
  return out;
}

Access to_describe_parameters(const DescribeParameters&, Call& call) {
  return {.action = "ssm:DescribeParameters", .resource = "arn:" + call.house().settings.partition + ":ssm:" + call.scope().region + ":" + call.scope().account + ":*"};
}

DescribeParametersResult describe_parameters(const DescribeParameters& q, Call& call) {
  auto filters = filters_of(q);
  DescribeParametersResult out;
  if (q.shared.value_or(false)) return out;        // what Resource Access Manager shares: it is not here, so nothing is shared by it
  const std::size_t limit = page_size(q.maxResults);
  std::string last;
  call.in(kParameters).each("", page_start(q.nextToken), [&](std::string_view name, ParameterRecord p) {
    VersionRecord v = latest(call, call.scope(), p);
    if (!passes(filters, p, v)) return true;
    if (out.parameters.size() == limit) {
      out.nextToken = base::base64url(last);
      return false;
    }
    last = name;
    ParameterMetadata m;
    m.name = p.name;
    m.arn = parameter_arn(call.house(), call.scope(), p.name);
    describe(v, m);
    m.version = p.version;
    m.policies = shown(p.policies);
    out.parameters.push_back(std::move(m));
    return true;
  });
  return out;
}

}  // namespace ssm
