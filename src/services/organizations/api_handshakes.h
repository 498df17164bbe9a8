#pragma once
// The part of the Organizations API about invitations.
#include "services/organizations/api_types.h"

namespace organizations {

using HandshakeId = shape::Text<0, 34, "^h-[0-9a-z]{8,32}$">;
using PartyType = shape::OneOf<"ACCOUNT", "ORGANIZATION", "EMAIL">;
using HandshakeAction = shape::OneOf<"INVITE", "ENABLE_ALL_FEATURES", "APPROVE_ALL_FEATURES", "ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE", "TRANSFER_RESPONSIBILITY">;

struct HandshakeParty { shape::Text<1, 64, R"([\s\S]*)"> id; PartyType type; };
BOOST_DESCRIBE_STRUCT(HandshakeParty, (), (id, type))
struct HandshakeDetail { std::string value, type; };
BOOST_DESCRIBE_STRUCT(HandshakeDetail, (), (value, type))
struct HandshakeResource { std::string value, type; std::optional<std::vector<HandshakeDetail>> resources; };
BOOST_DESCRIBE_STRUCT(HandshakeResource, (), (value, type, resources))
struct Handshake {
  std::string id, arn;
  std::vector<HandshakeParty> parties;
  std::string state;
  base::Time requestedTimestamp, expirationTimestamp;
  std::string action;
  std::vector<HandshakeResource> resources;
};
BOOST_DESCRIBE_STRUCT(Handshake, (), (id, arn, parties, state, requestedTimestamp, expirationTimestamp, action, resources))
struct HandshakeResult { Handshake handshake; };
BOOST_DESCRIBE_STRUCT(HandshakeResult, (), (handshake))

struct InviteAccountToOrganization {
  HandshakeParty target;
  std::optional<shape::Text<0, 1024, R"([\s\S]*)">> notes;
  Tags tags;
  using Result = HandshakeResult;
  static constexpr std::string_view operation = "organizations:InviteAccountToOrganization";
};
BOOST_DESCRIBE_STRUCT(InviteAccountToOrganization, (), (target, notes, tags))

struct AcceptHandshake {
  HandshakeId handshakeId;
  using Result = HandshakeResult;
  static constexpr std::string_view operation = "organizations:AcceptHandshake";
};
BOOST_DESCRIBE_STRUCT(AcceptHandshake, (), (handshakeId))
struct DeclineHandshake {
  HandshakeId handshakeId;
  using Result = HandshakeResult;
  static constexpr std::string_view operation = "organizations:DeclineHandshake";
};
BOOST_DESCRIBE_STRUCT(DeclineHandshake, (), (handshakeId))
struct CancelHandshake {
  HandshakeId handshakeId;
  using Result = HandshakeResult;
  static constexpr std::string_view operation = "organizations:CancelHandshake";
};
BOOST_DESCRIBE_STRUCT(CancelHandshake, (), (handshakeId))
struct DescribeHandshake {
  HandshakeId handshakeId;
  using Result = HandshakeResult;
  static constexpr std::string_view operation = "organizations:DescribeHandshake";
};
BOOST_DESCRIBE_STRUCT(DescribeHandshake, (), (handshakeId))

struct EnableAllFeatures {
  using Result = HandshakeResult;
  static constexpr std::string_view operation = "organizations:EnableAllFeatures";
};
BOOST_DESCRIBE_STRUCT(EnableAllFeatures, (), ())

struct HandshakeFilter { std::optional<HandshakeAction> actionType; std::optional<HandshakeId> parentHandshakeId; };
BOOST_DESCRIBE_STRUCT(HandshakeFilter, (), (actionType, parentHandshakeId))
struct ListHandshakesResult { std::vector<Handshake> handshakes; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListHandshakesResult, (), (handshakes, nextToken))
struct ListHandshakesForAccount {
  std::optional<HandshakeFilter> filter;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListHandshakesResult;
  static constexpr std::string_view operation = "organizations:ListHandshakesForAccount";
};
BOOST_DESCRIBE_STRUCT(ListHandshakesForAccount, (), (filter, nextToken, maxResults))
struct ListHandshakesForOrganization {
  std::optional<HandshakeFilter> filter;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListHandshakesResult;
  static constexpr std::string_view operation = "organizations:ListHandshakesForOrganization";
};
BOOST_DESCRIBE_STRUCT(ListHandshakesForOrganization, (), (filter, nextToken, maxResults))

}  // namespace organizations
