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

void add(std::vector<HistoryResource>& out, std::string_view type, std::string_view name) {
  if (name.empty()) return;
  for (auto& r : out) if (r.type == type && r.name == name) return;
  out.push_back({std::string(type), std::string(name)});
}

// What the index looks at, found in one pass over the record's members.
struct Parts { std::optional<JsonValue> identity, parameters, answer, resources; };

void add_resources(const Parts& parts, HistoryEvent& e) {
  simdjson::dom::array listed;
  if (parts.resources && !parts.resources->get(listed))
    for (JsonValue r : listed)
      if (auto type = text(r, "/type"); !type.empty()) add(e.resources, type, text(r, "/ARN"));
  for (auto& n : kNamings) {
    if (e.source != n.source) continue;
    auto& part = n.answer ? parts.answer : parts.parameters;
    if (part && part->is_object()) add(e.resources, n.type, text(*part, n.pointer));
  }
}

// IAM users by name, sessions by session name, root users as "root".
std::string user_name(const JsonValue& identity) {
  auto type = text(identity, "/type");
  if (type == "Root") return "root";
  if (type == "AssumedRole" || type == "FederatedUser") {
    auto id = text(identity, "/principalId");
    auto colon = id.find(':');
    return colon == id.npos ? std::string() : std::string(id.substr(colon + 1));
  }
  return std::string(text(identity, "/userName"));
}

}  // namespace

std::optional<HistoryEvent> history_event(std::string_view json) {
  auto v = base::parse_json(json);
  simdjson::dom::object members;
  if (!v || v->get(members)) return {};
  HistoryEvent e;
  Parts parts;
  auto take = [](const JsonValue& value, std::string& into) {
    std::string_view s;
    if (!value.get(s)) into = s;
  };
  for (auto [key, value] : members) {
    if (key == "userIdentity") parts.identity = value;
    else if (key == "eventSource") take(value, e.source);
    else if (key == "eventName") take(value, e.name);
    else if (key == "requestParameters") parts.parameters = value;
    else if (key == "responseElements") parts.answer = value;
    else if (key == "eventID") take(value, e.event_id);
    else if (key == "readOnly") e.read_only = value.is_bool() && bool(value);
    else if (key == "resources") parts.resources = value;
    else if (key == "insightSource") take(value, e.insight_source);
    else if (key == "insightDetails") {
      e.insight = true;
      e.source = text(value, "/eventSource");
      e.name = text(value, "/eventName");
    }
  }
  if (parts.identity) {
    e.user_name = user_name(*parts.identity);
    e.access_key = text(*parts.identity, "/accessKeyId");
  }
  add_resources(parts, e);
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

void history_keys(const journal::RecordView& r, std::vector<std::string>& keys) {
  auto e = history_event(r.json);
  if (!e) return;
  if (e->insight) {
    keys.push_back(insight_key(e->insight_source, "", ""));
    keys.push_back(insight_key(e->insight_source, "EventId", e->event_id));
    keys.push_back(insight_key(e->insight_source, "EventName", e->name));
    keys.push_back(insight_key(e->insight_source, "EventSource", e->source));
    return;
  }
  auto put = [&](char letter, std::string_view value) { if (!value.empty()) keys.push_back(letter + std::string(value)); };
  put('i', e->event_id);
  put('n', e->name);
  put('r', e->read_only ? "true" : "false");
  put('u', e->user_name);
  put('s', e->source);
  put('k', e->access_key);
  std::vector<std::string_view> types;
  for (auto& res : e->resources) {
    put('v', res.name);
    if (std::find(types.begin(), types.end(), res.type) == types.end()) { types.push_back(res.type); put('t', res.type); }
  }
}

}  // namespace record
