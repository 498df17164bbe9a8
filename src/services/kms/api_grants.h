#pragma once
// Grants: permission to use one key, given to one principal beside the key policy.
#include "services/kms/api_words.h"

namespace kms {

struct GrantConstraints { std::optional<EncryptionContext> encryptionContextSubset, encryptionContextEquals; };
BOOST_DESCRIBE_STRUCT(GrantConstraints, (), (encryptionContextSubset, encryptionContextEquals))

struct CreateGrantResult { std::string grantId, keyId; Secret<std::string> grantToken; };   // keyId: in records only
BOOST_DESCRIBE_STRUCT(CreateGrantResult, (), (grantId, keyId, grantToken))

struct CreateGrant {
  std::optional<GrantConstraints> constraints;
  std::vector<GrantOperation> operations;
  PrincipalName granteePrincipal;
  KeyName keyId;
  std::optional<PrincipalName> retiringPrincipal;
  std::optional<GrantTokens> grantTokens;
  std::optional<GrantName> name;
  std::optional<bool> dryRun;

  using Result = CreateGrantResult;
  static constexpr std::string_view operation = "kms:CreateGrant";
};
BOOST_DESCRIBE_STRUCT(CreateGrant, (), (constraints, operations, granteePrincipal, keyId, retiringPrincipal, grantTokens, name, dryRun))

struct GrantListEntry {
  std::string keyId, grantId;
  std::optional<std::string> name;
  base::Time creationDate;
  std::string granteePrincipal;
  std::optional<std::string> retiringPrincipal;
  std::string issuingAccount;
  std::vector<std::string> operations;
  std::optional<GrantConstraints> constraints;
};
BOOST_DESCRIBE_STRUCT(GrantListEntry, (), (keyId, grantId, name, creationDate, granteePrincipal, retiringPrincipal, issuingAccount,
                                           operations, constraints))

struct ListGrantsResult { std::vector<GrantListEntry> grants; std::optional<std::string> nextMarker; bool truncated = false; };
BOOST_DESCRIBE_STRUCT(ListGrantsResult, (), (grants, nextMarker, truncated))

struct ListGrants {
  std::optional<PageSize> limit;
  std::optional<Marker> marker;
  KeyName keyId;
  std::optional<GrantId> grantId;
  std::optional<PrincipalName> granteePrincipal;

  using Result = ListGrantsResult;
  static constexpr std::string_view operation = "kms:ListGrants";
};
BOOST_DESCRIBE_STRUCT(ListGrants, (), (limit, marker, keyId, grantId, granteePrincipal))

struct ListRetirableGrants {
  std::optional<PageSize> limit;
  std::optional<Marker> marker;
  PrincipalName retiringPrincipal;

  using Result = ListGrantsResult;
  static constexpr std::string_view operation = "kms:ListRetirableGrants";
};
BOOST_DESCRIBE_STRUCT(ListRetirableGrants, (), (limit, marker, retiringPrincipal))

struct RevokeGrant {
  KeyName keyId;
  GrantId grantId;
  std::optional<bool> dryRun;

  using Result = Done;
  static constexpr std::string_view operation = "kms:RevokeGrant";
};
BOOST_DESCRIBE_STRUCT(RevokeGrant, (), (keyId, grantId, dryRun))

struct RetireGrant {
  std::optional<Secret<Text<1, 8192>>> grantToken;
  std::optional<KeyName> keyId;
  std::optional<GrantId> grantId;
  std::optional<bool> dryRun;

  using Result = Done;
  static constexpr std::string_view operation = "kms:RetireGrant";
};
BOOST_DESCRIBE_STRUCT(RetireGrant, (), (grantToken, keyId, grantId, dryRun))

}  // namespace kms

template <> inline constexpr auto shape::places<kms::CreateGrantResult> = std::to_array<shape::Place>({{"keyId", shape::Where::path}});
