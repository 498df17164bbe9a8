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

// Which parameter names which resource, for the actions of the services here.
struct Naming { std::string_view source; const char* pointer; std::string_view type; };
constexpr std::array kNamings = {
    Naming{"iam.amazonaws.com", "/requestParameters/userName", "AWS::IAM::User"},
    Naming{"iam.amazonaws.com", "/requestParameters/roleName", "AWS::IAM::Role"},
    Naming{"iam.amazonaws.com", "/requestParameters/groupName", "AWS::IAM::Group"},
    Naming{"iam.amazonaws.com", "/requestParameters/policyArn", "AWS::IAM::Policy"},
    Naming{"iam.amazonaws.com", "/requestParameters/instanceProfileName", "AWS::IAM::InstanceProfile"},
    Naming{"iam.amazonaws.com", "/requestParameters/accessKeyId", "AWS::IAM::AccessKey"},
    Naming{"iam.amazonaws.com", "/responseElements/role/arn", "AWS::IAM::Role"},
    Naming{"iam.amazonaws.com", "/responseElements/role/roleId", "AWS::IAM::Role"},
    Naming{"iam.amazonaws.com", "/responseElements/user/arn", "AWS::IAM::User"},
    Naming{"iam.amazonaws.com", "/responseElements/policy/arn", "AWS::IAM::Policy"},
    Naming{"iam.amazonaws.com", "/responseElements/accessKey/accessKeyId", "AWS::IAM::AccessKey"},
    Naming{"s3.amazonaws.com", "/requestParameters/bucketName", "AWS::S3::Bucket"},
    Naming{"cloudtrail.amazonaws.com", "/requestParameters/name", "AWS::CloudTrail::Trail"},
    Naming{"cloudtrail.amazonaws.com", "/requestParameters/trailName", "AWS::CloudTrail::Trail"},
    Naming{"cloudtrail.amazonaws.com", "/responseElements/trailARN", "AWS::CloudTrail::Trail"},
    Naming{"cloudtrail.amazonaws.com", "/requestParameters/s3BucketName", "AWS::S3::Bucket"},
    Naming{"cloudtrail.amazonaws.com", "/requestParameters/kmsKeyId", "AWS::KMS::Key"},
    Naming{"cloudtrail.amazonaws.com", "/requestParameters/snsTopicName", "AWS::SNS::Topic"},
    Naming{"sts.amazonaws.com", "/responseElements/credentials/accessKeyId", "AWS::IAM::AccessKey"},
    Naming{"sts.amazonaws.com", "/requestParameters/roleSessionName", "AWS::STS::AssumedRole"},
    Naming{"sts.amazonaws.com", "/responseElements/assumedRoleUser/assumedRoleId", "AWS::STS::AssumedRole"},
    Naming{"sts.amazonaws.com", "/responseElements/assumedRoleUser/arn", "AWS::STS::AssumedRole"},
    Naming{"organizations.amazonaws.com", "/requestParameters/accountId", "AWS::Organizations::Account"},
    Naming{"organizations.amazonaws.com", "/requestParameters/policyId", "AWS::Organizations::Policy"},
};

void add(std::vector<HistoryResource>& out, std::string_view type, std::string_view name) {
  if (name.empty()) return;
  for (auto& r : out) if (r.type == type && r.name == name) return;
  out.push_back({std::string(type), std::string(name)});
}

void add_resources(const JsonValue& v, HistoryEvent& e) {
  simdjson::dom::array listed;
  if (!v.at_key("resources").get(listed))
    for (JsonValue r : listed)
      if (auto type = text(r, "/type"); !type.empty()) add(e.resources, type, text(r, "/ARN"));
  for (auto& n : kNamings)
    if (e.source == n.source) add(e.resources, n.type, text(v, n.pointer));
}

// IAM users by name, sessions by session name, root users as "root".
std::string user_name(const JsonValue& v) {
  auto type = text(v, "/userIdentity/type");
  if (type == "Root") return "root";
  if (type == "AssumedRole" || type == "FederatedUser") {
    auto id = text(v, "/userIdentity/principalId");
    auto colon = id.find(':');
    return colon == id.npos ? std::string() : std::string(id.substr(colon + 1));
  }
  return std::string(text(v, "/userIdentity/userName"));
}

}  // namespace

std::optional<HistoryEvent> history_event(std::string_view json) {
  auto v = base::parse_json(json);
  if (!v) return {};
  HistoryEvent e{.event_id = std::string(text(*v, "/eventID")), .name = std::string(text(*v, "/eventName")), .source = std::string(text(*v, "/eventSource")),
                 .user_name = user_name(*v), .access_key = std::string(text(*v, "/userIdentity/accessKeyId"))};
  bool read_only = false;
  if (!v->at_key("readOnly").get(read_only)) e.read_only = read_only;
  add_resources(*v, e);
  return e;
}

std::string history_key(std::string_view attribute, std::string_view value) {
  static constexpr std::array<std::pair<std::string_view, char>, 8> kinds = {{{"EventId", 'i'}, {"EventName", 'n'}, {"ReadOnly", 'r'}, {"Username", 'u'},
                                                                              {"ResourceType", 't'}, {"ResourceName", 'v'}, {"EventSource", 's'}, {"AccessKeyId", 'k'}}};
  for (auto& [name, letter] : kinds)
    if (name == attribute) return letter + std::string(value);
  return {};
}

void history_keys(const journal::RecordView& r, std::vector<std::string>& keys) {
  auto e = history_event(r.json);
  if (!e) return;
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
