#include "gateway/exchange.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "gateway/canonical.h"
#include "gateway/public_pages.h"
#include "service/door.h"
#include "service/route.h"
#include "service/vouch.h"

namespace gateway {
namespace {

using service::ApiError;

// The value of one field of a form, decoded; empty when it is not there.
std::string form_value(std::string_view form, std::string_view name) {
  std::string out;
  each_raw_pair(form, [&](std::string_view key, std::string_view value) {
    if (key == name && out.empty()) out = base::percent_decode(value, true).value_or("");
  });
  return out;
}

bool is_form(const Request& r) { return r.find("content-type").starts_with("application/x-www-form-urlencoded"); }

std::string printable(std::string_view text, std::size_t limit = 128) {
  std::string out;
  for (char c : text.substr(0, limit)) out += c > 0x20 && c < 0x7f ? c : '?';
  return out;
}

// Signed for "s3", below a host name of its own: what it asks for are no buckets and objects.
constexpr std::string_view kS3Control = "s3-control";

// A service we do not have answers in the protocol the request is written in, never in HTML.
service::Service stranger(const Request& r, std::string_view name) {
  service::Service s{.name = "", .event_source = "", .protocol = wire::Protocol::rest_json, .version = ""};
  if (name == kS3Control || name == "route53" || name == "cloudfront") s.protocol = wire::Protocol::rest_xml;      // which no header tells
  else if (r.has("x-amz-target")) s.protocol = r.find("content-type").find("json-1.0") != std::string_view::npos ? wire::Protocol::json10 : wire::Protocol::json11;
  else if (is_form(r) || r.query.find("Action=") != std::string_view::npos) s.protocol = wire::Protocol::query;
  return s;
}

}  // namespace

Dialect Exchange::dialect() const {
  switch (protocol_) {
    case wire::Protocol::rest_xml: return service_->name == "s3" ? Dialect::s3 : Dialect::query;
    case wire::Protocol::query: return Dialect::query;
    default: return Dialect::json;
  }
}

bool Exchange::admit(const Request& request, const Remote& remote) {
  request_ = &request;
  remote_ = &remote;
  service_ = nullptr;
  operation_ = nullptr;
  known_ = nullptr;
  principal_.reset();
  query_.clear();
  labels_.clear();
  let_go();
  document_.clear();
  stored_.reset();
  bytes_in_ = 0;
  asked_.reset();
  waiting_ = admitted_ = unsigned_ = door_ = false;
  answer_ = {};
  answer_.head = request.method == "HEAD";

  const Endpoint endpoint = endpoint_of(request.find("host"), local_names_);
  global_endpoint_ = endpoint.is_aws && endpoint.service == "sts" && request.find("host").starts_with("sts.amazonaws.com");
  if (is_door(endpoint)) return true;
  const Fault fault = read_claim(request, claim_);
  if (!find_service(endpoint, fault)) return false;
  if (fault == Fault::missing && request.method == "GET")
    if (auto page = public_page(house_, service_->name, endpoint.region, request.path)) {
      answer_.out = {.status = 200, .content_type = "application/x-pem-file", .headers = {}, .body = std::move(*page)};
      return false;
    }
  unsigned_ = fault == Fault::missing && service_->name == "sts";
  if (fault == Fault::missing && (service_->name == "s3" || unsigned_ || open_to_all())) {
    if (service_->name != "s3") claim_.region = nobodys_region_ = endpoint.region;
    auto nobody = std::make_shared<service::Principal>();
    nobody->identity.type = unsigned_ ? "Unknown" : "AWSAccount";
    principal_ = std::move(nobody);
  } else if (fault != Fault::none) {
    return refuse(gateway::refuse(fault, dialect(), request, claim_, base::HostClock{}.now()));
  } else if (!identify()) {
    return false;
  }
  if (!request.query.empty()) {
    auto pairs = query_pairs(request.query);
    if (!pairs) return refuse({400, "InvalidURI", "Couldn't parse the specified URI.", {}});
    for (auto& [name, value] : *pairs) query_.push_back({std::move(name), std::move(value)});
  }
  if (service_ == &stranger_) return true;
  if (speaks_query_also() && request.path.size() > 1)
    query_.insert(query_.begin(), {std::string(service_->query->path), base::percent_decode(request.path).value_or("")});
  if (protocol_ != wire::Protocol::rest_xml && protocol_ != wire::Protocol::rest_json) return true;
  if (service_->name == "s3" && known_ && !verify(claim_.payload)) return false;
  return route_rest(endpoint);
}

bool Exchange::find_service(const Endpoint& endpoint, Fault fault) {
  std::string_view name = !claim_.service.empty() ? claim_.service : std::string_view(endpoint.service);
  if (name.empty() && fault == Fault::missing && is_form(*request_) && !request_->has("x-amz-target")) name = "sts";      // only it may do without
  if (name.empty() && !request_->has("x-amz-target") && !is_form(*request_)) name = "s3";
  const bool s3_control = endpoint.is_aws && endpoint.service == kS3Control;
  if (s3_control) name = kS3Control;
  service_ = house_.find_service(name);
  if (service_) {
    protocol_ = service_->query && !request_->has("x-amz-target") ? wire::Protocol::query : service_->protocol;
    return true;
  }
  stranger_ = stranger(*request_, name);
  service_ = &stranger_;
  protocol_ = stranger_.protocol;
  if (name.empty()) return refuse({403, "MissingAuthenticationToken", "Missing Authentication Token", {}});
  stranger_name_ = printable(name);
  stranger_source_ = (s3_control ? "s3" : stranger_name_) + ".amazonaws.com";
  stranger_.name = stranger_name_;
  stranger_.event_source = stranger_source_;
  return true;
}

// Such an address stands for itself: it is looked at whole when the body has come.
bool Exchange::is_door(const Endpoint& endpoint) {
  if (!endpoint.is_aws || endpoint.service != "s3" || endpoint.bucket.empty()) return false;
  auto& doors = house_.cache<service::Doors>();
  if (!doors.is_door || !doors.is_door(endpoint.bucket)) return false;
  door_ = true;
  door_bucket_ = endpoint.bucket;
  service_ = house_.find_service("s3");
  protocol_ = service_->protocol;
  return true;
}

void Exchange::knock() {
  auto said = house_.cache<service::Doors>().knock(house_, door_bucket_, request_->method, request_->path, request_->query, document_);
  if (said.code.empty()) answer_.out.status = said.status;
  else refuse({said.status, said.code, said.message, {}});
}

// Only those who bring an identity provider's word need not sign.
bool Exchange::admit_unsigned() {
  auto& regions = house_.settings.regions;
  auto is_unsigned = house_.cache<service::Vouchers>().unsigned_operation;
  if (!is_unsigned || !is_unsigned(operation_name())) return refuse(gateway::refuse(Fault::missing, dialect(), *request_, claim_, base::HostClock{}.now()));
  if (!nobodys_region_.empty() && std::find(regions.begin(), regions.end(), nobodys_region_) == regions.end())
    return refuse({403, "RegionDisabledException", "STS is not activated in this region.", {}});
  return true;
}

// The links in what SNS sends are followed by people and programs without credentials: the token is what counts.
bool Exchange::open_to_all() const {
  if (service_->name != "sns" || request_->method != "GET") return false;
  std::string name = operation_name();
  return name == "ConfirmSubscription" || name == "Unsubscribe";
}

bool Exchange::identify() {
  known_ = &credentials_.find(claim_);
  if (!known_->answer.credential) return refuse(known_->answer.fault);
  // In a Region that is not enabled no credential is known: what happened there would be in no trail's files.
  auto& regions = house_.settings.regions;
  if (!claim_.region.empty() && std::find(regions.begin(), regions.end(), claim_.region) == regions.end()) return refuse(service::CredentialFault::unknown);
  principal_ = known_->answer.credential->principal;
  if (service_ == &stranger_) return true;
  if (Fault wrong = check_scope(claim_, {}, service_->name); wrong != Fault::none)
    return refuse(gateway::refuse(wrong, dialect(), *request_, claim_, base::HostClock{}.now(), {}, {{}, service_->name}));
  return true;
}

bool Exchange::verify(std::string_view body_sha256) {
  const base::Time now = base::HostClock{}.now();      // a signature's freshness is the host's affair, whatever the laboratory's clock says
  Fault fault = gateway::verify(*request_, claim_, known_->signing_key(claim_), body_sha256, now, dialect());
  if (fault == Fault::none) return true;
  return refuse(gateway::refuse(fault, dialect(), *request_, claim_, now, body_sha256));
}

bool Exchange::route_rest(const Endpoint& endpoint) {
  auto found = service::route(*service_, request_->method, request_->path, endpoint.bucket, query_, request_->headers);
  operation_ = found.operation;
  labels_ = std::move(found.labels);
  if (!operation_) {
    refuse_operation(found.name.empty() ? request_->method : std::string_view(found.name), found.error);
    return false;
  }
  if (service_->name == "s3") {
    static const std::string none;
    if (auto bad = payload_.begin(*request_, claim_, known_ ? known_->signing_key(claim_) : none)) return refuse(*bad);
    if (operation_->takes_body && !request_->has("Content-Length") && !request_->has("Transfer-Encoding"))
      return refuse({411, "MissingContentLength", "You must provide the Content-Length HTTP header.", {}});
  }
  if (operation_->takes_body) stored_.emplace(house_.blobs);
  return true;
}

bool Exchange::gather(std::string_view piece) {
  const std::size_t size = document_.size() + piece.size();
  if (size > document_limit()) { too_large(); return false; }
  if (size > document_.capacity() && size > DocumentRoom::kFree) {
    const std::size_t capacity = std::max(size, 2 * document_.capacity());
    if (!room_.take(capacity - taken_)) return refuse({503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.", {}});
    taken_ = capacity;
    document_.reserve(capacity);
  }
  document_ += piece;
  return true;
}

void Exchange::too_large() {
  if (service_->name == "s3" && stored_) refuse({400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", {}});
  else if (service_->name == "s3") refuse({400, "MaxMessageLengthExceeded", "Your request was too large.", {}});
  else refuse({413, "RequestEntityTooLargeException", "Request must be smaller than " + std::to_string(body_limit()) + " bytes", {}});
}

void Exchange::failed() {
  waiting_ = false;
  if (service_->name == "s3") refuse({500, "InternalError", "We encountered an internal error. Please try again.", {}});
  else refuse({500, "InternalFailure", "The request processing has failed because of an unknown error, exception or failure.", {}});
}

void Exchange::let_go() {
  if (!taken_) return;
  document_ = std::string();
  room_.give(std::exchange(taken_, 0));
}

bool Exchange::add(std::string_view bytes) {
  bytes_in_ += std::int64_t(bytes.size());
  if (service_->name != "s3" || door_) return gather(bytes);
  for (;;) {
    std::size_t consumed = 0;
    std::string_view piece;
    auto step = payload_.feed(bytes, consumed, piece);
    bytes.remove_prefix(consumed);
    if (step == Payload::Step::refused) return refuse(payload_.refusal());
    if (step == Payload::Step::piece) {
      if (!stored_ && !gather(piece)) return false;
      if (stored_) stored_->add(piece);
      if (stored_ && std::uint64_t(stored_->size()) > kMaxObject) { too_large(); return false; }
    }
    if (step != Payload::Step::piece) return true;
  }
}

void Exchange::finish() {
  finish_document();
  let_go();                                             // what it said has been read
}

void Exchange::finish_document() {
  if (door_) { knock(); return; }
  if (service_->name == "s3") {
    if (payload_.finish() == Payload::Step::refused) { refuse(payload_.refusal()); return; }
  } else if (known_) {
    thread_local std::string digest;
    digest.clear();
    if (service_ == &stranger_ && claim_.payload == kUnsignedPayload) digest = kUnsignedPayload;
    else append_sha256_hex(digest, document_);
    if (!verify(digest)) return;
  } else if (unsigned_ && !admit_unsigned()) {
    return;
  }
  if (service_ == &stranger_) {
    bool query = protocol_ == wire::Protocol::query;
    std::string name = protocol_ == wire::Protocol::rest_json ? std::string() : printable(operation_name());
    refuse_operation(name.empty() ? request_->method : std::string_view(name),
                     {query ? "InvalidAction" : "UnknownOperationException", query ? 400 : 501, "The service " + stranger_name_ + " is not part of this server."});
    return;
  }
  if (!operation_) {
    std::string name = operation_name();
    operation_ = service::House::find_operation(*service_, name);
    if (!operation_) {
      bool query = protocol_ == wire::Protocol::query;
      std::string shown = printable(name);
      if (name.empty()) refuse_operation("", query ? ApiError{"MissingAction", 400, "The request must contain the parameter Action."}
                                                   : ApiError{"UnknownOperationException", 400, ""});
      else refuse_operation(shown, query ? ApiError{"InvalidAction", 400, "Could not find operation " + shown + " for version " + std::string(version())}
                                         : ApiError{"UnknownOperationException", 400, "The operation " + shown + " is not part of this server."});
      return;
    }
  }
  read(inbound());
}

std::string Exchange::operation_name() const {
  if (protocol_ == wire::Protocol::query) {
    std::string in_body = form_value(document_, "Action");
    return in_body.empty() ? form_value(request_->query, "Action") : in_body;
  }
  std::string_view target = request_->find("x-amz-target");
  auto dot = target.rfind('.');
  return std::string(dot == target.npos ? std::string_view() : target.substr(dot + 1));
}

// A checksum that came in the trailer, verified by now, reads like one that came in the head.
wire::Inbound Exchange::inbound() {
  headers_.clear();
  auto& sum = payload_.checksums().verified();
  if (service_->name == "s3" && sum && !request_->has(header_of(sum->algorithm))) {
    headers_ = request_->headers;
    headers_.push_back({header_of(sum->algorithm), sum->value});
  }
  return {request_->method, headers_.empty() ? std::span<const wire::Header>(request_->headers) : headers_, query_, labels_, document_};
}

service::Scope Exchange::scope() const {
  std::string region(claim_.region);
  if (region.empty()) region = "us-east-1";
  return {principal_->account(), std::move(region)};
}

service::Peer Exchange::peer() const {
  service::Peer p{.source_ip = remote_->address, .user_agent = std::string(request_->find("user-agent")), .host = std::string(request_->find("host")),
                  .tls_version = remote_->tls_version, .tls_cipher = remote_->tls_cipher};
  p.authentication = !known_ ? "" : claim_.presigned ? "QueryString" : "AuthHeader";
  p.endpoint = global_endpoint_ ? "global" : "regional";
  p.bytes_in = bytes_in_;
  p.referer = request_->find("referer");
  if (known_ && service_->name == "s3") {
    p.payload = claim_.payload;
    p.signed_at = claim_.signed_at;
  }
  return p;
}

void Exchange::read(const wire::Inbound& in) {
  asked_ = operation_->blank();
  try {
    missing_ = wire::read(protocol_, *operation_->request, asked_.get(), in);
  } catch (const wire::Malformed& m) {
    refuse_operation(operation_->name, {m.code, 400, m.message});
    return;
  }
  waiting_ = operation_->wait && missing_.empty();
  if (!waiting_) run();
}

std::optional<service::Patience> Exchange::patience() {
  if (!waiting_) return {};
  auto left = house_.patience(*service_, *operation_, asked_.get(), principal_, scope(), peer(), admitted_);
  admitted_ = left.has_value();
  return left;
}

void Exchange::run() {
  std::optional<store::Body> body;
  if (stored_) body = stored_->finish();
  store::Blobs::Held look;
  if (operation_->name == "GetObject") look = house_.blobs.look();
  if (unsigned_)
    if (auto caller = house_.cache<service::Vouchers>().vouched(house_, operation_->name, asked_.get())) principal_ = std::move(caller);
  auto reply = house_.serve(*service_, *operation_, asked_.get(), std::move(missing_), principal_, scope(), peer(), body ? &*body : nullptr);
  if (body && reply.error) house_.blobs.remove(body->place);
  waiting_ = false;
  deliver(std::move(reply), operation_);
}

wire::Naming Exchange::naming(std::string_view operation, std::string_view request_id) const {
  thread_local std::string host_id;
  host_id = service_->host_id ? service_->host_id(request_id) : std::string();
  auto xml_namespace = speaks_query_also() ? service_->query->xml_namespace : service_->xml_namespace;
  return {.operation = operation, .xml_namespace = xml_namespace, .request_id = request_id, .host_id = host_id, .message_key = service_->message_key};
}

void Exchange::deliver(service::Reply reply, const service::Operation* operation) {
  auto name = naming(operation ? operation->name : std::string_view(), reply.request_id);
  if (operation) name.root = operation->root;
  answer_.sequence = reply.sequence;
  if (reply.error) {
    auto& e = *reply.error;
    std::string_view query_code = service_->query ? service_->query->code(e.code) : std::string_view();
    answer_.out = wire::error(protocol_, {.code = speaks_query_also() ? query_code : std::string_view(e.code), .message = e.message, .status = e.status,
                                          .sender = e.status < 500, .extra = e.extra, .resource = request_->path}, name, service_->name == "s3");
    tell_query_code(e.code, e.status);
    return;
  }
  answer_.out = wire::write(protocol_, *operation->result, reply.result.get(), name);
  if (reply.effects.status) answer_.out.status = reply.effects.status;
  if (reply.effects.body) answer_.stream.push_back(std::move(*reply.effects.body));
  for (auto& piece : reply.effects.rest) answer_.stream.push_back(std::move(piece));
  for (auto& piece : answer_.stream) answer_.held.push_back(house_.blobs.hold(piece.place));
  answer_.forgotten = std::move(reply.effects.forgotten);
}

// JSON tells clients of a service that speaks Query too what Query would have said.
void Exchange::tell_query_code(std::string_view code, int status) {
  if (service_->query && !speaks_query_also())
    answer_.out.headers.push_back({"x-amzn-query-error", std::string(service_->query->code(code)) + (status < 500 ? ";Sender" : ";Receiver")});
}

void Exchange::refuse_operation(std::string_view name, ApiError error) {
  if (!principal_ || name.empty() || principal_->who == service::Who::anonymous) { refuse({error.status, error.code, error.message, {}}); return; }
  deliver(house_.refuse(*service_, name, error, principal_, scope(), peer()), nullptr);
}

bool Exchange::refuse(const Refusal& r) {
  thread_local std::string id;
  id = service_->make_request_id ? service_->make_request_id() : base::uuid();
  std::vector<std::pair<std::string_view, std::string>> extra;
  for (auto& [name, value] : r.details) extra.emplace_back(name, value);
  answer_.out = wire::error(protocol_, {.code = r.code, .message = r.message, .status = r.status, .extra = extra, .resource = request_->path}, naming("", id),
                            service_->name == "s3");
  tell_query_code(r.code, r.status);
  answer_.close = true;                                // the body may not have been read
  return false;
}

bool Exchange::refuse(service::CredentialFault fault) {
  using F = service::CredentialFault;
  const bool s3 = dialect() == Dialect::s3, json = dialect() == Dialect::json;
  if (fault == F::expired)
    return refuse({s3 ? 400 : json ? 400 : 403, s3 ? "ExpiredToken" : json ? "ExpiredTokenException" : "ExpiredToken",
                   s3 ? "The provided token has expired." : "The security token included in the request is expired", {}});
  if (fault == F::bad_token && s3) return refuse({400, "InvalidToken", "The provided token is malformed or otherwise invalid.", {}});
  if (s3) return refuse({403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", {{"AWSAccessKeyId", std::string(claim_.access_key)}}});
  return refuse({json ? 400 : 403, json ? "UnrecognizedClientException" : "InvalidClientTokenId", "The security token included in the request is invalid.", {}});
}

}  // namespace gateway
