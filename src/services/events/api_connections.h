#pragma once
// Connections and API destinations: HTTP endpoints as targets. Source: EventBridge API Reference.
#include "services/events/api_words.h"

namespace events {

using ConnectionName = shape::Text<1, 64, R"([\.\-_A-Za-z0-9]+)">;
using DestinationName = shape::Text<1, 64, R"([\.\-_A-Za-z0-9]+)">;
using ConnectionArn = shape::Text<1, 1600, R"(^arn:aws([a-z]|\-)*:events:([a-z]|\d|\-)*:([0-9]{12})?:connection\/[\.\-_A-Za-z0-9]+\/[\-A-Za-z0-9]+$)">;
using Endpoint = shape::Text<1, 2048, R"(^((%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@\x26=+$,A-Za-z0-9])+)([).!';/?:,])?$)">;
using HttpMethod = shape::OneOf<"POST", "GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE">;
using AuthorizationType = shape::OneOf<"BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY">;
using ConnectionState = shape::OneOf<"CREATING", "UPDATING", "DELETING", "AUTHORIZED", "DEAUTHORIZED", "AUTHORIZING", "DEAUTHORIZING", "ACTIVE", "FAILED_CONNECTIVITY">;
using AuthText = shape::Text<1, 512, R"(^[ \t]*[^\x00-\x1F:\x7F]+([ \t]+[^\x00-\x1F:\x7F]+)*[ \t]*$)">;
using LimitedDescription = shape::Text<0, 512, ".*">;

struct HeaderParameter {
  std::optional<shape::Text<0, 512, R"(^[!#$%&'*+-.^_`|~0-9a-zA-Z]+$)">> key;
  std::optional<shape::Hidden<shape::Text<0, 512, R"(^[ \t]*[\x20-\x7E]+([ \t]+[\x20-\x7E]+)*[ \t]*$)">>> value;
  std::optional<bool> isValueSecret;
};
BOOST_DESCRIBE_STRUCT(HeaderParameter, (), (key, value, isValueSecret))
struct QueryParameter {
  std::optional<shape::Text<0, 512, R"([^\x00-\x1F\x7F]+)">> key;
  std::optional<shape::Hidden<shape::Text<0, 512, R"([^\x00-\x09\x0B\x0C\x0E-\x1F\x7F]+)">>> value;
  std::optional<bool> isValueSecret;
};
BOOST_DESCRIBE_STRUCT(QueryParameter, (), (key, value, isValueSecret))
struct BodyParameter {
  std::optional<std::string> key;
  std::optional<shape::Hidden<std::string>> value;
  std::optional<bool> isValueSecret;
};
BOOST_DESCRIBE_STRUCT(BodyParameter, (), (key, value, isValueSecret))
struct ConnectionHttpParameters {
  std::optional<shape::List<HeaderParameter, 0, 100>> headerParameters;
  std::optional<shape::List<QueryParameter, 0, 100>> queryStringParameters;
  std::optional<shape::List<BodyParameter, 0, 100>> bodyParameters;
};
BOOST_DESCRIBE_STRUCT(ConnectionHttpParameters, (), (headerParameters, queryStringParameters, bodyParameters))

struct Refused {};                                 // private connectivity and OAuth: refused, whatever they hold
BOOST_DESCRIBE_STRUCT(Refused, (), ())

struct CreateBasicAuth { AuthText username; shape::Hidden<AuthText> password; };
BOOST_DESCRIBE_STRUCT(CreateBasicAuth, (), (username, password))
struct CreateApiKeyAuth { AuthText apiKeyName; shape::Hidden<AuthText> apiKeyValue; };
BOOST_DESCRIBE_STRUCT(CreateApiKeyAuth, (), (apiKeyName, apiKeyValue))
struct CreateAuthParameters {
  std::optional<CreateBasicAuth> basicAuthParameters;
  std::optional<Refused> oAuthParameters;
  std::optional<CreateApiKeyAuth> apiKeyAuthParameters;
  std::optional<ConnectionHttpParameters> invocationHttpParameters;
  std::optional<Refused> connectivityParameters;
};
BOOST_DESCRIBE_STRUCT(CreateAuthParameters, (), (basicAuthParameters, oAuthParameters, apiKeyAuthParameters, invocationHttpParameters, connectivityParameters))
struct UpdateBasicAuth { std::optional<AuthText> username; std::optional<shape::Hidden<AuthText>> password; };
BOOST_DESCRIBE_STRUCT(UpdateBasicAuth, (), (username, password))
struct UpdateApiKeyAuth { std::optional<AuthText> apiKeyName; std::optional<shape::Hidden<AuthText>> apiKeyValue; };
BOOST_DESCRIBE_STRUCT(UpdateApiKeyAuth, (), (apiKeyName, apiKeyValue))
struct UpdateAuthParameters {
  std::optional<UpdateBasicAuth> basicAuthParameters;
  std::optional<Refused> oAuthParameters;
  std::optional<UpdateApiKeyAuth> apiKeyAuthParameters;
  std::optional<ConnectionHttpParameters> invocationHttpParameters;
  std::optional<Refused> connectivityParameters;
};
BOOST_DESCRIBE_STRUCT(UpdateAuthParameters, (), (basicAuthParameters, oAuthParameters, apiKeyAuthParameters, invocationHttpParameters, connectivityParameters))

struct ConnectionResult {
  std::string connectionArn, connectionState;
  base::Time creationTime, lastModifiedTime;
  std::optional<base::Time> lastAuthorizedTime;
};
BOOST_DESCRIBE_STRUCT(ConnectionResult, (), (connectionArn, connectionState, creationTime, lastModifiedTime, lastAuthorizedTime))
struct CreateConnectionResult {
  std::string connectionArn, connectionState;
  base::Time creationTime, lastModifiedTime;
};
BOOST_DESCRIBE_STRUCT(CreateConnectionResult, (), (connectionArn, connectionState, creationTime, lastModifiedTime))

struct CreateConnection {
  ConnectionName name;
  std::optional<LimitedDescription> description;
  AuthorizationType authorizationType;
  CreateAuthParameters authParameters;
  std::optional<Refused> invocationConnectivityParameters;
  std::optional<KmsKey> kmsKeyIdentifier;
  using Result = CreateConnectionResult;
  static constexpr std::string_view operation = "events:CreateConnection";
};
BOOST_DESCRIBE_STRUCT(CreateConnection, (), (name, description, authorizationType, authParameters, invocationConnectivityParameters, kmsKeyIdentifier))

struct UpdateConnection {
  ConnectionName name;
  std::optional<LimitedDescription> description;
  std::optional<AuthorizationType> authorizationType;
  std::optional<UpdateAuthParameters> authParameters;
  std::optional<Refused> invocationConnectivityParameters;
  std::optional<KmsKey> kmsKeyIdentifier;
  using Result = ConnectionResult;
  static constexpr std::string_view operation = "events:UpdateConnection";
};
BOOST_DESCRIBE_STRUCT(UpdateConnection, (), (name, description, authorizationType, authParameters, invocationConnectivityParameters, kmsKeyIdentifier))

struct DeleteConnection {
  ConnectionName name;
  using Result = ConnectionResult;
  static constexpr std::string_view operation = "events:DeleteConnection";
};
BOOST_DESCRIBE_STRUCT(DeleteConnection, (), (name))

struct DeauthorizeConnection {
  ConnectionName name;
  using Result = ConnectionResult;
  static constexpr std::string_view operation = "events:DeauthorizeConnection";
};
BOOST_DESCRIBE_STRUCT(DeauthorizeConnection, (), (name))

struct BasicAuthShown { std::string username; };
BOOST_DESCRIBE_STRUCT(BasicAuthShown, (), (username))
struct ApiKeyAuthShown { std::string apiKeyName; };
BOOST_DESCRIBE_STRUCT(ApiKeyAuthShown, (), (apiKeyName))
struct AuthParametersShown {
  std::optional<BasicAuthShown> basicAuthParameters;
  std::optional<ApiKeyAuthShown> apiKeyAuthParameters;
  std::optional<ConnectionHttpParameters> invocationHttpParameters;
};
BOOST_DESCRIBE_STRUCT(AuthParametersShown, (), (basicAuthParameters, apiKeyAuthParameters, invocationHttpParameters))

struct DescribeConnectionResult {
  std::string connectionArn, name;
  std::optional<std::string> description;
  std::string connectionState, authorizationType;
  AuthParametersShown authParameters;
  base::Time creationTime, lastModifiedTime;
  std::optional<base::Time> lastAuthorizedTime;
};
BOOST_DESCRIBE_STRUCT(DescribeConnectionResult, (), (connectionArn, name, description, connectionState, authorizationType, authParameters, creationTime, lastModifiedTime,
                                                     lastAuthorizedTime))
struct DescribeConnection {
  ConnectionName name;
  using Result = DescribeConnectionResult;
  static constexpr std::string_view operation = "events:DescribeConnection";
};
BOOST_DESCRIBE_STRUCT(DescribeConnection, (), (name))

struct Connection {
  std::string connectionArn, name, connectionState, authorizationType;
  base::Time creationTime, lastModifiedTime;
  std::optional<base::Time> lastAuthorizedTime;
};
BOOST_DESCRIBE_STRUCT(Connection, (), (connectionArn, name, connectionState, authorizationType, creationTime, lastModifiedTime, lastAuthorizedTime))
struct ListConnectionsResult { std::vector<Connection> connections; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListConnectionsResult, (), (connections, nextToken))
struct ListConnections {
  std::optional<ConnectionName> namePrefix;
  std::optional<ConnectionState> connectionState;
  std::optional<NextToken> nextToken;
  std::optional<PageSize> limit;
  using Result = ListConnectionsResult;
  static constexpr std::string_view operation = "events:ListConnections";
};
BOOST_DESCRIBE_STRUCT(ListConnections, (), (namePrefix, connectionState, nextToken, limit))

struct ApiDestinationResult {
  std::string apiDestinationArn, apiDestinationState;
  base::Time creationTime, lastModifiedTime;
};
BOOST_DESCRIBE_STRUCT(ApiDestinationResult, (), (apiDestinationArn, apiDestinationState, creationTime, lastModifiedTime))

struct CreateApiDestination {
  DestinationName name;
  std::optional<LimitedDescription> description;
  ConnectionArn connectionArn;
  Endpoint invocationEndpoint;
  HttpMethod httpMethod;
  std::optional<shape::Whole<1>> invocationRateLimitPerSecond;
  using Result = ApiDestinationResult;
  static constexpr std::string_view operation = "events:CreateApiDestination";
};
BOOST_DESCRIBE_STRUCT(CreateApiDestination, (), (name, description, connectionArn, invocationEndpoint, httpMethod, invocationRateLimitPerSecond))

struct UpdateApiDestination {
  DestinationName name;
  std::optional<LimitedDescription> description;
  std::optional<ConnectionArn> connectionArn;
  std::optional<Endpoint> invocationEndpoint;
  std::optional<HttpMethod> httpMethod;
  std::optional<shape::Whole<1>> invocationRateLimitPerSecond;
  using Result = ApiDestinationResult;
  static constexpr std::string_view operation = "events:UpdateApiDestination";
};
BOOST_DESCRIBE_STRUCT(UpdateApiDestination, (), (name, description, connectionArn, invocationEndpoint, httpMethod, invocationRateLimitPerSecond))

struct DeleteApiDestination {
  DestinationName name;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:DeleteApiDestination";
};
BOOST_DESCRIBE_STRUCT(DeleteApiDestination, (), (name))

struct DescribeApiDestinationResult {
  std::string apiDestinationArn, name;
  std::optional<std::string> description;
  std::string apiDestinationState, connectionArn, invocationEndpoint, httpMethod;
  std::int64_t invocationRateLimitPerSecond = 300;
  base::Time creationTime, lastModifiedTime;
};
BOOST_DESCRIBE_STRUCT(DescribeApiDestinationResult, (), (apiDestinationArn, name, description, apiDestinationState, connectionArn, invocationEndpoint, httpMethod,
                                                         invocationRateLimitPerSecond, creationTime, lastModifiedTime))
struct DescribeApiDestination {
  DestinationName name;
  using Result = DescribeApiDestinationResult;
  static constexpr std::string_view operation = "events:DescribeApiDestination";
};
BOOST_DESCRIBE_STRUCT(DescribeApiDestination, (), (name))

struct ApiDestination {
  std::string apiDestinationArn, name, apiDestinationState, connectionArn, invocationEndpoint, httpMethod;
  std::int64_t invocationRateLimitPerSecond = 300;
  base::Time creationTime, lastModifiedTime;
};
BOOST_DESCRIBE_STRUCT(ApiDestination, (), (apiDestinationArn, name, apiDestinationState, connectionArn, invocationEndpoint, httpMethod, invocationRateLimitPerSecond,
                                           creationTime, lastModifiedTime))
struct ListApiDestinationsResult { std::vector<ApiDestination> apiDestinations; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListApiDestinationsResult, (), (apiDestinations, nextToken))
struct ListApiDestinations {
  std::optional<DestinationName> namePrefix;
  std::optional<ConnectionArn> connectionArn;
  std::optional<NextToken> nextToken;
  std::optional<PageSize> limit;
  using Result = ListApiDestinationsResult;
  static constexpr std::string_view operation = "events:ListApiDestinations";
};
BOOST_DESCRIBE_STRUCT(ListApiDestinations, (), (namePrefix, connectionArn, nextToken, limit))

}  // namespace events
