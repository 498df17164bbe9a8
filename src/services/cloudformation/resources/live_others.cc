#include "services/cloudformation/resources/live.h"
#include "services/cloudtrail/api.h"
#include "services/events/api.h"
#include "services/lambda/api.h"
#include "services/logs/api.h"

namespace cloudformation::resources {
namespace {

Value read_group(Acting& a, const Resource& r) {
  logs::DescribeLogGroups ask;
  ask.logGroupNamePrefix = r.physical_id;
  auto groups = a.call(ask).logGroups;
  auto it = std::find_if(groups.begin(), groups.end(), [&](auto& g) { return g.logGroupName == r.physical_id; });
  if (it == groups.end()) throw ApiError{"ResourceNotFoundException", 400, "The specified log group does not exist."};
  Value out = told(*it);
  auto tags = a.call(logs::ListTagsForResource{it->logGroupArn}).tags;
  tell_tags(out, r, Words(tags.begin(), tags.end()));
  return out;
}

Value read_rule(Acting& a, const Resource& r) {
  std::optional<events::BusNameOrArn> bus;
  if (is_given(r, "EventBusName")) bus = text_of(r, "EventBusName");
  const std::string name = r.physical_id.substr(r.physical_id.rfind('|') + 1);
  auto rule = a.call(events::DescribeRule{name, bus});
  Value out = told(rule);
  out.erase("EventBusName");                     // told by name, said by name or ARN
  out.set("Targets", told(a.call(events::ListTargetsByRule{name, bus, {}, {}}).targets));
  tell_tags(out, r, words_from(a.call(events::ListTagsForResource{rule.arn}).tags));
  return out;
}

Value read_function(Acting& a, const Resource& r) {
  auto function = a.call(lambda::GetFunctionConfiguration{r.physical_id, {}});
  Value out = told(function), layers = Value::list();
  for (std::string_view other : {"VpcConfig", "FileSystemConfigs", "SnapStart"}) out.erase(other);
  for (auto& layer : function.layers.value_or(std::vector<lambda::Layer>{})) layers.push(told(layer.arn));
  out.set("Layers", std::move(layers));
  tell_tags(out, r, a.call(lambda::ListTags{lambda::TaggableResource(function.functionArn.value_or(""))}).tags.value_or(Words{}));
  return out;
}

Value read_trail(Acting& a, const Resource& r) {
  auto trail = a.call(cloudtrail::GetTrail{r.physical_id}).trail;
  Value out = renamed(told(trail), {{"LogFileValidationEnabled", "EnableLogFileValidation"}, {"Name", "TrailName"}});
  out.set("SnsTopicName", text_of(r, "SnsTopicName").starts_with("arn:") ? told(trail.snsTopicARN) : told(trail.snsTopicName));
  out.set("IsLogging", Value::boolean(a.call(cloudtrail::GetTrailStatus{r.physical_id}).isLogging));
  Words tags;
  for (auto& each : a.call(cloudtrail::ListTags{{trail.trailARN}, {}}).resourceTagList)
    for (auto& tag : each.tagsList) tags[tag.key] = tag.value.value_or("");
  tell_tags(out, r, std::move(tags));
  return out;
}

constexpr Reader kReaders[] = {{"AWS::Logs::LogGroup", read_group}, {"AWS::Events::Rule", read_rule}, {"AWS::Lambda::Function", read_function},
                               {"AWS::CloudTrail::Trail", read_trail}};

}  // namespace

Readers other_readers() { return kReaders; }

}  // namespace cloudformation::resources
