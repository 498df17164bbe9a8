#include "services/ecr/repository.h"

#include "base/arn.h"
#include "base/json.h"
#include "service/house.h"

namespace ecr {

ApiError invalid(std::string message) { return {"InvalidParameterException", 400, std::move(message)}; }

Found find(const std::optional<RegistryId>& registry, const std::string& name, const Call& call) {
  Found out{registry ? std::string(*registry) : call.scope().account, call.scope().region, name, {}};
  out.record = call.elsewhere(kRepositories, out.account, out.region).get(name);
  return out;
}

Found find_by_arn(const std::string& arn, const Call& call) {
  auto parsed = base::parse_arn(arn);
  if (!parsed || parsed->service != "ecr" || !parsed->resource.starts_with("repository/") || parsed->region != call.scope().region)
    throw invalid("Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'");
  return find(RegistryId(parsed->account), std::string(parsed->resource.substr(11)), call);
}

RepositoryRecord& existing(Found& found) {
  if (!found.record)
    throw ApiError{"RepositoryNotFoundException", 400,
                   "The repository with name '" + found.name + "' does not exist in the registry with id '" + found.account + "'"};
  return *found.record;
}

void save(const Found& found, Call& call) { call.elsewhere(kRepositories, found.account, found.region).put(found.name, *found.record); }

std::string arn_of(const Found& f, const service::House& house) {
  return "arn:" + house.settings.partition + ":ecr:" + f.region + ":" + f.account + ":repository/" + f.name;
}

std::string with_resource(const std::string& text, const std::string& arn) {
  auto parsed = base::parse_json_owned(text);
  simdjson::dom::object document;
  simdjson::dom::element statements;
  if (!parsed || parsed->root.get(document) || document["Statement"].get(statements)) return text;
  std::vector<simdjson::dom::element> all;
  simdjson::dom::array list;
  if (statements.get(list)) all.push_back(statements);
  else for (auto each : list) all.push_back(each);
  std::string out;
  base::JsonWriter w(out);
  w.open('{');
  for (auto member : document) if (member.key != "Statement") w.key(member.key).raw(simdjson::minify(member.value));
  w.key("Statement").open('[');
  for (auto& each : all) {
    simdjson::dom::object statement;
    if (each.get(statement)) return text;
    w.open('{');
    bool has_resource = false;
    for (auto member : statement) {
      has_resource |= member.key == "Resource" || member.key == "NotResource";
      w.key(member.key).raw(simdjson::minify(member.value));
    }
    if (!has_resource) w.key("Resource").text(arn);
    w.close('}');
  }
  w.close(']').close('}');
  return out;
}

Access on(std::string_view action, const Found& f, Call& call) {
  Access out{.action = action, .resource = arn_of(f, call.house()), .owner = f.account};
  if (!f.record) return out;
  if (!f.record->policy.empty()) out.resource_policy = call.house().compiled(with_resource(f.record->policy, out.resource));
  for (auto& [key, value] : f.record->tags)
    for (auto prefix : {"aws:ResourceTag/", "ecr:ResourceTag/"}) out.keys.push_back({prefix + key, {value}});
  return out;
}

void add_request_tags(Access& access, const std::vector<Tag>& tags) {
  std::vector<std::string> names;
  for (auto& t : tags) {
    access.keys.push_back({"aws:RequestTag/" + t.key, {t.value}});
    names.push_back(t.key);
  }
  if (!names.empty()) access.keys.push_back({"aws:TagKeys", std::move(names)});
}

}  // namespace ecr
