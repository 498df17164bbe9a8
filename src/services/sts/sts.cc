#include "services/sts/sts.h"

#include "base/bytes.h"
#include "services/sts/roles.h"
#include "services/sts/tokens.h"
#include "services/sts/web_identity.h"

namespace sts {

using base::operator""_name;
using service::Effect, service::operation;

namespace {

// CloudTrail User Guide and records of 2025: which endpoint was asked, and the Region that answered.
void endpoint_data(service::Call& call, const service::Operation&, const void*, const void*, std::string& json) {
  const std::string& region = call.scope().region;
  std::string id;
  id.reserve(48 + region.size());
  id.append("1:").append(region).append(":S:").append(std::to_string(call.now().ms)).append(":R:").append(base::random_text(8, base::kAlnum));
  json.reserve(256);
  base::JsonWriter w(json);
  w.open('{').key("ExtendedRequestId"_name).text(base::base64(id));
  w.key("RequestDetails"_name).open('{');
  w.key("endpointType"_name).text(call.peer().endpoint == "global" ? "global" : "regional").key("awsServingRegion"_name).text(region);
  w.close('}').close('}');
}

std::vector<service::Operation> operations() {
  const service::Trace answered_read{.read_only = true, .answer = true};
  return {
      operation<on_assume_role, assume_role>("AssumeRole", Effect::read, answered_read),
      operation<on_web_identity, assume_role_with_web_identity>("AssumeRoleWithWebIdentity", Effect::read, answered_read),
      operation<on_decode, decode_authorization_message>("DecodeAuthorizationMessage", Effect::read, {.read_only = true}),
      operation<service::no_permission<GetCallerIdentity>, get_caller_identity>("GetCallerIdentity", Effect::read),
      operation<on_session_token, get_session_token>("GetSessionToken", Effect::read, answered_read),
      operation<on_federation_token, get_federation_token>("GetFederationToken", Effect::read, {.read_only = false}),
      operation<on_key_info, get_access_key_info>("GetAccessKeyInfo", Effect::read),
  };
}

}  // namespace

service::Service sts() {
  return {.name = "sts",
          .event_source = "sts.amazonaws.com",
          .protocol = wire::Protocol::query,
          .version = "2011-06-15",
          .xml_namespace = "https://sts.amazonaws.com/doc/2011-06-15/",
          .dates = record::Dates::comma,
          .denied_code = "AccessDenied",
          .denied_status = 403,
          .record_error_suffix = "Exception",
          .operations = operations(),
          .additional = endpoint_data};
}

}  // namespace sts
