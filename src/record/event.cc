#include "record/event.h"

#include "base/json.h"

namespace record {
namespace {

using base::JsonName;
using base::JsonWriter;
using base::operator""_name;

// At most 1 KB, cut at a character's edge.
std::string_view cut(std::string_view text) {
  if (text.size() <= kMaxText) return text;
  std::size_t n = kMaxText;
  while (n > 0 && (std::uint8_t(text[n]) & 0xC0) == 0x80) --n;
  return text.substr(0, n);
}

void put(JsonWriter& w, JsonName key, std::string_view text) {
  if (!text.empty()) w.key(key).text(text);
}

void write_session(JsonWriter& w, const SessionContext& s, std::string_view provider) {
  w.key("sessionContext"_name).open('{');
  if (s.issuer) {
    w.key("sessionIssuer"_name).open('{');
    put(w, "type"_name, s.issuer->type);
    put(w, "principalId"_name, s.issuer->principal_id);
    put(w, "arn"_name, s.issuer->arn);
    put(w, "accountId"_name, s.issuer->account);
    put(w, "userName"_name, s.issuer->user_name);
    w.close('}');
  }
  if (!provider.empty()) w.key("webIdFederationData"_name).open('{').key("federatedProvider"_name).text(provider).key("attributes"_name).open('{').close('}').close('}');
  w.key("attributes"_name).open('{').key("creationDate"_name).text(base::iso(s.created)).key("mfaAuthenticated"_name).text(s.mfa ? "true" : "false").close('}');
  put(w, "sourceIdentity"_name, s.source_identity);
  w.close('}');
}

// Of a caller an identity provider vouches for, `arn` is the provider's; of a role's session it has begun, `user_name` is.
void write_identity(JsonWriter& w, const Identity& i) {
  const bool vouched_for = i.type == "WebIdentityUser", role = i.type == "AssumedRole";
  w.key("userIdentity"_name).open('{');
  put(w, "type"_name, i.type);
  put(w, "principalId"_name, i.principal_id);
  if (!vouched_for) put(w, "arn"_name, i.arn);
  put(w, "accountId"_name, i.account);
  put(w, "accessKeyId"_name, i.access_key);
  if (!role) put(w, "userName"_name, i.user_name);
  if (vouched_for) put(w, "identityProvider"_name, i.arn);
  if (i.session) write_session(w, *i.session, role ? std::string_view(i.user_name) : std::string_view());
  put(w, "invokedBy"_name, i.invoked_by);
  w.close('}');
}

// The services that say which version of their API was called; others leave it out (record rules 3.1).
std::string_view api_version(const Event& e) { return e.source == "logs.amazonaws.com" && e.type == "AwsApiCall" ? "20140328" : ""; }

struct Limits { std::size_t part, extra, resources; std::string_view whole_sha256; };
constexpr Limits kNone{SIZE_MAX, SIZE_MAX, SIZE_MAX, {}};

// The whole content of a part over its limit gives way to a note about it; all values are strings.
void write_part(JsonWriter& w, JsonName key, std::string_view json, bool null_when_empty, std::size_t limit, std::string_view whole_sha256) {
  if (json.empty() && !null_when_empty) return;
  w.key(key);
  if (json.empty()) { w.null(); return; }
  if (json.size() <= limit) { w.raw(json); return; }
  w.open('{').key("reason"_name).text(std::string(key.text.substr(2, key.text.size() - 4)) + " too large").key("omitted"_name).text("true");
  w.key("originalSize"_name).text(std::to_string(json.size()));
  put(w, "originalRecordSha256"_name, whole_sha256);
  w.close('}');
}

// At least what it takes as JSON text.
std::size_t room_of(std::string_view text) {
  std::size_t n = 0;
  for (unsigned char c : text) n += c < 0x20 ? 6 : c >= 0x80 ? 3 : c == '"' || c == '\\' ? 2 : 1;
  return n;
}
std::size_t room_of(const Resource& r) { return 64 + r.account.size() + r.type.size() + room_of(r.arn); }

void write_resources(JsonWriter& w, const std::vector<Resource>& resources, std::size_t limit) {
  w.key("resources"_name).open('[');
  for (auto& r : resources) {
    if (room_of(r) > limit) break;
    limit -= room_of(r);
    w.open('{');
    if (!r.account.empty() || !r.account_known) w.key("accountId"_name).text(r.account);
    put(w, "type"_name, r.type);
    put(w, r.prefix ? "ARNPrefix"_name : "ARN"_name, r.arn);
    w.close('}');
  }
  w.close(']');
}

void compose(const Event& e, std::string& out, const Limits& limits) {
  JsonWriter w(out);
  w.open('{').key("eventVersion"_name).text(kEventVersion);
  if (e.identity) write_identity(w, *e.identity);
  w.key("eventTime"_name);
  w.raw("\"");
  base::append_iso(out, e.time);
  out += '"';
  w.key("eventSource"_name).text(e.source).key("eventName"_name).text(cut(e.name)).key("awsRegion"_name).text(e.region);
  w.key("sourceIPAddress"_name).text(e.source_ip);
  put(w, "userAgent"_name, cut(e.user_agent));
  put(w, "errorCode"_name, cut(e.error_code));
  put(w, "errorMessage"_name, cut(e.error_message));
  write_part(w, "requestParameters"_name, e.parameters, true, limits.part, limits.whole_sha256);
  write_part(w, "responseElements"_name, e.response, true, limits.part, limits.whole_sha256);
  write_part(w, "additionalEventData"_name, e.additional, false, limits.extra, limits.whole_sha256);
  put(w, "requestID"_name, cut(e.request_id));
  w.key("eventID"_name).text(e.event_id).key("readOnly"_name).boolean(e.read_only);
  if (e.resources && !e.resources->empty()) write_resources(w, *e.resources, limits.resources);
  w.key("eventType"_name).text(e.type);
  put(w, "apiVersion"_name, api_version(e));
  w.key("managementEvent"_name).boolean(e.management).key("recipientAccountId"_name).text(e.recipient);
  put(w, "sharedEventID"_name, e.shared_id);
  write_part(w, "serviceEventDetails"_name, e.service_details, false, limits.part, limits.whole_sha256);
  w.key("eventCategory"_name).text(e.management ? "Management" : "Data");
  if (e.tls) {
    w.key("tlsDetails"_name).open('{').key("tlsVersion"_name).text(e.tls->version).key("cipherSuite"_name).text(e.tls->cipher);
    w.key("clientProvidedHostHeader"_name).text(e.tls->host).close('}');
  }
  w.close('}');
}

}  // namespace

void compose(const Event& e, std::string& out, std::string_view whole_sha256) { compose(e, out, {kMaxPart, kMaxExtra, kMaxResources, whole_sha256}); }

void compose_whole(const Event& e, std::string& out) { compose(e, out, kNone); }

bool oversize(const Event& e) {
  std::size_t resources = 0;
  if (e.resources) for (auto& r : *e.resources) resources += room_of(r);
  return e.parameters.size() > kMaxPart || e.response.size() > kMaxPart || e.service_details.size() > kMaxPart || e.additional.size() > kMaxExtra ||
         resources > kMaxResources;
}

Identity as_foreign_account(const Identity& i) {
  if (i.type == "AWSService" || i.type == "WebIdentityUser" || i.type == "Unknown" || i.type.empty()) return i;
  return {.type = "AWSAccount", .principal_id = i.principal_id, .account = i.account, .invoked_by = i.invoked_by};
}

}  // namespace record
