#include "record/history.h"

#include <array>

#include "base/json.h"

namespace record {
namespace {

using base::JsonValue;

std::string_view text(const JsonValue& v, const char* pointer) {
  std::string_view out;
  if (v.at_pointer(pointer).get(out)) return {};
  return out;
}

// Which parameter or answer names which resource, for the actions of the services here.
struct Naming { std::string_view source; bool answer; const char* pointer; std::string_view type; };
constexpr std::array kNamings = {
    Naming{"iam.amazonaws.com", false, "/userName", "AWS::IAM::User"},
    Naming{"iam.amazonaws.com", false, "/roleName", "AWS::IAM::Role"},
    Naming{"iam.amazonaws.com", false, "/groupName", "AWS::IAM::Group"},
    Naming{"iam.amazonaws.com", false, "/policyArn", "AWS::IAM::Policy"},
    Naming{"iam.amazonaws.com", false, "/instanceProfileName", "AWS::IAM::InstanceProfile"},
    Naming{"iam.amazonaws.com", false, "/accessKeyId", "AWS::IAM::AccessKey"},
    Naming{"iam.amazonaws.com", true, "/role/arn", "AWS::IAM::Role"},
    Naming{"iam.amazonaws.com", true, "/role/roleId", "AWS::IAM::Role"},
    Naming{"iam.amazonaws.com", true, "/user/arn", "AWS::IAM::User"},
    Naming{"iam.amazonaws.com", true, "/policy/arn", "AWS::IAM::Policy"},
    Naming{"iam.amazonaws.com", true, "/accessKey/accessKeyId", "AWS::IAM::AccessKey"},
    Naming{"s3.amazonaws.com", false, "/bucketName", "AWS::S3::Bucket"},
    Naming{"cloudtrail.amazonaws.com", false, "/name", "AWS::CloudTrail::Trail"},
    Naming{"cloudtrail.amazonaws.com", false, "/trailName", "AWS::CloudTrail::Trail"},
    Naming{"cloudtrail.amazonaws.com", true, "/trailARN", "AWS::CloudTrail::Trail"},
    Naming{"cloudtrail.amazonaws.com", false, "/s3BucketName", "AWS::S3::Bucket"},
    Naming{"cloudtrail.amazonaws.com", false, "/kmsKeyId", "AWS::KMS::Key"},
    Naming{"cloudtrail.amazonaws.com", false, "/snsTopicName", "AWS::SNS::Topic"},
    Naming{"sts.amazonaws.com", true, "/credentials/accessKeyId", "AWS::IAM::AccessKey"},
    Naming{"sts.amazonaws.com", false, "/roleSessionName", "AWS::STS::AssumedRole"},
    Naming{"sts.amazonaws.com", true, "/assumedRoleUser/assumedRoleId", "AWS::STS::AssumedRole"},
    Naming{"sts.amazonaws.com", true, "/assumedRoleUser/arn", "AWS::STS::AssumedRole"},
    Naming{"organizations.amazonaws.com", false, "/accountId", "AWS::Organizations::Account"},
    Naming{"organizations.amazonaws.com", false, "/policyId", "AWS::Organizations::Policy"},
};

// What history looks at in a record, found in one pass over its members. Holds until the thread's next parse.
struct Seen {
  std::string_view event_id, name, source, user_name, access_key, insight_source;
  bool read_only = false, insight = false;
  std::optional<JsonValue> parameters, answer, resources;
};

void take(const JsonValue& value, std::string_view& into) {
  std::string_view s;
  if (!value.get(s)) into = s;
}

// IAM users by name, sessions by session name, root users as "root".
void see_identity(const JsonValue& identity, Seen& e) {
  simdjson::dom::object members;
  if (identity.get(members)) return;
  std::string_view type, principal, user;
  for (auto [key, value] : members) {
    if (key == "type") take(value, type);
    else if (key == "principalId") take(value, principal);
    else if (key == "userName") take(value, user);
    else if (key == "accessKeyId") take(value, e.access_key);
  }
  const auto colon = principal.find(':');
  const bool session = type == "AssumedRole" || type == "FederatedUser";
  if (type == "Root") e.user_name = "root";
  else if (!session) e.user_name = user;
  else if (colon != principal.npos) e.user_name = principal.substr(colon + 1);
}

std::optional<Seen> see(std::string_view json) {
  auto v = base::parse_json(json);
  simdjson::dom::object members;
  if (!v || v->get(members)) return {};
  Seen e;
  for (auto [key, value] : members) {
    if (key == "userIdentity") see_identity(value, e);
    else if (key == "eventSource") take(value, e.source);
    else if (key == "eventName") take(value, e.name);
    else if (key == "requestParameters") e.parameters = value;
    else if (key == "responseElements") e.answer = value;
    else if (key == "eventID") take(value, e.event_id);
    else if (key == "readOnly") e.read_only = value.is_bool() && bool(value);
    else if (key == "resources") e.resources = value;
    else if (key == "insightSource") take(value, e.insight_source);
    else if (key == "insightDetails") {
      e.insight = true;
      e.source = text(value, "/eventSource");
      e.name = text(value, "/eventName");
    }
  }
  return e;
}

// Tells type and name of each resource, perhaps more than once.
template <class Tell> void each_resource(const Seen& e, Tell tell) {
  simdjson::dom::array listed;
  if (e.resources && !e.resources->get(listed))
    for (JsonValue r : listed)
      if (auto type = text(r, "/type"), name = text(r, "/ARN"); !type.empty() && !name.empty()) tell(type, name);
  for (auto& n : kNamings) {
    auto& part = n.answer ? e.answer : e.parameters;
    if (e.source != n.source || !part || !part->is_object()) continue;
    if (auto name = text(*part, n.pointer); !name.empty()) tell(n.type, name);
  }
}

}  // namespace

std::optional<HistoryEvent> history_event(std::string_view json) {
  auto seen = see(json);
  if (!seen) return {};
  HistoryEvent e;
  e.event_id = seen->event_id;
  e.name = seen->name;
  e.source = seen->source;
  e.user_name = seen->user_name;
  e.access_key = seen->access_key;
  e.read_only = seen->read_only;
  e.insight = seen->insight;
  e.insight_source = seen->insight_source;
  each_resource(*seen, [&e](std::string_view type, std::string_view name) {
    for (auto& r : e.resources) if (r.type == type && r.name == name) return;
    e.resources.push_back({std::string(type), std::string(name)});
  });
  return e;
}

std::string history_key(std::string_view attribute, std::string_view value) {
  static constexpr std::array<std::pair<std::string_view, char>, 8> kinds = {{{"EventId", 'i'}, {"EventName", 'n'}, {"ReadOnly", 'r'}, {"Username", 'u'},
                                                                              {"ResourceType", 't'}, {"ResourceName", 'v'}, {"EventSource", 's'}, {"AccessKeyId", 'k'}}};
  for (auto& [name, letter] : kinds)
    if (name == attribute) return letter + std::string(value);
  return {};
}

std::string insight_key(std::string_view insight_source, std::string_view attribute, std::string_view value) {
  std::string out = "x" + std::string(insight_source) + '\n';
  return attribute.empty() ? out : out + history_key(attribute, value);
}

std::string whole_region(std::string_view region) { return std::string(region) + "/whole"; }

void history_keys(const journal::RecordView& r, const std::function<void(std::string_view key)>& tell) {
  auto e = see(r.json);
  if (!e) return;
  if (e->insight) {
    tell(insight_key(e->insight_source, "", ""));
    tell(insight_key(e->insight_source, "EventId", e->event_id));
    tell(insight_key(e->insight_source, "EventName", e->name));
    tell(insight_key(e->insight_source, "EventSource", e->source));
    return;
  }
  std::string key;                                     // each in its turn
  auto put = [&](char letter, std::string_view value) {
    if (!value.empty()) tell(key.assign(1, letter).append(value));
  };
  put('i', e->event_id);
  put('n', e->name);
  put('r', e->read_only ? "true" : "false");
  put('u', e->user_name);
  put('s', e->source);
  put('k', e->access_key);
  each_resource(*e, [&put](std::string_view type, std::string_view name) {
    put('v', name);
    put('t', type);
  });
}

}  // namespace record
