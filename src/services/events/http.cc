#include "services/events/http.h"

#include <algorithm>

#include "base/bytes.h"
#include "service/worker.h"
#include "services/events/connections.h"
#include "services/events/transform.h"

namespace events {

using service::Access, service::ApiError, service::House, service::OutgoingAnswer, service::OutgoingRequest, service::Scope;

namespace {

constexpr int kSeconds = 5;                       // EventBridge User Guide, "API destinations": client execution timeout

// A parameter that begins with $. is taken from the event.
std::string dynamic(const std::string& value, const std::string& event) {
  if (!value.starts_with("$.")) return value;
  auto found = at_path(event, value);
  if (!found) return "";
  return found->starts_with('"') ? found->substr(1, found->size() - 2) : *found;
}

// No value may end a header's line.
std::string one_line(std::string text) {
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
  return text;
}

void set_header(OutgoingRequest& r, const std::string& name, std::string value) {
  std::erase_if(r.headers, [&](auto& h) { return base::iequals(h.first, name); });
  r.headers.emplace_back(name, std::move(value));
}

std::string with_path(const std::string& endpoint, const Target& t, const std::string& event) {
  std::string out;
  std::size_t next = 0;
  for (char c : endpoint) {
    bool given = c == '*' && t.httpParameters && t.httpParameters->pathParameterValues && next < t.httpParameters->pathParameterValues->size();
    if (given) out += base::percent_encode(dynamic((*t.httpParameters->pathParameterValues)[next++], event));
    else out += c;
  }
  return out;
}

void add_query(std::string& url, const std::string& key, const std::string& value) {
  url += url.find('?') == url.npos ? '?' : '&';
  url += base::percent_encode(key) + "=" + base::percent_encode(value);
}

// The connection's members beside those of a body that is an object.
std::string with_members(const std::string& body, const ConnectionHttpParameters& p) {
  if (!p.bodyParameters || p.bodyParameters->empty()) return body;
  auto root = base::parse_json(body);
  simdjson::dom::object object;
  if (!root || root->get(object)) return body;
  std::string out;
  base::JsonWriter w(out);
  w.open('{');
  for (auto field : object) w.key(field.key).raw(simdjson::minify(field.value));
  for (auto& m : *p.bodyParameters) if (m.key) w.key(*m.key).text(m.value ? std::string_view(*m.value) : "");
  w.close('}');
  return out;
}

void check_role(House& house, const Errand& e, const DestinationRecord& d) {
  auto who = under_role(house, e.bus, e.delivery.rule, e.target.roleArn.value_or(LongArn()));
  store::Txn txn = house.store.read();
  service::Effects effects;
  service::Call call(house, txn, who, {who->account(), e.bus.region}, {.source_ip = std::string(kHost), .user_agent = std::string(kHost), .host = std::string(kHost)}, effects);
  house.authorize(*house.find_service("events"), call,
                  Access{.action = "events:InvokeApiDestination", .resource = destination_arn({e.bus.account, e.bus.region}, d), .owner = e.bus.account});
}

void add_connection(OutgoingRequest& r, const ConnectionRecord& c, const OpenedConnection& open) {
  if (c.authorization == "BASIC") set_header(r, "Authorization", "Basic " + base::base64(c.user + ":" + open.secret));
  else set_header(r, c.user, one_line(open.secret));
  if (open.parameters.headerParameters)
    for (auto& h : *open.parameters.headerParameters) if (h.key) set_header(r, *h.key, one_line(h.value ? std::string(*h.value) : ""));
  if (open.parameters.queryStringParameters)
    for (auto& p : *open.parameters.queryStringParameters) if (p.key) add_query(r.url, *p.key, p.value ? std::string(*p.value) : "");
}

}  // namespace

OutgoingRequest http_request(House& house, const Errand& e) {
  Scope at{e.bus.account, e.bus.region};
  std::optional<DestinationRecord> d;
  std::optional<ConnectionRecord> c;
  {
    store::Txn txn = house.store.read();
    d = store::Bound<DestinationRecord>(txn, kDestinations, at.account, at.region).get(e.to.name);
    if (d) c = store::Bound<ConnectionRecord>(txn, kConnections, at.account, at.region).get(d->connection);
  }
  if (!d || destination_arn(at, *d) != e.target.arn) throw not_found("An api-destination '" + e.to.name + "' does not exist.");
  if (!c || c->state != "AUTHORIZED") throw not_found("Connection '" + d->connection + "' does not exist or is not authorized.");
  check_role(house, e, *d);
  OpenedConnection open = opened(house, at, *c);
  OutgoingRequest r;
  r.method = d->method;
  r.url = with_path(d->endpoint, e.target, e.event);
  r.seconds = kSeconds;
  r.headers = {{"Content-Type", "application/json; charset=utf-8"}, {"User-Agent", "Amazon/EventBridge/ApiDestinations"}, {"Range", "bytes=0-1048575"}};
  if (e.target.httpParameters) {
    auto& p = *e.target.httpParameters;
    if (p.headerParameters) for (auto& [k, v] : *p.headerParameters) set_header(r, one_line(k), one_line(dynamic(v, e.event)));
    if (p.queryStringParameters) for (auto& [k, v] : *p.queryStringParameters) add_query(r.url, k, dynamic(v, e.event));
  }
  add_connection(r, *c, open);
  if (d->method != "GET" && d->method != "HEAD" && d->method != "OPTIONS") r.body = with_members(e.input, open.parameters);
  return r;
}

bool HttpCalls::start(House& house, const std::string& key, OutgoingRequest request) {
  {
    std::lock_guard lock(shared_->mutex);
    shared_->calls[key] = std::nullopt;
  }
  auto done = [shared = shared_, key, &bell = house.cache<service::Bell>()](OutgoingAnswer answer) {
    {
      std::lock_guard lock(shared->mutex);
      shared->calls[key] = std::move(answer);
    }
    bell.ring();
  };
  if (pool_.submit(std::move(request), std::move(done))) return true;
  std::lock_guard lock(shared_->mutex);
  shared_->calls.erase(key);
  return false;
}

bool HttpCalls::under_way(const std::string& key) const {
  std::lock_guard lock(shared_->mutex);
  auto it = shared_->calls.find(key);
  return it != shared_->calls.end() && !it->second;
}

bool HttpCalls::answered() const {
  std::lock_guard lock(shared_->mutex);
  return std::any_of(shared_->calls.begin(), shared_->calls.end(), [](auto& call) { return call.second.has_value(); });
}

std::optional<OutgoingAnswer> HttpCalls::take(const std::string& key) {
  std::lock_guard lock(shared_->mutex);
  auto it = shared_->calls.find(key);
  if (it == shared_->calls.end() || !it->second) return {};
  auto answer = std::move(it->second);
  shared_->calls.erase(it);
  return answer;
}

}  // namespace events
