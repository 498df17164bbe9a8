#include "services/cloudformation/resources/s3_settings.h"

namespace cloudformation::resources {
namespace {

// Moves a rule's own members into the part that S3 has them in: {"ExpirationInDays": 3} is {"Expiration": {"Days": 3}}.
struct Move { std::string_view from, into, as; };
constexpr Move kMoves[] = {
    {"ExpirationInDays", "Expiration", "Days"}, {"ExpirationDate", "Expiration", "Date"},
    {"ExpiredObjectDeleteMarker", "Expiration", "ExpiredObjectDeleteMarker"},
    {"NoncurrentVersionExpirationInDays", "NoncurrentVersionExpiration", "NoncurrentDays"}};

void move_members(Value& rule) {
  for (auto& [from, into, as] : kMoves) {
    const Value* v = rule.find(from);
    if (!v) continue;
    Value part = rule.has(into) ? *rule.find(into) : Value::map();
    part.set(as, *v);
    rule.erase(from);
    rule.set(into, std::move(part));
  }
}

// A single transition beside a list of them.
void gather(Value& rule, std::string_view one, std::string_view all) {
  if (const Value* v = rule.find(one)) {
    Value list = rule.has(all) ? *rule.find(all) : Value::list();
    list.push(*v);
    rule.erase(one);
    rule.set(all, std::move(list));
  }
}

// Prefix, tags and sizes: alone they stand as they are, together under And.
void set_filter(Value& rule) {
  Value filter = Value::map();
  std::size_t conditions = 0;
  for (std::string_view name : {"Prefix", "ObjectSizeGreaterThan", "ObjectSizeLessThan"})
    if (const Value* v = rule.find(name)) {
      filter.set(name, *v);
      ++conditions;
    }
  const Value* tags = rule.find("TagFilters");
  conditions += tags ? tags->items.size() : 0;
  if (tags && conditions == 1) filter.set("Tag", tags->items.front());
  else if (tags && conditions > 1) filter.set("Tags", *tags);
  for (auto name : {"Prefix", "ObjectSizeGreaterThan", "ObjectSizeLessThan", "TagFilters"}) rule.erase(name);
  if (conditions > 1) {
    Value both = Value::map();
    both.set("And", std::move(filter));
    filter = std::move(both);
  }
  rule.set("Filter", std::move(filter));
}

Value lifecycle_rule(const Value& from) {
  Value rule = from;
  gather(rule, "Transition", "Transitions");
  gather(rule, "NoncurrentVersionTransition", "NoncurrentVersionTransitions");
  for (auto [list, days] : {std::pair{"Transitions", "Days"}, {"NoncurrentVersionTransitions", "NoncurrentDays"}})
    if (const Value* v = rule.find(list)) rule.set(list, renamed(*v, {{"TransitionInDays", days}, {"TransitionDate", "Date"}}));
  move_members(rule);
  set_filter(rule);
  return rule;
}

// {"Event": e, "Queue": q, "Filter": {"S3Key": {"Rules": []}}} is {"Events": [e], "QueueArn": q, "Filter": {"Key": {"FilterRules": []}}}.
Value notice(const Value& from, std::string_view property, std::string_view arn) {
  Value out = renamed(from, {{property, arn}, {"Event", "Events"}, {"S3Key", "Key"}, {"Rules", "FilterRules"}});
  return out;
}

Value list_of(const Value& v, std::string_view name) {
  const Value* list = v.find(name);
  return list && list->is_list() ? *list : Value::list();
}

}  // namespace

s3::ServerSideEncryptionConfiguration encryption_of(const Resource& r) {
  Value v = renamed(*given(r, "BucketEncryption"),
                    {{"ServerSideEncryptionConfiguration", "Rules"}, {"ServerSideEncryptionByDefault", "ApplyServerSideEncryptionByDefault"}});
  return filled<s3::ServerSideEncryptionConfiguration>(v, Spot{r} / "BucketEncryption");
}

s3::LifecycleConfiguration lifecycle_of(const Resource& r) {
  s3::LifecycleConfiguration out;
  for (std::size_t i = 0; auto& rule : list_of(*given(r, "LifecycleConfiguration"), "Rules").items)
    out.rules.push_back(filled<s3::LifecycleRule>(lifecycle_rule(rule), Spot{r} / "LifecycleConfiguration" / "Rules" / std::to_string(i++)));
  return out;
}

s3::NotificationConfiguration notifications_of(const Resource& r) {
  const Value& v = *given(r, "NotificationConfiguration");
  Spot spot = Spot{r} / "NotificationConfiguration";
  s3::NotificationConfiguration out;
  auto each = [&]<class T>(std::optional<std::vector<T>>& to, std::string_view list, std::string_view property, std::string_view arn) {
    Value items = list_of(v, list);
    if (!items.items.empty()) to.emplace();
    for (std::size_t i = 0; auto& item : items.items) to->push_back(filled<T>(notice(item, property, arn), spot / list / std::to_string(i++)));
  };
  each(out.topicConfigurations, "TopicConfigurations", "Topic", "TopicArn");
  each(out.queueConfigurations, "QueueConfigurations", "Queue", "QueueArn");
  each(out.lambdaFunctionConfigurations, "LambdaConfigurations", "Function", "LambdaFunctionArn");
  const Value* bridge = v.find("EventBridgeConfiguration");
  if (bridge && bridge->text_of("EventBridgeEnabled", "true") == "true") out.eventBridgeConfiguration.emplace();
  return out;
}

std::string canned_acl(std::string_view access_control) {
  std::string out;
  for (char c : access_control) {
    if (std::isupper(std::uint8_t(c)) && !out.empty()) out += '-';
    out += char(std::tolower(std::uint8_t(c)));
  }
  return out;
}

}  // namespace cloudformation::resources
