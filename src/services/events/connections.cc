#include "services/events/connections.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/ids.h"

namespace events {

using service::Call, service::House, service::Scope;

namespace {

constexpr std::size_t kMostConnections = 3000;   // EventBridge User Guide, "EventBridge quotas"
constexpr std::string_view kPurpose = "events";

std::string bound_to(const Scope& at, const ConnectionRecord& c, std::string_view what) { return store::joined(at.account, at.region, store::joined(c.id, what)); }

std::string sealed(const House& house, const Scope& at, const ConnectionRecord& c, std::string_view what, std::string_view plain) {
  return base::seal(house.key_for(kPurpose), plain, bound_to(at, c, what));
}

ConnectionRecord existing(const std::string& name, Call& call) {
  auto row = call.in(kConnections).get(name);
  if (!row) throw not_found("Failed to describe the connection(s). Connection '" + name + "' does not exist.");
  return std::move(*row);
}

template <class Q> void refuse_unsupported(const Q& q) {
  if (q.invocationConnectivityParameters) throw invalid("Private connectivity of connections is not supported by this server.");
  if (q.kmsKeyIdentifier && !q.kmsKeyIdentifier->empty()) throw invalid("Customer managed keys for connections are not supported by this server.");
}
template <class P> void refuse_unsupported_auth(const P& p) {
  if (p.oAuthParameters) throw invalid("OAuth connections are not supported by this server.");
  if (p.connectivityParameters) throw invalid("Private connectivity of connections is not supported by this server.");
}

// The parameters must be of the kind of authorization that is named.
template <class P> void take_auth(const P& p, ConnectionRecord& c, const Scope& at, const House& house) {
  refuse_unsupported_auth(p);
  auto mismatch = [] { return invalid("Parameter(s) in AuthParameters do not match the authorization type."); };
  if (c.authorization == "OAUTH_CLIENT_CREDENTIALS") throw invalid("OAuth connections are not supported by this server.");
  if ((c.authorization == "BASIC" && p.apiKeyAuthParameters) || (c.authorization == "API_KEY" && p.basicAuthParameters)) throw mismatch();
  auto text = [](const auto& v) -> std::optional<std::string> {
    if constexpr (requires { v.has_value(); }) return v ? std::optional<std::string>(*v) : std::nullopt;
    else return std::string(v);
  };
  std::optional<std::string> user, secret;
  if (p.basicAuthParameters) { user = text(p.basicAuthParameters->username); secret = text(p.basicAuthParameters->password); }
  if (p.apiKeyAuthParameters) { user = text(p.apiKeyAuthParameters->apiKeyName); secret = text(p.apiKeyAuthParameters->apiKeyValue); }
  if (user) c.user = *user;
  if (secret) c.sealedSecret = sealed(house, at, c, "secret", *secret);
  if (p.invocationHttpParameters) c.sealedParameters = sealed(house, at, c, "parameters", shape::packed(*p.invocationHttpParameters));
  if (c.user.empty() || c.sealedSecret.empty()) throw mismatch();
}

ConnectionResult result(const ConnectionRecord& c, const Scope& at) {
  return {connection_arn(at, c), c.state, c.created, c.modified, c.authorized.ms ? std::optional(c.authorized) : std::nullopt};
}

// Values that were called secret are not shown.
AuthParametersShown shown(const ConnectionRecord& c, const OpenedConnection& open) {
  AuthParametersShown out;
  if (c.authorization == "BASIC") out.basicAuthParameters = BasicAuthShown{c.user};
  else out.apiKeyAuthParameters = ApiKeyAuthShown{c.user};
  if (c.sealedParameters.empty()) return out;
  ConnectionHttpParameters p = open.parameters;
  auto veil = [](auto& list) { if (list) for (auto& v : *list) if (v.isValueSecret.value_or(false)) v.value.reset(); };
  veil(p.headerParameters);
  veil(p.queryStringParameters);
  veil(p.bodyParameters);
  out.invocationHttpParameters = std::move(p);
  return out;
}

}  // namespace

std::string connection_arn(const Scope& at, const ConnectionRecord& c) { return "arn:aws:events:" + at.region + ":" + at.account + ":connection/" + c.name + "/" + c.id; }

OpenedConnection opened(const House& house, const Scope& at, const ConnectionRecord& c) {
  OpenedConnection out;
  auto open = [&](const std::string& text, std::string_view what) { return base::open(house.key_for(kPurpose), text, bound_to(at, c, what)).value_or(""); };
  if (!c.sealedSecret.empty()) out.secret = open(c.sealedSecret, "secret");
  if (!c.sealedParameters.empty())
    if (auto p = shape::unpacked<ConnectionHttpParameters>(open(c.sealedParameters, "parameters"))) out.parameters = std::move(*p);
  return out;
}

CreateConnectionResult create_connection(const CreateConnection& q, Call& call) {
  refuse_unsupported(q);
  if (call.in(kConnections).has(q.name)) throw error("ResourceAlreadyExistsException", "Connection " + q.name + " already exists.");
  std::size_t count = 0;
  call.in(kConnections).each([&](std::string_view, ConnectionRecord) { ++count; });
  if (count >= kMostConnections) throw limit_exceeded();
  ConnectionRecord c;
  c.name = q.name;
  c.id = base::uuid();
  c.description = q.description.value_or("");
  c.authorization = q.authorizationType;
  c.state = "AUTHORIZED";
  c.created = c.modified = c.authorized = call.now();
  take_auth(q.authParameters, c, call.scope(), call.house());
  call.in(kConnections).put(c.name, c);
  return {connection_arn(call.scope(), c), c.state, c.created, c.modified};
}

ConnectionResult update_connection(const UpdateConnection& q, Call& call) {
  refuse_unsupported(q);
  ConnectionRecord c = existing(q.name, call);
  if (q.description) c.description = *q.description;
  if (q.authorizationType && *q.authorizationType != c.authorization) {
    c.authorization = *q.authorizationType;
    c.user.clear();
    c.sealedSecret.clear();
  }
  take_auth(q.authParameters.value_or(UpdateAuthParameters{}), c, call.scope(), call.house());
  c.state = "AUTHORIZED";
  c.modified = c.authorized = call.now();
  call.in(kConnections).put(c.name, c);
  return result(c, call.scope());
}

ConnectionResult delete_connection(const DeleteConnection& q, Call& call) {
  ConnectionRecord c = existing(q.name, call);
  call.in(kConnections).erase(c.name);
  c.state = "DELETING";
  return result(c, call.scope());
}

// What it proves itself with is forgotten.
ConnectionResult deauthorize_connection(const DeauthorizeConnection& q, Call& call) {
  ConnectionRecord c = existing(q.name, call);
  c.sealedSecret.clear();
  c.sealedParameters.clear();
  c.state = "DEAUTHORIZED";
  c.modified = call.now();
  call.in(kConnections).put(c.name, c);
  ConnectionResult out = result(c, call.scope());
  out.connectionState = "DEAUTHORIZING";
  return out;
}

DescribeConnectionResult describe_connection(const DescribeConnection& q, Call& call) {
  ConnectionRecord c = existing(q.name, call);
  DescribeConnectionResult out;
  out.connectionArn = connection_arn(call.scope(), c);
  out.name = c.name;
  if (!c.description.empty()) out.description = c.description;
  out.connectionState = c.state;
  out.authorizationType = c.authorization;
  out.authParameters = shown(c, opened(call.house(), call.scope(), c));
  out.creationTime = c.created;
  out.lastModifiedTime = c.modified;
  if (c.authorized.ms) out.lastAuthorizedTime = c.authorized;
  return out;
}

ListConnectionsResult list_connections(const ListConnections& q, Call& call) {
  ListConnectionsResult out;
  out.nextToken = page(call.in(kConnections), q.namePrefix.value_or(""), q.nextToken, q.limit, [&](const ConnectionRecord& c) {
    if (q.connectionState && *q.connectionState != c.state) return false;
    out.connections.push_back({connection_arn(call.scope(), c), c.name, c.state, c.authorization, c.created, c.modified,
                               c.authorized.ms ? std::optional(c.authorized) : std::nullopt});
    return true;
  });
  return out;
}

}  // namespace events
